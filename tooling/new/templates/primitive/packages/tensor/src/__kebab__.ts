import { mul, square } from "./arithmetic.ts";
import { asFloat } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import type { Tensor } from "./tensor.ts";

/**
 * x³, elementwise.
 *
 * @example
 * ```ts
 * import { __camel__ } from "@adjoint/tensor";
 *
 * __camel__([1, 2]).toArray(); // => [1, 8]
 * ```
 */
export function __camel__(x: TensorLike): Tensor {
  return bind(__camel__Primitive, [asFloat("__camel__", "x", x)], null)[0];
}

const __camel__Primitive = unary({
  name: "__camel__",
  kernel: (x) => x * x * x,
  tangent: (t, x) => mul(t, mul(3, square(x))),
});
