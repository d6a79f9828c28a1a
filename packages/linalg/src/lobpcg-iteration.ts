import { LinAlgError } from "./linalg-error.ts";
import type { VectorMap } from "./linear-operator.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";
import { tridiagonalize } from "./tridiagonalize.ts";
import { addMultiple, dotProduct, lengthOf, scaleBy, startNumbers } from "./vectors.ts";

/** A v = λ B v, with a preconditioner. */
export interface PairProblem {
  readonly a: VectorMap;
  readonly b: VectorMap | null;
  readonly precondition: VectorMap | null;
}

export interface BlockLimits {
  readonly count: number;
  readonly isLargest: boolean;
  readonly start: readonly Float64Array[];
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface BlockPairs {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
  readonly iterations: number;
  readonly residual: number;
}

/** Vectors with QᵀB Q = I, and their products with A and B. */
interface Basis {
  readonly q: Float64Array[];
  readonly aq: Float64Array[];
  readonly bq: Float64Array[];
}

/** Steps after which products that were combined from others are made anew. */
const freshAfter = 30;

/** Steps without progress at the level of rounding after which there is none to expect. */
const patience = 20;

/**
 * Runs LOBPCG on operators scaled to about 1 by powers of two.
 *
 * Each step finds the Ritz vectors X of an orthonormal basis of [X, P, W], where W are the preconditioned residuals, and
 * the directions P = what X has of the old P and W, made orthogonal to X in coefficients, where nothing cancels (Duersch et
 * al. 2018, §4). Only W is orthogonalized as vectors, as often as it takes, and what depends on the others is left out.
 */
export function iterateBlocks(given: PairProblem, limits: BlockLimits): BlockPairs {
  const { problem, scaleA, scaleB } = scaledProblem(given, limits.start[0]!);
  const { count, isLargest, tolerance, maxIterations } = limits;
  const n = limits.start[0]!.length;
  let { x, values } = ritzStep(firstBasis(limits.start, problem), isLargest, limits.start.length);
  let p = emptyBasis();
  let size = largestMagnitude(values);
  let best = { residual: Infinity, step: 0 };
  let isFresh = true;
  let step = 0;
  for (; ; step++) {
    let residuals = residualsOf(x, values);
    let worst = worstOf(residuals, x, count, size);
    if (!isFresh && (worst <= tolerance || step === maxIterations || step % freshAfter === 0)) {
      ({ x, values } = ritzStep(refreshed(x, problem), isLargest, x.q.length));
      if (worst <= tolerance || step === maxIterations) p = emptyBasis();
      else p = refreshed(p, problem, x);
      residuals = residualsOf(x, values);
      worst = worstOf(residuals, x, count, size);
    }
    isFresh = p.q.length === 0;
    if (worst < 0.9 * best.residual) best = { residual: worst, step };
    const isRounding = worst <= 100 * n * Number.EPSILON && step - best.step >= patience;
    if (worst <= 0.5 * tolerance || (worst <= tolerance && isFresh) || step >= maxIterations || isRounding) {
      break;
    }
    const basis = joined(x, p);
    const enough = 0.1 * tolerance * size;
    residuals.forEach((r, j) => {
      const length = lengthOf(r);
      if (length <= enough * lengthOf(x.bq[j]!)) return;
      scaleBy(r, 1 / length);
      append(basis, problem.precondition ? problem.precondition(r) : r, problem);
    });
    if (basis.q.length === x.q.length + p.q.length) break;
    const next = ritzStep(basis, isLargest, x.q.length);
    size = Math.max(size, next.size);
    ({ x, p, values } = next);
    isFresh = false;
  }
  return verdict(x, values, problem, { count, size, scaleA, scaleB, step });
}

/** Measures the pairs by true products, and undoes the scaling. */
function verdict(
  x: Basis,
  values: Float64Array,
  problem: PairProblem,
  {
    count,
    size,
    scaleA,
    scaleB,
    step,
  }: { count: number; size: number; scaleA: number; scaleB: number; step: number },
): BlockPairs {
  const exact = refreshed(x, problem);
  const worst = worstOf(residualsOf(exact, values), exact, count, size);
  const vectors = exact.q.slice(0, count);
  for (const v of vectors) scaleBy(v, Math.sqrt(scaleB));
  return {
    values: Array.from(values.subarray(0, count), (value) => (value / scaleA) * scaleB),
    vectors,
    iterations: step,
    residual: worst,
  };
}

function scaledProblem(
  { a, b, precondition }: PairProblem,
  start: Float64Array,
): { problem: PairProblem; scaleA: number; scaleB: number } {
  const unit = start.slice();
  scaleBy(unit, powerOfTwoScale(largestMagnitude(unit)));
  const scaleA = powerOfTwoScale(largestMagnitude(a(unit)));
  const roughly = b ? powerOfTwoScale(largestMagnitude(b(unit))) : 1;
  // A power of four, so that its square root, by which the vectors are scaled, is exact too.
  const scaleB = Math.log2(roughly) % 2 === 0 ? roughly : roughly / 2;
  const times =
    (map: VectorMap, scale: number): VectorMap =>
    (x) =>
      map(x).map((element) => element * scale);
  return {
    problem: { a: times(a, scaleA), b: b && times(b, scaleB), precondition },
    scaleA,
    scaleB,
  };
}

function emptyBasis(): Basis {
  return { q: [], aq: [], bq: [] };
}

function joined(x: Basis, y: Basis): Basis {
  return { q: [...x.q, ...y.q], aq: [...x.aq, ...y.aq], bq: [...x.bq, ...y.bq] };
}

/** An orthonormal basis of the start; what depends on the others is replaced by random numbers. */
function firstBasis(start: readonly Float64Array[], problem: PairProblem): Basis {
  const basis = emptyBasis();
  const random = startNumbers(4);
  const n = start[0]!.length;
  for (const column of start.slice(0, n)) {
    const v = column.slice();
    scaleBy(v, powerOfTwoScale(largestMagnitude(v)));
    for (let attempt = 0; attempt < 10 && !append(basis, v, problem); attempt++) {
      for (let i = 0; i < n; i++) v[i] = random();
    }
  }
  return basis;
}

/** The same vectors made orthonormal again, to a given basis too, with products made anew. */
function refreshed({ q }: Basis, problem: PairProblem, before = emptyBasis()): Basis {
  const basis = joined(before, emptyBasis());
  for (const v of q) append(basis, v.slice(), problem);
  const from = before.q.length;
  return { q: basis.q.slice(from), aq: basis.aq.slice(from), bq: basis.bq.slice(from) };
}

/**
 * Makes w orthogonal to a basis and of length 1 and adds it, with its products; `false` if it depends on the basis up to
 * rounding. A pass that takes away more than half of a vector is followed by another.
 */
function append({ q, aq, bq }: Basis, w: Float64Array, { a, b }: PairProblem): boolean {
  let length = lengthOf(w);
  const none = w.length * Number.EPSILON * length;
  for (let pass = 0; pass < 5; pass++) {
    q.forEach((v, j) => addMultiple(w, -dotProduct(bq[j]!, w), v));
    const left = lengthOf(w);
    if (!(left > none)) return false;
    const isSmaller = left < 0.5 * length;
    length = left;
    if (pass > 0 && !isSmaller) break;
  }
  scaleBy(w, 1 / length);
  const bw = b ? b(w) : w;
  const square = dotProduct(w, bw);
  if (!(square > 0)) {
    throw new LinAlgError(
      `lobpcg: b is not positive definite: vᵀB v is ${square} for a vector v; pass a positive definite b, or use eig`,
      { operation: "lobpcg", argument: "b", value: square },
    );
  }
  if (b) {
    const scale = 1 / Math.sqrt(square);
    scaleBy(w, scale);
    scaleBy(bw, scale);
  }
  q.push(w);
  bq.push(bw);
  aq.push(a(w));
  return true;
}

interface RitzStep {
  readonly x: Basis;
  readonly p: Basis;
  readonly values: Float64Array;
  /** The largest |λ| in the whole basis. */
  readonly size: number;
}

/** The outermost Ritz pairs of a basis that begins with the old ones, and the new directions. */
function ritzStep(basis: Basis, isLargest: boolean, count: number): RitzStep {
  const m = basis.q.length;
  const gram = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      gram[i * m + j] = gram[j * m + i] =
        (dotProduct(basis.q[i]!, basis.aq[j]!) + dotProduct(basis.q[j]!, basis.aq[i]!)) / 2;
    }
  }
  const reduced = tridiagonalize(gram, m, true);
  diagonalizeTridiagonal(reduced);
  const { diagonal, basis: vectors } = reduced;
  const order = Array.from(diagonal.keys()).sort((i, j) =>
    isLargest ? diagonal[j]! - diagonal[i]! : diagonal[i]! - diagonal[j]!,
  );
  const kept = order
    .slice(0, count)
    .map((j) => Float64Array.from({ length: m }, (_, i) => vectors![i * m + j]!));
  const directions: Float64Array[] = [];
  for (const coefficients of m > count ? kept : []) {
    const direction = coefficients.slice();
    direction.fill(0, 0, count);
    const length = lengthOf(direction);
    for (let pass = 0; pass < 2; pass++) {
      for (const c of [...kept, ...directions]) addMultiple(direction, -dotProduct(c, direction), c);
    }
    const left = lengthOf(direction);
    if (!(left > 1e-8 * length)) continue;
    scaleBy(direction, 1 / left);
    for (const c of [...kept, ...directions]) addMultiple(direction, -dotProduct(c, direction), c);
    scaleBy(direction, 1 / lengthOf(direction));
    directions.push(direction);
  }
  return {
    x: combined(basis, kept),
    p: combined(basis, directions),
    values: Float64Array.from(order.slice(0, count), (j) => diagonal[j]!),
    size: largestMagnitude(diagonal),
  };
}

function combined({ q, aq, bq }: Basis, coefficients: readonly Float64Array[]): Basis {
  const combine = (vectors: readonly Float64Array[]): Float64Array[] =>
    coefficients.map((c) => {
      const y = new Float64Array(vectors[0]!.length);
      vectors.forEach((v, j) => addMultiple(y, c[j]!, v));
      return y;
    });
  const vectors = combine(q);
  return { q: vectors, aq: combine(aq), bq: bq[0] === q[0] ? vectors : combine(bq) };
}

/** A x − λ B x. */
function residualsOf({ aq, bq }: Basis, values: Float64Array): Float64Array[] {
  return aq.map((y, j) => {
    const r = y.slice();
    addMultiple(r, -values[j]!, bq[j]!);
    return r;
  });
}

/** The largest ‖A x − λ B x‖/‖B x‖ of the wanted pairs, as a part of `size`. */
function worstOf(residuals: readonly Float64Array[], { bq }: Basis, count: number, size: number): number {
  let worst = 0;
  for (let j = 0; j < count; j++) {
    const error = lengthOf(residuals[j]!) / lengthOf(bq[j]!);
    worst = Math.max(worst, error === 0 ? 0 : error / size);
  }
  return worst;
}
