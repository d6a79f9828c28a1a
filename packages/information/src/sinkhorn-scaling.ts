/** When the scaling ends. */
export interface Scaling {
  readonly epsilon: number;
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Steps for each larger ε on the way to that wanted. */
const warmSteps = 20;
/** Steps between attempts of Newton's method. */
const plainSteps = 100;

/** How many times ε a potential may change in one step of Newton's method. */
const boldest = 4;

/** A problem of transport with its potentials, which the steps change. */
interface Problem {
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly cost: Float64Array;
  readonly f: Float64Array;
  readonly g: Float64Array;
}

/**
 * The potential f of entropic transport with Σ p f = 0, by Sinkhorn's steps f ← −ε log Σ q e^((g − c)/ε) and back, where ε
 * falls by halves from the largest cost. They slow down as ε falls, so from time to time Newton's method is tried, which
 * is fast once it is near.
 *
 * Source: B. Schmitzer, "Stabilized sparse scaling algorithms for entropy regularized transport problems", SIAM J. Sci.
 * Comput. 41 (2019); C. Brauer, C. Clason, D. Lorenz, B. Wirth, "A Sinkhorn-Newton method for entropic optimal transport"
 * (2017), arXiv:1710.06635.
 */
export function scaleLogs(
  p: Float64Array,
  q: Float64Array,
  cost: Float64Array,
  { epsilon, tolerance, maxIterations }: Scaling,
): Float64Array {
  const problem: Problem = { p, q, cost, f: new Float64Array(p.length), g: new Float64Array(q.length) };
  const { f } = problem;
  const spread =
    cost.reduce((a, b) => Math.max(a, b), -Infinity) - cost.reduce((a, b) => Math.min(a, b), Infinity);
  for (let warm = spread; warm > 2 * epsilon; warm /= 2) {
    for (let i = 0; i < warmSteps; i++) sinkhornStep(problem, warm);
  }
  for (let i = 0, error = Infinity; i < maxIterations && error > 0.5 * tolerance; i++) {
    error = sinkhornStep(problem, epsilon);
    if (i % plainSteps !== plainSteps - 1) continue;
    const rest = Math.min(maxIterations, i + plainSteps);
    for (let falling = true; falling && error > 0.5 * tolerance && i < rest; i++) {
      const next = newtonStep(problem, epsilon, error);
      falling = next < error;
      error = next;
    }
  }
  const mean = f.reduce((sum, value, k) => sum + p[k]! * value, 0);
  return f.map((value) => value - mean);
}

/** A step of both potentials; how far the row sums of the plan were from p before it. */
function sinkhornStep({ p, q, cost, f, g }: Problem, epsilon: number): number {
  const before = f.slice();
  softMinimum(g, f, p, cost, epsilon, 1, q.length);
  softMinimum(f, g, q, cost, epsilon, q.length, 1);
  // With g made for the old f, the plan has the row sums p e^((old f − new f)/ε).
  let error = 0;
  p.forEach((weight, k) => {
    if (weight > 0) error += weight * Math.abs(Math.expm1((before[k]! - f[k]!) / epsilon));
  });
  return error;
}

/**
 * A step of Newton's method for the row sums r(f) = p, shortened until their error falls; returns that error.
 * ε ∂r/∂f = diag r − P diag(1/q) Pᵀ, where P has the column sums q.
 */
function newtonStep(problem: Problem, epsilon: number, error: number): number {
  const { p, q, cost, f, g } = problem;
  const [n, m] = [p.length, q.length];
  softMinimum(g, f, p, cost, epsilon, 1, m);
  const scaled = new Float64Array(n * m);
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const share = p[i]! * Math.exp((f[i]! + g[j]! - cost[i * m + j]!) / epsilon);
      sums[i]! += share * q[j]!;
      scaled[i * m + j] = share * Math.sqrt(q[j]!);
    }
  }
  const direction = p.map((weight, i) => weight - sums[i]!);
  solvePositive(differenceOf(sums, scaled, m), direction);
  const largest = direction.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (!(largest > 0 && largest < Infinity)) return error;
  const start = f.slice();
  // Plans in parts that hardly touch want steps that are too long to be true.
  const longest = Math.min(1, boldest / largest);
  for (let length = longest; length > longest / 100; length /= 4) {
    f.forEach((_, i) => (f[i] = start[i]! + length * epsilon * direction[i]!));
    const next = sinkhornStep(problem, epsilon);
    if (next < error) return next;
  }
  f.set(start);
  return error;
}

/** diag r − B Bᵀ by rows, plus a multiple of 1 1ᵀ, since constants change nothing, and 1 where there is no mass. */
function differenceOf(sums: Float64Array, b: Float64Array, m: number): Float64Array[] {
  const mean = sums.reduce((total, value) => total + value, 0) / sums.length ** 2;
  return Array.from(sums, (sum, i) => {
    const row = new Float64Array(i + 1);
    for (let k = 0; k <= i; k++) {
      let product = 0;
      for (let j = 0; j < m; j++) product += b[i * m + j]! * b[k * m + j]!;
      row[k] = mean - product;
    }
    row[i]! += sum === 0 ? 1 : sum;
    return row;
  });
}

/** Solves with the lower triangle of a positive definite matrix in place, whose pivots are kept from 0. */
function solvePositive(rows: Float64Array[], x: Float64Array): void {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    const diagonal = row[i]!;
    for (let k = 0; k <= i; k++) {
      const other = rows[k]!;
      let value = row[k]!;
      for (let j = 0; j < k; j++) value -= row[j]! * other[j]!;
      if (k < i) row[k] = value / other[k]!;
      else row[k] = Math.sqrt(Math.max(value, 1e-14 * diagonal));
    }
    for (let k = 0; k < i; k++) x[i]! -= row[k]! * x[k]!;
    x[i]! /= row[i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= rows[i]![i]!;
    for (let k = 0; k < i; k++) x[k]! -= rows[i]![k]! * x[i]!;
  }
}

/**
 * target_j = −ε log Σᵢ wᵢ e^((sourceᵢ − c)/ε), where the cost of i and j lies at j · `outer` + i · `inner`.
 */
function softMinimum(
  target: Float64Array,
  source: Float64Array,
  weights: Float64Array,
  cost: Float64Array,
  epsilon: number,
  outer: number,
  inner: number,
): void {
  for (let j = 0; j < target.length; j++) {
    let largest = -Infinity;
    for (let i = 0; i < source.length; i++) {
      if (weights[i]! > 0) largest = Math.max(largest, source[i]! - cost[j * outer + i * inner]!);
    }
    let total = 0;
    for (let i = 0; i < source.length; i++) {
      if (weights[i]! > 0) {
        total += weights[i]! * Math.exp((source[i]! - cost[j * outer + i * inner]! - largest) / epsilon);
      }
    }
    target[j] = -epsilon * Math.log(total) - largest;
  }
}
