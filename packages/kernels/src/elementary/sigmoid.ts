import { binary } from "../generated/sigmoid.ts";
import type { FloatArray } from "../product.ts";
import { exponential, exponentialConstants } from "./exponential.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";

/**
 * 1/(1 + e⁻ˣ) within 1.8 units in the last place: with e = e^−|x| it is 1/(1 + e), times e for negative x.
 * What rounding takes from 1 + e is put back.
 */
function logistic(x: number): number {
  const e = exponential(-Math.abs(x));
  const sum = 1 + e;
  const lost = e - (sum - 1);
  const q = 1 / sum;
  const positive = q - q * q * lost;
  return positive * (x > 0 ? 1 : e);
}

/**
 * 1/(1 + e⁻ˣ) of every element.
 *
 * @example
 * ```ts
 * import { sigmoid } from "@adjoint/kernels";
 *
 * const y = new Float64Array(3);
 * sigmoid.map(Float64Array.of(0, 1000, -1000), y);
 * Array.from(y); // => [0.5, 1, 0]
 * ```
 */
export const sigmoid: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 8,
  isPartial: false,
  constants: () => [...exponentialConstants(2046), ...bothLanes([-0])],
  at: logistic,
  loop,
});

function loop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = logistic(x[i]!);
}
