/** Steps allowed for one root; three or four are usual. */
const mostSteps = 200;

/** The eigenvalues of diag(d) + ρ z zᵀ are the roots of 1/ρ + Σᵢ zᵢ²/(dᵢ − λ). */
export interface SecularEquation {
  /** Ascending, without equals. */
  readonly d: Float64Array;
  /** zᵢ², none of them 0. */
  readonly squares: Float64Array;
  /** Positive. */
  readonly rho: number;
}

/**
 * The j-th root, which lies between dⱼ and the next. dᵢ − λ goes to `differences` from `at` on, to nearly full relative accuracy,
 * since λ is found as a distance from the closer pole.
 *
 * Li 1993, "Solving secular equations stably and efficiently" (LAPACK Working Note 89): the middle way from the root of the two
 * closest poles, with bisection where a step would leave the interval.
 *
 * @returns NaN if there was no convergence.
 */
export function secularRoot(
  { d, squares, rho }: SecularEquation,
  j: number,
  differences: Float64Array,
  at: number,
): number {
  const k = d.length;
  const isLast = j === k - 1;
  // The poles whose distances a step takes exactly: those on both sides, or the last two.
  const left = isLast ? j - 1 : j;
  let origin = j;
  let low = 0;
  let high: number;
  let tau: number;
  if (isLast) {
    high = 0;
    for (let i = 0; i < k; i++) high += rho * squares[i]!;
    tau = high / 2;
  } else {
    const gap = d[j + 1]! - d[j]!;
    const half = gap / 2;
    const [x, y] = [squares[j]!, squares[j + 1]!];
    let rest = 1 / rho;
    for (let i = 0; i < j; i++) rest += squares[i]! / (d[i]! - d[j]! - half);
    for (let i = j + 2; i < k; i++) rest += squares[i]! / (d[i]! - d[j]! - half);
    if (rest + (y - x) / half >= 0) {
      high = half;
      tau = -largerRoot(rest, -(rest * gap + x + y), x * gap);
    } else {
      origin = j + 1;
      low = -half;
      high = 0;
      tau = -largerRoot(rest, rest * gap - x - y, -y * gap);
    }
    if (!(tau > low && tau < high)) tau = (low + high) / 2;
  }
  const center = d[origin]!;
  for (let step = 0; step < mostSteps; step++) {
    let psi = 0;
    let psiSlope = 0;
    let phi = 0;
    let phiSlope = 0;
    for (let i = 0; i <= left; i++) {
      const difference = d[i]! - center - tau;
      differences[at + i] = difference;
      const reciprocal = 1 / difference;
      const term = squares[i]! * reciprocal;
      psi += term;
      psiSlope += term * reciprocal;
    }
    for (let i = left + 1; i < k; i++) {
      const difference = d[i]! - center - tau;
      differences[at + i] = difference;
      const reciprocal = 1 / difference;
      const term = squares[i]! * reciprocal;
      phi += term;
      phiSlope += term * reciprocal;
    }
    const value = 1 / rho + psi + phi;
    const slope = psiSlope + phiSlope;
    const rounding = 1 / rho + 8 * (Math.abs(psi) + Math.abs(phi)) + Math.abs(tau) * slope;
    if (Math.abs(value) <= Number.EPSILON * rounding) return center + tau;
    if (value < 0) low = tau;
    else high = tau;
    const x = differences[at + left]!;
    const y = differences[at + left + 1]!;
    const c = value - x * psiSlope - y * phiSlope;
    const a = (x + y) * value - x * y * slope;
    const b = x * y * value;
    let next = tau + (isLast ? largerRoot(c, a, b) : -largerRoot(c, -a, b));
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (next === tau || next === low || next === high) return center + tau;
    tau = next;
  }
  return NaN;
}

/** (a + √(a² − 4 b c))/(2 c), without cancellation. */
function largerRoot(c: number, a: number, b: number): number {
  const root = Math.sqrt(Math.max(a * a - 4 * b * c, 0));
  return a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root);
}
