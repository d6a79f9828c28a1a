import { bind, mul, neg, type Tensor, type TensorLike } from "@adjoint/tensor";
import { betaDensity, type ShapeOrders } from "./beta-density.ts";
import { betaincShapeDerivativeOf } from "./scalar/beta-derivatives.ts";
import { betainccOf, betaincOf } from "./scalar/incomplete-beta.ts";
import { threeOperands } from "./three-operands.ts";
import { triplePrimitive, type TriplePrimitive } from "./triple-primitive.ts";

/**
 * The regularised incomplete beta function I_x(a, b) = (1/B(a, b)) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt, elementwise with
 * broadcasting, to 1e-13 relative: the distribution function of the beta family.
 *
 * 0 at x = 0, 1 at x = 1; NaN for x outside [0, 1] or parameters below 0. Differentiable in all three arguments to any
 * order: ∂I/∂x is the density, and the derivatives by a and b keep their digits in both tails.
 *
 * Source: a hypergeometric series of positive terms (DLMF 8.17.8) or the continued fraction DLMF 8.17.22, times
 * xᵃ(1 − x)ᵇ/B(a, b) as in C. Loader (2000); derivatives by exp-sinh quadrature of those of the density.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { betainc } from "@adjoint/special";
 *
 * betainc(2, 3, [0, 0.25, 0.5, 1]).toArray(); // => [0, 0.26171875, 0.6875, 1]
 * betainc(50, 2, 1e-5).item(); // => 5.09995e-249
 * ```
 */
export function betainc(a: TensorLike, b: TensorLike, x: TensorLike): Tensor {
  return bind(betaincPrimitive, threeOperands("betainc", [a, b, x], ["a", "b", "x"]), { m: 0, n: 0 })[0];
}

/**
 * The complement 1 − I_x(a, b) of the regularised incomplete beta function, elementwise with broadcasting, to 1e-13
 * relative also where it is small: the survival function of the beta family.
 *
 * Values at the edges, derivatives and source are those of `betainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { betaincc } from "@adjoint/special";
 *
 * betaincc(2, 30, [0.5, 0.99]).toArray(); // => [1.49012e-8, 3.07e-59]
 * ```
 */
export function betaincc(a: TensorLike, b: TensorLike, x: TensorLike): Tensor {
  return bind(betainccPrimitive, threeOperands("betaincc", [a, b, x], ["a", "b", "x"]), null)[0];
}

/** I differentiated m times by a and n times by b, of tensors of one shape and dtype. */
export function betaincShapeDerivative(orders: ShapeOrders, a: Tensor, b: Tensor, x: Tensor): Tensor {
  return bind(betaincPrimitive, [a, b, x], orders)[0];
}

const betaincPrimitive: TriplePrimitive<ShapeOrders> = /* @__PURE__ */ triplePrimitive<ShapeOrders>({
  name: "betainc",
  kernel: (a, b, x, { m, n }) => (m + n === 0 ? betaincOf(a, b, x) : betaincShapeDerivativeOf(m, n, a, b, x)),
  tangents: [
    (t, inputs, { m, n }) => mul(t, betaincShapeDerivative({ m: m + 1, n }, ...inputs)),
    (t, inputs, { m, n }) => mul(t, betaincShapeDerivative({ m, n: n + 1 }, ...inputs)),
    (t, inputs, orders) => mul(t, betaDensity(orders, ...inputs)),
  ],
});

const betainccPrimitive: TriplePrimitive<null> = /* @__PURE__ */ triplePrimitive({
  name: "betaincc",
  kernel: betainccOf,
  tangents: [
    (t, inputs) => neg(mul(t, betaincShapeDerivative({ m: 1, n: 0 }, ...inputs))),
    (t, inputs) => neg(mul(t, betaincShapeDerivative({ m: 0, n: 1 }, ...inputs))),
    (t, inputs) => neg(mul(t, betaDensity({ m: 0, n: 0 }, ...inputs))),
  ],
});
