import { matmul } from "@adjoint/kernels";
import { applyReflector, makeReflector } from "./householder.ts";
import { euclideanLength } from "./scaling.ts";

/** A matrix by columns, A P = Q R, reduced by reflections. */
export interface Reflections {
  readonly m: number;
  readonly n: number;
  /** Column by column: R above and on the diagonal, below it the reflections' vectors without their leading 1. */
  readonly columns: Float64Array;
  readonly taus: Float64Array;
  /** Column `permutation[j]` of A became column j. */
  readonly permutation: Int32Array;
}

/** Reflections that are gathered to one product, I − V T Vᵀ. */
const blockSize = 32;

/** Below so many columns the products do not repay the copies. */
const blockedFrom = 64;

/** Where a downdated column norm has lost half its digits and is computed anew (LAPACK Working Note 176). */
const unreliable = Math.sqrt(Number.EPSILON);

/**
 * Householder QR of an m × n matrix given column by column, which is overwritten.
 *
 * From 64 columns on in blocks of 32, whose product is I − V T Vᵀ and takes three matrix products to apply:
 * Schreiber & Van Loan 1989, "A storage-efficient WY representation for products of Householder transformations";
 * Golub & Van Loan, Matrix Computations, 4th ed., §5.2.3.
 */
export function reflect(columns: Float64Array, m: number, n: number): Reflections {
  const k = Math.min(m, n);
  const width = k < blockedFrom ? k : blockSize;
  const result = { m, n, columns, taus: new Float64Array(k), permutation: identity(n) };
  for (let start = 0; start < k; start += width) {
    const end = Math.min(start + width, k);
    for (let j = start; j < end; j++) {
      reduceColumn(result, j);
      for (let c = j + 1; c < end; c++) applyColumn(result, j, columns, c);
    }
    if (end < n) applyBlock(result, start, end, columns, end, n, true);
  }
  return result;
}

/**
 * The same with column pivoting, so that |r₀₀| ≥ |r₁₁| ≥ …: the longest of the remaining columns comes next.
 * Businger & Golub 1965; Golub & Van Loan, algorithm 5.4.1, with the norms' downdate of Drmač & Bujanović 2008.
 */
export function reflectPivoted(columns: Float64Array, m: number, n: number): Reflections {
  const k = Math.min(m, n);
  const result = { m, n, columns, taus: new Float64Array(k), permutation: identity(n) };
  const norms = Float64Array.from({ length: n }, (_, j) => euclideanLength(columns, j * m, (j + 1) * m));
  const reference = norms.slice();
  for (let j = 0; j < k; j++) {
    let pivot = j;
    for (let c = j + 1; c < n; c++) if (norms[c]! > norms[pivot]!) pivot = c;
    if (pivot !== j) {
      swapColumns(columns, m, j, pivot);
      for (const list of [result.permutation, norms, reference])
        [list[j], list[pivot]] = [list[pivot]!, list[j]!];
    }
    reduceColumn(result, j);
    for (let c = j + 1; c < n; c++) {
      applyColumn(result, j, columns, c);
      if (norms[c] === 0) continue;
      const left = Math.max(0, 1 - (columns[c * m + j]! / norms[c]!) ** 2);
      if (left * (norms[c]! / reference[c]!) ** 2 <= unreliable) {
        norms[c] = reference[c] = euclideanLength(columns, c * m + j + 1, (c + 1) * m);
      } else {
        norms[c] = norms[c]! * Math.sqrt(left);
      }
    }
  }
  return result;
}

/** The first `count` columns of Q, one after another, m elements each. */
export function basisOf(reflections: Reflections, count: number): Float64Array {
  const { m, taus } = reflections;
  const q = new Float64Array(count * m);
  for (let j = 0; j < count; j++) q[j * m + j] = 1;
  const k = Math.min(taus.length, count);
  const width = k < blockedFrom ? 1 : blockSize;
  for (let start = Math.floor((k - 1) / width) * width; start >= 0; start -= width) {
    const end = Math.min(start + width, k);
    if (width > 1) applyBlock(reflections, start, end, q, start, count, false);
    else for (let c = start; c < count; c++) applyColumn(reflections, start, q, c);
  }
  return q;
}

function identity(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Makes the reflection of column j. */
function reduceColumn({ m, columns, taus }: Reflections, j: number): void {
  const start = j * m + j;
  const { tau, beta } = makeReflector(columns, start, (j + 1) * m);
  taus[j] = tau;
  columns[start] = beta;
}

/** Applies reflection j to a column of `target`. */
function applyColumn(
  { m, columns, taus }: Reflections,
  j: number,
  target: Float64Array,
  column: number,
): void {
  const start = j * m + j;
  const beta = columns[start]!;
  columns[start] = 1;
  applyReflector(columns, start, (j + 1) * m, taus[j]!, target, column * m + j);
  columns[start] = beta;
}

/**
 * Applies the reflections `start … end`, or their transpose, to the columns `from … to` of `target`, below row `start`.
 * Columns one after another are a row-major transpose: Cᵀ ← Cᵀ − (Cᵀ V) Tᵀ Vᵀ, or with T for the transpose.
 */
function applyBlock(
  reflections: Reflections,
  start: number,
  end: number,
  target: Float64Array,
  from: number,
  to: number,
  transposed: boolean,
): void {
  const { m } = reflections;
  const [height, width, depth] = [m - start, to - from, end - start];
  const v = vectorsOf(reflections, start, end);
  const t = triangleOf(reflections, v, start, end);
  const c = new Float64Array(width * height);
  for (let j = 0; j < width; j++) {
    c.set(target.subarray((from + j) * m + start, (from + j + 1) * m), j * height);
  }
  const w = new Float64Array(width * depth);
  const wt = new Float64Array(width * depth);
  matmul(c, v, w, { m: width, n: depth, k: height, transposeB: true });
  matmul(w, t, wt, { m: width, n: depth, k: depth, transposeB: !transposed });
  const change = new Float64Array(width * height);
  matmul(wt, v, change, { m: width, n: height, k: depth });
  for (let j = 0; j < width; j++) {
    const column = (from + j) * m + start;
    for (let i = 0; i < height; i++) target[column + i] = c[j * height + i]! - change[j * height + i]!;
  }
}

/** Vᵀ, row-major: the reflections' vectors with their ones and the zeros before them. */
function vectorsOf({ m, columns }: Reflections, start: number, end: number): Float64Array {
  const height = m - start;
  const v = new Float64Array((end - start) * height);
  for (let j = start; j < end; j++) {
    const row = (j - start) * height;
    v[row + j - start] = 1;
    v.set(columns.subarray(j * m + j + 1, (j + 1) * m), row + j - start + 1);
  }
  return v;
}

/** The upper triangular T with H₀ H₁ ⋯ = I − V T Vᵀ, column by column: T₍:,ⱼ₎ = −τⱼ T (Vᵀ vⱼ). */
function triangleOf({ m, taus }: Reflections, v: Float64Array, start: number, end: number): Float64Array {
  const [height, depth] = [m - start, end - start];
  const gram = new Float64Array(depth * depth);
  matmul(v, v, gram, { m: depth, n: depth, k: height, transposeB: true });
  const t = new Float64Array(depth * depth);
  for (let j = 0; j < depth; j++) {
    const tau = taus[start + j]!;
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let l = i; l < j; l++) sum += t[i * depth + l]! * gram[l * depth + j]!;
      t[i * depth + j] = -tau * sum;
    }
    t[j * depth + j] = tau;
  }
  return t;
}

function swapColumns(columns: Float64Array, m: number, i: number, j: number): void {
  const column = columns.slice(i * m, (i + 1) * m);
  columns.copyWithin(i * m, j * m, (j + 1) * m);
  columns.set(column, j * m);
}
