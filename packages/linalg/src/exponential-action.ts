import { matmul } from "@adjoint/kernels";
import { estimateOneNorm } from "./one-norm-estimate.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

/**
 * θₘ: the bounds of ‖A‖₁ up to which the Taylor polynomial of degree m has a backward error within the rounding unit. The
 * source goes on to degree 55, which makes a quarter fewer products; but at θ₅₅ = 9.9 terms grow to 2500 times the start
 * before they cancel, at θ₃₅ to 20 times.
 */
const bounds: readonly (readonly [degree: number, bound: number])[] = [
  [5, 2.4e-3],
  [10, 1.44e-1],
  [15, 6.41e-1],
  [20, 1.44],
  [25, 2.43],
  [30, 3.54],
  [35, 4.7],
];

/** The highest power whose norm is estimated, and the highest degree: p_max and m_max of the source. */
const highestPower = 6;
const highestDegree = 35;

/** A polynomial of the given degree, taken as many times as there are steps. */
export interface TaylorPlan {
  /** A − μ I. */
  readonly matrix: Float64Array;
  readonly n: number;
  /** What is taken off the diagonal: the mean of its elements. */
  readonly shift: number;
  readonly degree: number;
  readonly steps: number;
  /** Rows that are judged by themselves when the terms are cut off: a derivative may be much smaller than the rest. */
  readonly blockRows: number;
}

/**
 * The cheapest degree and number of steps for e^A B, by the norms of A − μ I and of its powers.
 *
 * Al-Mohy & Higham 2011, "Computing the action of the matrix exponential, with an application to exponential
 * integrators", SIAM J. Sci. Comput. 33, code fragment 3.1; `columns` is the number of columns of B.
 * A derivative of a polynomial is that of a lower degree, which `order` makes up for.
 */
export function planTaylor(
  a: Float64Array,
  n: number,
  columns: number,
  { order, blockRows }: { readonly order: number; readonly blockRows: number },
): TaylorPlan {
  const matrix = a.slice();
  let shift = 0;
  for (let i = 0; i < n; i++) shift += a[i * n + i]! / n;
  for (let i = 0; i < n; i++) matrix[i * n + i] = a[i * n + i]! - shift;
  const norm = oneNorm(matrix, n);
  const extra = order === 0 ? 0 : 2 * order + 2;
  if (norm === 0) return { matrix, n, shift, degree: extra, steps: 1, blockRows };
  let best = { degree: highestDegree, steps: Infinity };
  const consider = (degree: number, bound: number, size: number): void => {
    const steps = Math.max(Math.ceil(size / bound), 1);
    if (degree * steps < best.degree * best.steps) best = { degree, steps };
  };
  for (const [degree, bound] of bounds) consider(degree, bound, norm);
  const topBound = bounds.at(-1)![1];
  const isSmall =
    norm <= (4 * topBound * highestPower * (highestPower + 3)) / (Math.max(columns, 1) * highestDegree);
  if (!isSmall) {
    const roots = rootsOfPowers(matrix, n);
    for (let p = 2; p <= highestPower; p++) {
      const alpha = Math.max(roots[p]!, roots[p + 1]!);
      for (const [degree, bound] of bounds) if (degree >= p * (p - 1) - 1) consider(degree, bound, alpha);
    }
  }
  return { matrix, n, shift, degree: best.degree + extra, steps: best.steps, blockRows };
}

/** Estimates of ‖Aᵖ‖₁^(1/p) at the places p = 2, …, p_max + 1. */
function rootsOfPowers(a: Float64Array, n: number): number[] {
  const scale = powerOfTwoScale(largestMagnitude(a)) / n;
  const times = (x: Float64Array, count: number, transposed: boolean): Float64Array => {
    let y = x;
    for (let i = 0; i < count; i++) {
      const next = new Float64Array(n);
      matmul(
        a,
        y.map((element) => element * scale),
        next,
        { m: n, n: 1, k: n, transposeA: transposed },
      );
      y = next;
    }
    return y;
  };
  const roots = [0, 0];
  for (let p = 2; p <= highestPower + 1; p++) {
    const power = estimateOneNorm(
      n,
      (x) => times(x, p, false),
      (x) => times(x, p, true),
    );
    roots.push(power ** (1 / p) / scale);
  }
  return roots;
}

function oneNorm(a: Float64Array, n: number): number {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sums[j] = sums[j]! + Math.abs(a[i * n + j]!);
  return sums.reduce((x, y) => Math.max(x, y), 0);
}

/** e^A B for n × c B: the source's algorithm 3.2. A step ends where two terms in a row no longer count. */
export function applyExponential(plan: TaylorPlan, b: Float64Array, columns: number): Float64Array {
  const { shift, degree, steps, blockRows } = plan;
  const growth = Math.exp(shift / steps);
  const sizesOf = (x: Float64Array): number[] =>
    Array.from({ length: plan.n / blockRows }, (_, i) =>
      largestMagnitude(x.subarray(i * blockRows * columns, (i + 1) * blockRows * columns)),
    );
  let f = b.slice();
  for (let step = 0; step < steps; step++) {
    let term: Float64Array = f;
    let before = sizesOf(term);
    const sum = f.slice();
    for (let j = 1; j <= degree; j++) {
      term = product(plan, term, columns, 1 / (steps * j));
      const sizes = sizesOf(term);
      for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + term[i]!;
      const total = sizesOf(sum);
      if (sizes.every((size, i) => before[i]! + size <= (Number.EPSILON / 2) * total[i]!)) break;
      before = sizes;
    }
    f = sum.map((element) => element * growth);
  }
  return f;
}

/**
 * The gradient of ⟨C, e^A B⟩ with respect to A, ∫₀¹ e^{(1−s)Aᵀ} C Bᵀ e^{sAᵀ} ds: the derivative of the polynomials, backwards
 * through the steps. Every term counts here, because it is the sums over all pairs of terms that converge.
 */
export function exponentialGradient(
  plan: TaylorPlan,
  b: Float64Array,
  c: Float64Array,
  columns: number,
): Float64Array {
  const { n, shift, steps, degree } = plan;
  const growth = Math.exp(shift / steps);
  const starts = [b];
  const termsFrom = (start: Float64Array): Float64Array[] => {
    const terms = [start];
    for (let j = 1; j <= degree; j++) terms.push(product(plan, terms[j - 1]!, columns, 1 / (steps * j)));
    return terms;
  };
  for (let step = 1; step < steps; step++) {
    const next = new Float64Array(b.length);
    for (const term of termsFrom(starts[step - 1]!)) {
      for (let i = 0; i < next.length; i++) next[i] = next[i]! + term[i]! * growth;
    }
    starts.push(next);
  }
  const gradient = new Float64Array(n * n);
  let cotangent = c;
  for (let step = steps - 1; step >= 0; step--) {
    const terms = termsFrom(starts[step]!);
    const own = cotangent.map((element) => element * growth);
    let v: Float64Array = own;
    for (let j = degree; j >= 1; j--) {
      const factor = 1 / (steps * j);
      accumulateOuter(gradient, v, terms[j - 1]!, n, columns, factor);
      const next = product(plan, v, columns, factor, true);
      for (let i = 0; i < next.length; i++) next[i] = next[i]! + own[i]!;
      v = next;
    }
    cotangent = v;
  }
  return gradient;
}

/** factor · (A − μ I) X, or with its transpose. */
function product(
  { matrix, n }: TaylorPlan,
  x: Float64Array,
  columns: number,
  factor: number,
  transposeA = false,
): Float64Array {
  const y = new Float64Array(x.length);
  const scaled = x.map((element) => element * factor);
  matmul(matrix, scaled, y, { m: n, n: columns, k: n, transposeA });
  return y;
}

/** G ← G + factor · X Yᵀ. */
function accumulateOuter(
  g: Float64Array,
  x: Float64Array,
  y: Float64Array,
  n: number,
  columns: number,
  factor: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < columns; c++) {
      const left = x[i * columns + c]! * factor;
      if (left === 0) continue;
      for (let j = 0; j < n; j++) g[i * n + j] = g[i * n + j]! + left * y[j * columns + c]!;
    }
  }
}
