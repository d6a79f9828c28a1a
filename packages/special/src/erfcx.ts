import { asFloat, bind, mul, type Tensor, type TensorLike, type UnaryPrimitive } from "@adjoint/tensor";
import { mapPrimitive, type OrderParams } from "./map-primitive.ts";
import { scaledErfcOf } from "./scalar/scaled-erfc.ts";

/**
 * The scaled complement exp(x²) erfc(x), elementwise, to 4 ulp: 1/(√π x) for large x, where erfc underflows.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative 2x erfcx(x) − 2/√π is computed
 * to any order without that difference, as −2 exp(x²) i¹erfc(x) (DLMF 7.18). Source: Cody 1969, as for `erfc`.
 *
 * @example
 * ```ts
 * import { erfcx } from "@adjoint/special";
 *
 * erfcx([0, 1e10]).toArray(); // => [1, 5.641895835477563e-11]
 * ```
 */
export function erfcx(x: TensorLike): Tensor {
  return bind(scaledErfcPrimitive, [asFloat("erfcx", "x", x)], { order: 0 })[0];
}

const scaledErfcPrimitive: UnaryPrimitive<OrderParams> = /* @__PURE__ */ mapPrimitive<OrderParams>({
  name: "scaledErfc",
  kernel: (x, { order }) => scaledErfcOf(order, x),
  tangent: (t, x, { order }) =>
    mul(t, mul(-2 * (order + 1), bind(scaledErfcPrimitive, [x], { order: order + 1 })[0])),
});
