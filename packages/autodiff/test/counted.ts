import { asFloat, bind, cos, mul, unary } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** A sine that counts how many elements its kernel has computed. */
export function countedSin(): { readonly sin: (x: TensorLike) => Tensor; readonly count: () => number } {
  let count = 0;
  const primitive = unary({
    name: "countedSin",
    kernel: (x) => {
      count++;
      return Math.sin(x);
    },
    tangent: (t, x) => mul(t, cos(x)),
  });
  return { sin: (x) => bind(primitive, [asFloat("countedSin", "x", x)], null)[0], count: () => count };
}
