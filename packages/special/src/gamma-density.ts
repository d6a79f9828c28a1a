import {
  add,
  type BinaryPrimitive,
  bind,
  div,
  equal,
  greater,
  mul,
  sub,
  type Tensor,
  where,
} from "@adjoint/tensor";
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
      const isZero = equal(x, 0);
      const inside = where(isZero, 1, x);
      const slope = mul(gammaDensity(order, a, inside), sub(div(sub(a, 1), inside), 1));
      if (order === 0) return mul(t, where(isZero, slopeAtZero(a), slope));
      return mul(t, add(slope, div(mul(order, gammaDensity(order - 1, a, x)), x)));
    },
  ],
});

/** The slope of the density at x = 0, where its factors are 0 and ∞. */
function slopeAtZero(a: Tensor): Tensor {
  const steep = where(greater(a, 1), Infinity, where(equal(a, 1), -1, -Infinity));
  return where(greater(a, 2), 0, where(equal(a, 2), 1, steep));
}
