import { erfcxOf } from "./erf.ts";
import { logNormalCdfOf } from "./normal-cdf.ts";
import { normalQuantileOf } from "./normal-quantile.ts";

const sqrtHalfPi = 1.2533141373155003;
const logTwoPi = 1.8378770664093454;

/** The x with log Φ(x) = y. */
export function normalQuantileExpOf(y: number): number {
  if (!(y <= 0)) return Number.NaN;
  if (y > -Math.LN2) return 0 - normalQuantileOf(-Math.expm1(y));
  if (y > -700) return normalQuantileOf(Math.exp(y));
  if (y === -Infinity) return y;
  // x² ≈ −2y − log 2π − log x²
  let x = -Math.sqrt(-2 * y - logTwoPi - Math.log(-2 * y));
  for (let step = 0; step < 4; step++) {
    x -= (logNormalCdfOf(x) - y) * sqrtHalfPi * erfcxOf(-x * Math.SQRT1_2);
  }
  return x;
}
