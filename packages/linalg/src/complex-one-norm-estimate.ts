import { length } from "./complex-scalar.ts";

/** Turns after which the estimate is taken as it stands; two or three are usual. */
const maxTurns = 5;

/**
 * A lower bound of ‖B‖₁ of a complex matrix from a few products with B and Bᴴ; vectors have two numbers an element.
 * As `estimateOneNorm`, with x/|x| in the place of signs: Higham 1988, algorithm 5.1; LAPACK's zlacn2.
 */
export function estimateComplexOneNorm(
  n: number,
  multiply: (x: Float64Array) => Float64Array,
  multiplyAdjoint: (x: Float64Array) => Float64Array,
): number {
  const realVector = (element: (i: number) => number): Float64Array =>
    Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 0 : element(i / 2)));
  let image = multiply(realVector(() => 1 / n));
  let estimate = sumOf(magnitudes(image));
  if (n === 1) return estimate;
  let slopes = magnitudes(multiplyAdjoint(phases(image)));
  let peak = largestAt(slopes);
  for (let turn = 2; turn <= maxTurns; turn++) {
    image = multiply(realVector((i) => (i === peak ? 1 : 0)));
    const previous = estimate;
    estimate = sumOf(magnitudes(image));
    if (estimate <= previous) break;
    slopes = magnitudes(multiplyAdjoint(phases(image)));
    const last = peak;
    peak = largestAt(slopes);
    if (slopes[last] === slopes[peak]) break;
  }
  const alternating = realVector((i) => (i % 2 ? -1 : 1) * (1 + i / (n - 1)));
  return Math.max(estimate, (2 * sumOf(magnitudes(multiply(alternating)))) / (3 * n));
}

function magnitudes(x: Float64Array): Float64Array {
  return Float64Array.from({ length: x.length / 2 }, (_, i) => length(x[2 * i]!, x[2 * i + 1]!));
}

/** x/|x|, and 1 for 0. */
function phases(x: Float64Array): Float64Array {
  const sizes = magnitudes(x);
  return x.map((part, i) => {
    const size = sizes[i >> 1]!;
    return size > 0 ? part / size : 1 - (i % 2);
  });
}

function sumOf(x: Float64Array): number {
  let sum = 0;
  for (const element of x) sum += element;
  return sum;
}

function largestAt(x: Float64Array): number {
  let at = 0;
  for (let i = 1; i < x.length; i++) if (x[i]! > x[at]!) at = i;
  return at;
}
