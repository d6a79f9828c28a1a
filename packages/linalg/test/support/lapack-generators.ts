import { dense, largestMagnitude } from "./dense.ts";
import type { Dense } from "./dense.ts";
import { randomNumber, spectrum, uniformNumber } from "./lapack-random.ts";
import type { Distribution, Seed } from "./lapack-random.ts";

/** A matrix of LAPACK's generators, with the singular values or eigenvalues it was made of. */
export interface Generated {
  readonly a: Dense;
  readonly prescribed: Float64Array;
}

/** What a matrix of `dlatms` is to be like. */
export interface SpectralCase {
  readonly rows: number;
  readonly columns: number;
  readonly mode: number;
  readonly condition: number;
  /** The largest singular value, but for mode 6. */
  readonly norm: number;
  /** With `"symmetric"` the values are eigenvalues with random signs, with `"definite"` positive ones. */
  readonly kind: "general" | "symmetric" | "definite";
}

/** A dense matrix of given singular values or eigenvalues, as `dlatms` makes it; advances the seed. */
export function withSpectrumOf(
  { rows, columns, mode, condition, norm, kind }: SpectralCase,
  seed: Seed,
): Generated {
  const randomSigns = kind === "symmetric";
  const distribution = randomSigns ? "symmetric" : "uniform";
  const values = spectrum(Math.min(rows, columns), { mode, condition, randomSigns, distribution }, seed);
  if (Math.abs(mode) !== 6) {
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    values.forEach((x, i) => (values[i] = x * (norm / largest)));
  }
  const a = dense(rows, columns);
  values.forEach((x, i) => (a.data[i * columns + i] = x));
  if (rows === 1 && columns === 1) return { a, prescribed: values };
  if (kind === "general") turnFromBothSides(a, seed);
  else turnSymmetric(a, seed);
  return { a, prescribed: values };
}

/** What a matrix of `dlatme` is to be like. */
export interface EigenvalueCase {
  readonly n: number;
  readonly mode: number;
  readonly condition: number;
  /** Fill the triangle above the eigenvalues with random numbers. */
  readonly filled: boolean;
  /** The condition of the matrix that transforms the triangle. */
  readonly conditionOfVectors: number;
  /** The largest element, or −1 to leave it as it comes. */
  readonly largest: number;
}

/**
 * A nonsymmetric matrix, as `dlatme` makes it, with what was put on the diagonal: its real eigenvalues, but that mode 5 makes
 * complex pairs of some; advances the seed.
 */
export function withEigenvalues(
  { n, mode, condition, filled, conditionOfVectors, largest }: EigenvalueCase,
  seed: Seed,
): Generated {
  const values = spectrum(n, { mode, condition, randomSigns: true, distribution: "symmetric" }, seed);
  if (Math.abs(mode) !== 6) {
    const most = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    values.forEach((x, i) => (values[i] = x / most));
  }
  const a = dense(n, n);
  values.forEach((x, i) => (a.data[i * n + i] = x));
  if (Math.abs(mode) === 5) pairUp(a, seed);
  if (filled) fillTriangle(a, "symmetric", seed);
  const scales = spectrum(
    n,
    { mode: 4, condition: conditionOfVectors, randomSigns: false, distribution: "uniform" },
    seed,
  );
  turnSimilar(a, seed);
  scales.forEach((scale, j) => {
    for (let k = 0; k < n; k++) a.data[j * n + k]! *= scale;
    for (let k = 0; k < n; k++) a.data[k * n + j]! *= 1 / scale;
  });
  turnSimilar(a, seed);
  if (largest >= 0) {
    const most = largestMagnitude(a);
    a.data.forEach((x, i) => (a.data[i] = x * (largest / most)));
  }
  return { a, prescribed: values };
}

/** What a matrix of `dlatmr` is to be like. */
export interface ElementCase {
  readonly rows: number;
  readonly columns: number;
  /** The condition of the geometric sequences that rows and columns are multiplied by, rows descending and columns ascending. */
  readonly grading: number | null;
  /** How many elements are 0, by chance: from 0 to 1. */
  readonly zeros: number;
  readonly largest: number;
}

/** Random elements, as `dlatmr` makes them; advances the seed. */
export function withRandomElements(
  { rows, columns, grading, zeros, largest }: ElementCase,
  seed: Seed,
): Generated {
  const random = { randomSigns: false, distribution: "symmetric" } as const;
  const diagonal = spectrum(Math.min(rows, columns), { mode: 6, condition: 1, ...random }, seed);
  const grades = (n: number, mode: number): Float64Array =>
    spectrum(
      n,
      grading === null ? { mode: 1, condition: 1, ...random } : { mode, condition: grading, ...random },
      seed,
    );
  const [left, right] = [grades(rows, 3), grades(columns, -3)];
  const a = dense(rows, columns);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) {
      if (zeros > 0 && uniformNumber(seed) < zeros) continue;
      const element = i === j ? diagonal[i]! : randomNumber("symmetric", seed);
      a.data[i * columns + j] = element * left[i]! * right[j]!;
    }
  }
  const most = largestMagnitude(a);
  a.data.forEach((x, i) => (a.data[i] = (x / most) * largest));
  return { a, prescribed: new Float64Array() };
}

/** By chance makes a 2×2 block with complex eigenvalues of two neighbours on the diagonal. */
function pairUp({ rows: n, data }: Dense, seed: Seed): void {
  for (let j = 1; j < n; j += 2) {
    if (uniformNumber(seed) <= 0.5) continue;
    data[(j - 1) * n + j] = data[j * n + j]!;
    data[j * n + j - 1] = -data[j * n + j]!;
    data[j * n + j] = data[(j - 1) * n + j - 1]!;
  }
}

function fillTriangle({ rows: n, data }: Dense, distribution: Distribution, seed: Seed): void {
  for (let j = 1; j < n; j++) {
    const end = data[(j - 1) * n + j] === 0 ? j : j - 1;
    for (let i = 0; i < end; i++) data[i * n + j] = randomNumber(distribution, seed);
  }
}

/** I − τ v vᵀ with a normally distributed v whose first element is 1. */
interface Reflection {
  readonly v: Float64Array;
  readonly tau: number;
}

function randomReflection(n: number, seed: Seed): Reflection {
  const v = Float64Array.from({ length: n }, () => randomNumber("normal", seed));
  const length = Math.sqrt(v.reduce((total, x) => total + x * x, 0));
  const signed = v[0]! < 0 ? -length : length;
  const pivot = v[0]! + signed;
  return { v: v.map((x, i) => (i === 0 ? 1 : x / pivot)), tau: pivot / signed };
}

/** (I − τ v vᵀ) A on the last rows of A, from a column on. */
function reflectRows({ rows, columns, data }: Dense, { v, tau }: Reflection, from: number): void {
  const first = rows - v.length;
  const dots = new Float64Array(columns);
  v.forEach((x, i) => {
    for (let j = from; j < columns; j++) dots[j]! += x * data[(first + i) * columns + j]!;
  });
  v.forEach((x, i) => {
    for (let j = from; j < columns; j++) data[(first + i) * columns + j]! -= tau * x * dots[j]!;
  });
}

/** A (I − τ v vᵀ) on the last columns of A, from a row on. */
function reflectColumns({ rows, columns, data }: Dense, { v, tau }: Reflection, from: number): void {
  const first = columns - v.length;
  for (let i = from; i < rows; i++) {
    let dot = 0;
    v.forEach((x, k) => (dot += x * data[i * columns + first + k]!));
    v.forEach((x, k) => (data[i * columns + first + k]! -= tau * dot * x));
  }
}

/** A between two random orthogonal matrices, as `dlagge` does it. */
function turnFromBothSides(a: Dense, seed: Seed): void {
  for (let i = Math.min(a.rows, a.columns) - 1; i >= 0; i--) {
    if (i < a.rows - 1) reflectRows(a, randomReflection(a.rows - i, seed), i);
    if (i < a.columns - 1) reflectColumns(a, randomReflection(a.columns - i, seed), i);
  }
}

/** A between a random orthogonal matrix and its transpose, and exactly symmetric, as `dlagsy` does it. */
function turnSymmetric(a: Dense, seed: Seed): void {
  const n = a.rows;
  for (let first = n - 2; first >= 0; first--) {
    const { v, tau } = randomReflection(n - first, seed);
    const w = v.map(
      (_, i) => tau * v.reduce((sum, x, k) => sum + a.data[(first + i) * n + first + k]! * x, 0),
    );
    const shift = -0.5 * tau * v.reduce((sum, x, i) => sum + x * w[i]!, 0);
    w.forEach((x, i) => (w[i] = x + shift * v[i]!));
    for (let i = 0; i < v.length; i++) {
      for (let j = 0; j <= i; j++) {
        const place = (first + i) * n + first + j;
        a.data[place]! -= v[i]! * w[j]! + w[i]! * v[j]!;
        a.data[(first + j) * n + first + i] = a.data[place]!;
      }
    }
  }
}

/** Q A Qᵀ with a random orthogonal Q, as `dlarge` does it. */
function turnSimilar(a: Dense, seed: Seed): void {
  for (let i = a.rows - 1; i >= 0; i--) {
    const reflection = randomReflection(a.rows - i, seed);
    reflectRows(a, reflection, 0);
    reflectColumns(a, reflection, 0);
  }
}
