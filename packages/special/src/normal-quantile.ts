import { asFloat, bind, exp, mul, square, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { erfinvOf, normalQuantileOf } from "./scalar/normal-quantile.ts";

/**
 * The standard normal quantile: the x with Φ(x) = p, elementwise, to 4 ulp; ∓∞ at 0 and 1, NaN outside.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is 1/φ(x).
 *
 * Source: M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988).
 *
 * @example
 * ```ts
 * import { normalQuantile } from "@adjoint/special";
 *
 * normalQuantile([0.5, 0.975, 1e-300]).toArray(); // => [0, 1.959963984540054, -37.0470964099362]
 * ```
 */
export function normalQuantile(p: TensorLike): Tensor {
  return bind(normalQuantilePrimitive, [asFloat("normalQuantile", "p", p)], null)[0];
}

/**
 * The inverse error function: the x with erf(x) = y, elementwise, to 4 ulp; ∓∞ at ∓1, NaN outside.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is (√π/2) exp(x²).
 * Source: Wichura 1988, as for `normalQuantile`.
 *
 * @example
 * ```ts
 * import { erfinv } from "@adjoint/special";
 *
 * erfinv([0, 0.5, 1]).toArray(); // => [0, 0.4769362762044699, Infinity]
 * ```
 */
export function erfinv(y: TensorLike): Tensor {
  return bind(erfinvPrimitive, [asFloat("erfinv", "y", y)], null)[0];
}

/**
 * The inverse of the complementary error function: the x with erfc(x) = y, elementwise, to 4 ulp; ±∞ at 0 and 2, NaN
 * outside.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is −(√π/2) exp(x²).
 * Source: Wichura 1988, as for `normalQuantile`.
 *
 * @example
 * ```ts
 * import { erfcinv } from "@adjoint/special";
 *
 * erfcinv([1, 1e-100, 2]).toArray(); // => [0, 15.065574702592647, -Infinity]
 * ```
 */
export function erfcinv(y: TensorLike): Tensor {
  return bind(erfcinvPrimitive, [asFloat("erfcinv", "y", y)], null)[0];
}

const sqrtTwoPi = 2.5066282746310002;
const halfSqrtPi = 0.886226925452758;

const normalQuantilePrimitive = /* @__PURE__ */ unary({
  name: "normalQuantile",
  kernel: normalQuantileOf,
  // Through the function again, not the value at hand, so that the value keeps its dependence on p.
  tangent: (t, p) => mul(t, mul(sqrtTwoPi, exp(mul(0.5, square(normalQuantile(p)))))),
});

const erfinvPrimitive = /* @__PURE__ */ unary({
  name: "erfinv",
  kernel: erfinvOf,
  tangent: (t, y) => mul(t, mul(halfSqrtPi, exp(square(erfinv(y))))),
});

const erfcinvPrimitive = /* @__PURE__ */ unary({
  name: "erfcinv",
  kernel: (y) => 0 - Math.SQRT1_2 * normalQuantileOf(0.5 * y),
  tangent: (t, y) => mul(t, mul(-halfSqrtPi, exp(square(erfcinv(y))))),
});
