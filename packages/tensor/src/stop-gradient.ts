import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { notDifferentiable } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `x` itself, taken as a constant by every derivative.
 *
 * @example
 * ```ts
 * import { stopGradient } from "@adjoint/tensor";
 *
 * stopGradient([1, 2]).toArray(); // => [1, 2]
 * ```
 */
export function stopGradient(x: TensorLike): Tensor {
  return bind(stopGradientPrimitive, [asTensor("stopGradient", "x", x)], null)[0];
}

const stopGradientPrimitive: UnaryPrimitive = /* @__PURE__ */ notDifferentiable({
  name: "stopGradient",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([x]) => [x],
  batch: ([x]) => bind(stopGradientPrimitive, [x], null),
  lowering: { kind: "reshape" },
});
