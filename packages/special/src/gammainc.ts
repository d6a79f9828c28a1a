import {
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  mul,
  neg,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { gammaDensity } from "./gamma-density.ts";
import type { OrderParams } from "./map-primitive.ts";
import { gammaincShapeDerivativeOf } from "./scalar/gamma-shape-derivatives.ts";
import { gammainccOf, gammaincOf } from "./scalar/incomplete-gamma.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * The regularised lower incomplete gamma function P(a, x) = (1/Γ(a)) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt, elementwise with broadcasting,
 * to 1e-14 relative: the distribution function of the gamma family.
 *
 * P(a, 0) = 0, P(0, x) = 1 for x > 0; NaN where an argument is below 0, or both are 0 or ∞. It is differentiable in both
 * arguments to any order: ∂P/∂x is the density xᵃ⁻¹ e⁻ˣ/Γ(a), and ∂P/∂a keeps its digits in both tails.
 *
 * Source: A. DiDonato and A. Morris, "Computation of the incomplete gamma function ratios and their inverse",
 * ACM TOMS 12 (1986); near a = x, for large a, Gauss–Legendre quadrature of ∫ exp(as − x(eˢ − 1)) ds.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { gammainc } from "@adjoint/special";
 *
 * gammainc([0.5, 3, 100], [2, 3, 20]).toArray(); // => [0.9544997361036417, 0.5768099188731562, 3.488878669689653e-37]
 * ```
 */
export function gammainc(a: TensorLike, x: TensorLike): Tensor {
  return bind(gammaincPrimitive, operands("gammainc", a, x), { order: 0 })[0];
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), elementwise with broadcasting, to 1e-14 relative
 * also where it is small: the survival function of the gamma family.
 *
 * Values at the edges, derivatives and source are those of `gammainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { gammaincc } from "@adjoint/special";
 *
 * gammaincc([0.5, 3], [600, 3]).toArray(); // => [6.09956881480843e-263, 0.42319008112684375]
 * ```
 */
export function gammaincc(a: TensorLike, x: TensorLike): Tensor {
  return bind(gammainccPrimitive, operands("gammaincc", a, x), null)[0];
}

/** ∂P/∂a, of tensors of one shape and dtype. */
export function gammaincShapeDerivative(a: Tensor, x: Tensor): Tensor {
  return bind(gammaincPrimitive, [a, x], { order: 1 })[0];
}

function operands(operation: string, a: TensorLike, x: TensorLike): [a: Tensor, x: Tensor] {
  const [s, t] = broadcastOperands(operation, a, x, "a", "x");
  return [asFloat(operation, "a", s), asFloat(operation, "x", t)];
}

/** P differentiated `order` times by a. */
const gammaincPrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ zipPrimitive<OrderParams>({
  name: "gammainc",
  kernel: (a, x, { order }) => (order === 0 ? gammaincOf(a, x) : gammaincShapeDerivativeOf(order, a, x)),
  tangents: [
    (t, a, x, { order }) => mul(t, bind(gammaincPrimitive, [a, x], { order: order + 1 })[0]),
    (t, a, x, { order }) => mul(t, gammaDensity(order, a, x)),
  ],
});

const gammainccPrimitive: BinaryPrimitive = /* @__PURE__ */ zipPrimitive({
  name: "gammaincc",
  kernel: gammainccOf,
  tangents: [
    (t, a, x) => neg(mul(t, gammaincShapeDerivative(a, x))),
    (t, a, x) => neg(mul(t, gammaDensity(0, a, x))),
  ],
});
