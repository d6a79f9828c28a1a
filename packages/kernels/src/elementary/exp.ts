import { binary } from "../generated/exp.ts";
import type { FloatArray } from "../product.ts";
import { exponential, exponentialConstants } from "./exponential.ts";
import { elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";

/**
 * eˣ of every element.
 *
 * @example
 * ```ts
 * import { exp } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * exp.map(Float64Array.of(0, 1), y);
 * Array.from(y); // => [1, 2.718281828459045]
 * ```
 */
export const exp: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 8,
  isPartial: false,
  constants: () => exponentialConstants(2046),
  at: exponential,
  loop,
});

function loop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = exponential(x[i]!);
}
