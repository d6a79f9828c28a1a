import { add, type BinaryPrimitive, bind, div, mul, sub, type Tensor } from "@adjoint/tensor";
import type { OrderParams } from "./map-primitive.ts";
import { gammaDensityOf } from "./scalar/gamma-shape-derivatives.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/** xᵃ⁻¹ e⁻ˣ/Γ(a), differentiated `order` times by a, of tensors of one shape and dtype. */
export function gammaDensity(order: number, a: Tensor, x: Tensor): Tensor {
  return bind(gammaDensityPrimitive, [a, x], { order })[0];
}

const gammaDensityPrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ zipPrimitive<OrderParams>({
  name: "gammaDensity",
  kernel: (a, x, { order }) => gammaDensityOf(order, a, x),
  tangents: [
    (t, a, x, { order }) => mul(t, gammaDensity(order + 1, a, x)),
    // ∂/∂x of the density is itself times (a − 1)/x − 1, and the derivative of a − 1 by a is 1.
    (t, a, x, { order }) => {
      const slope = mul(gammaDensity(order, a, x), sub(div(sub(a, 1), x), 1));
      return mul(t, order === 0 ? slope : add(slope, div(mul(order, gammaDensity(order - 1, a, x)), x)));
    },
  ],
});
