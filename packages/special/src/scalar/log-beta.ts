import { lgammaOf } from "./lgamma.ts";
import { stirlingErrorOf } from "./stirling-error.ts";

const logTwoPi = 1.8378770664093454;

/** log B(a, b) for positive arguments. */
export function logBetaOf(a: number, b: number): number {
  if (!(a >= 0 && b >= 0)) return Number.NaN;
  if (a === 0 || b === 0) return a === Infinity || b === Infinity ? Number.NaN : Infinity;
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large === Infinity) return -Infinity;
  // Next to 1 in both, where log B is small, its terms are small too.
  if (large < 3) return 0 + (lgammaOf(a) + lgammaOf(b) - lgammaOf(a + b));
  // small · log(small/(a + b)) − large · log(1 + small/large)
  const leading = -small * Math.log1p(large / small) - large * Math.log1p(small / large);
  const errors = stirlingErrorOf(0, small) + stirlingErrorOf(0, large) - stirlingErrorOf(0, a + b);
  return leading + 0.5 * (logTwoPi - Math.log(small) + Math.log1p(small / large)) + errors;
}

/** ψ(a) − ψ(a + b) for positive arguments, which keeps its digits for small b beside large a. */
export function logBetaSlopeOf(a: number, b: number): number {
  if (!(a > 0 && b >= 0)) return Number.NaN;
  return digammaExcess(a + b) - digammaExcess(a) - Math.log1p(b / a);
}

/** log x − ψ(x), without cancellation for large x. */
export function digammaExcess(x: number): number {
  return 0.5 / x - stirlingErrorOf(1, x);
}
