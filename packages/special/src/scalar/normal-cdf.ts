import { erfcOf, erfcxOf } from "./erf.ts";
import { expSquare } from "./exp-square.ts";

/** Φ(x) = ½ erfc(−x/√2); below −1 the rounding of x/√2 must not reach the exponential. */
export function normalCdfOf(x: number): number {
  if (!(x < -1)) return 0.5 * erfcOf(-x * Math.SQRT1_2);
  return 0.5 * erfcxOf(-x * Math.SQRT1_2) * expSquare(-0.5, x);
}

/** log Φ(x): finite far beyond the point where Φ underflows, and exact in the upper tail where Φ rounds to 1. */
export function logNormalCdfOf(x: number): number {
  if (x < -1) return Math.log(0.5 * erfcxOf(-x * Math.SQRT1_2)) - 0.5 * x * x;
  return x < 0 ? Math.log(normalCdfOf(x)) : Math.log1p(-normalCdfOf(-x));
}
