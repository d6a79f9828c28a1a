import {
  add,
  bind,
  div,
  equal,
  greater,
  logicalOr,
  mul,
  neg,
  sub,
  type Tensor,
  where,
} from "@adjoint/tensor";
import { betaDensityOf } from "./scalar/beta-derivatives.ts";
import { triplePrimitive, type TriplePrimitive } from "./triple-primitive.ts";

/** How often a function is differentiated by a, and how often by b. */
export type ShapeOrders = { readonly m: number; readonly n: number };

/** xᵃ⁻¹ (1 − x)ᵇ⁻¹/B(a, b), differentiated by a and b, of tensors of one shape and dtype. */
export function betaDensity(orders: ShapeOrders, a: Tensor, b: Tensor, x: Tensor): Tensor {
  return bind(betaDensityPrimitive, [a, b, x], orders)[0];
}

const betaDensityPrimitive: TriplePrimitive<ShapeOrders> = /* @__PURE__ */ triplePrimitive<ShapeOrders>({
  name: "betaDensity",
  kernel: (a, b, x, { m, n }) => betaDensityOf(m, n, a, b, x),
  tangents: [
    (t, inputs, { m, n }) => mul(t, betaDensity({ m: m + 1, n }, ...inputs)),
    (t, inputs, { m, n }) => mul(t, betaDensity({ m, n: n + 1 }, ...inputs)),
    (t, inputs, orders) => mul(t, slopeInX(orders, ...inputs)),
  ],
});

/** ∂/∂x of the density is itself times (a − 1)/x − (b − 1)/(1 − x), whose derivatives by a and b are constants. */
function slopeInX({ m, n }: ShapeOrders, a: Tensor, b: Tensor, x: Tensor): Tensor {
  if (m + n > 0) return slopeInside({ m, n }, a, b, x);
  const [isLow, isHigh] = [equal(x, 0), equal(x, 1)];
  const slope = slopeInside({ m, n }, a, b, where(logicalOr(isLow, isHigh), 0.5, x));
  return where(isLow, slopeAtEnd(a, b), where(isHigh, neg(slopeAtEnd(b, a)), slope));
}

function slopeInside({ m, n }: ShapeOrders, a: Tensor, b: Tensor, x: Tensor): Tensor {
  const rate = sub(div(sub(a, 1), x), div(sub(b, 1), sub(1, x)));
  let slope = mul(betaDensity({ m, n }, a, b, x), rate);
  if (m > 0) slope = add(slope, div(mul(m, betaDensity({ m: m - 1, n }, a, b, x)), x));
  if (n > 0) slope = sub(slope, div(mul(n, betaDensity({ m, n: n - 1 }, a, b, x)), sub(1, x)));
  return slope;
}

/** The slope of the density at x = 0, where its factors are 0 and ∞. */
function slopeAtEnd(shape: Tensor, other: Tensor): Tensor {
  const flat = mul(other, sub(1, other));
  const steep = where(greater(shape, 1), Infinity, where(equal(shape, 1), flat, -Infinity));
  return where(greater(shape, 2), 0, where(equal(shape, 2), mul(other, add(other, 1)), steep));
}
