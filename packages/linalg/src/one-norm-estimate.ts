/** Turns after which the estimate is taken as it stands; two or three are usual. */
const maxTurns = 5;

/**
 * A lower bound of ‖B‖₁, rarely below a third of it, from a few products with B and Bᵀ, each given as a function that
 * overwrites its argument.
 *
 * Hager 1984, "Condition estimates"; Higham 1988, "FORTRAN codes for estimating the one-norm of a real or complex
 * matrix" (ACM TOMS 14), algorithm 4.1, as in LAPACK's dlacon.
 */
export function estimateOneNorm(
  n: number,
  multiply: (x: Float64Array) => Float64Array,
  multiplyTransposed: (x: Float64Array) => Float64Array,
): number {
  if (n === 0) return 0;
  let image = multiply(new Float64Array(n).fill(1 / n));
  let estimate = sumOfMagnitudes(image);
  if (n === 1) return estimate;
  let signs = image.map(signOf);
  let slope = multiplyTransposed(signs.slice());
  let peak = largestAt(slope);
  for (let turn = 2; turn <= maxTurns; turn++) {
    const unit = new Float64Array(n);
    unit[peak] = 1;
    image = multiply(unit);
    const previous = estimate;
    estimate = sumOfMagnitudes(image);
    const next = image.map(signOf);
    if (estimate <= previous || next.every((sign, i) => sign === signs[i])) break;
    signs = next;
    slope = multiplyTransposed(signs.slice());
    const last = peak;
    peak = largestAt(slope);
    if (Math.abs(slope[last]!) === Math.abs(slope[peak]!)) break;
  }
  // A vector of alternating signs and growing size catches matrices on which the climb cancels.
  const alternating = Float64Array.from({ length: n }, (_, i) => (i % 2 ? -1 : 1) * (1 + i / (n - 1)));
  return Math.max(estimate, (2 * sumOfMagnitudes(multiply(alternating))) / (3 * n));
}

function signOf(x: number): number {
  return x >= 0 ? 1 : -1;
}

function sumOfMagnitudes(x: Float64Array): number {
  let sum = 0;
  for (const element of x) sum += Math.abs(element);
  return sum;
}

function largestAt(x: Float64Array): number {
  let at = 0;
  for (let i = 1; i < x.length; i++) if (Math.abs(x[i]!) > Math.abs(x[at]!)) at = i;
  return at;
}
