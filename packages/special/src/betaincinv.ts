import {
  bind,
  div,
  equal,
  logicalOr,
  mul,
  neg,
  reciprocal,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { betaDensity, type ShapeOrders } from "./beta-density.ts";
import { betaincShapeDerivative } from "./betainc.ts";
import { betainccInverseOf, betaincInverseOf } from "./scalar/incomplete-beta-inverse.ts";
import { threeOperands } from "./three-operands.ts";
import { triplePrimitive, type TriplePrimitive } from "./triple-primitive.ts";

/**
 * The inverse of the regularised incomplete beta function in x: the x with I_x(a, b) = p, elementwise with broadcasting;
 * the quantile function of the beta family.
 *
 * 0 at p = 0, 1 at p = 1, NaN for p outside [0, 1] or parameters that are not positive. Its derivatives are implicit:
 * ∂x/∂p = 1/f(x) with the density f, ∂x/∂a = −(∂I/∂a)/f(x), and so for b.
 *
 * Source: safeguarded Newton steps on the logarithm of the smaller tail.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { betaincinv } from "@adjoint/special";
 *
 * betaincinv(2, 3, [0, 0.6875, 1]).toArray(); // => [0, 0.5, 1]
 * ```
 */
export function betaincinv(a: TensorLike, b: TensorLike, p: TensorLike): Tensor {
  return bind(betaincinvPrimitive, threeOperands("betaincinv", [a, b, p], ["a", "b", "p"]), null)[0];
}

/**
 * The inverse of the complement in x: the x with 1 − I_x(a, b) = q, elementwise with broadcasting.
 *
 * 1 at q = 0, 0 at q = 1; it resolves upper tails that 1 − q cannot. The rest is as in `betaincinv`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { betainccinv } from "@adjoint/special";
 *
 * betainccinv(2, 3, [0, 0.3125, 1]).toArray(); // => [1, 0.5, 0]
 * ```
 */
export function betainccinv(a: TensorLike, b: TensorLike, q: TensorLike): Tensor {
  return bind(betainccinvPrimitive, threeOperands("betainccinv", [a, b, q], ["a", "b", "q"]), null)[0];
}

// Through the functions again, not the values at hand, so that these keep their dependence on the arguments.
const betaincinvPrimitive: TriplePrimitive<null> = /* @__PURE__ */ triplePrimitive({
  name: "betaincinv",
  kernel: betaincInverseOf,
  tangents: [
    (t, [a, b, p]) => mul(t, slopeInShape({ m: 1, n: 0 }, a, b, betaincinv(a, b, p))),
    (t, [a, b, p]) => mul(t, slopeInShape({ m: 0, n: 1 }, a, b, betaincinv(a, b, p))),
    (t, [a, b, p]) => mul(t, reciprocal(betaDensity({ m: 0, n: 0 }, a, b, betaincinv(a, b, p)))),
  ],
});

const betainccinvPrimitive: TriplePrimitive<null> = /* @__PURE__ */ triplePrimitive({
  name: "betainccinv",
  kernel: betainccInverseOf,
  tangents: [
    (t, [a, b, q]) => mul(t, slopeInShape({ m: 1, n: 0 }, a, b, betainccinv(a, b, q))),
    (t, [a, b, q]) => mul(t, slopeInShape({ m: 0, n: 1 }, a, b, betainccinv(a, b, q))),
    (t, [a, b, q]) => neg(mul(t, reciprocal(betaDensity({ m: 0, n: 0 }, a, b, betainccinv(a, b, q))))),
  ],
});

/** ∂x/∂a or ∂x/∂b at a fixed probability; 0 where x is an end for every shape. */
function slopeInShape(orders: ShapeOrders, a: Tensor, b: Tensor, x: Tensor): Tensor {
  const isEdge = logicalOr(equal(x, 0), equal(x, 1));
  const inside = where(isEdge, 0.5, x);
  const slope = div(betaincShapeDerivative(orders, a, b, inside), betaDensity({ m: 0, n: 0 }, a, b, inside));
  return where(isEdge, 0, neg(slope));
}
