import { erf as errorFunction } from "@adjoint/kernels";
import { asFloat, bind, exp, mul, neg, square, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { erfcOf } from "./scalar/erf.ts";

/**
 * The error function (2/√π) ∫₀ˣ exp(−t²) dt, elementwise, to 2 ulp.
 *
 * Shape and floating dtype are kept; integers become float64. erf′(x) = (2/√π) exp(−x²).
 *
 * Source: Taylor series at multiples of 1/16, whose coefficients are Hermite polynomials (DLMF 7.10.1).
 *
 * @example
 * ```ts
 * import { erf } from "@adjoint/special";
 *
 * erf([0, 1, Infinity]).toArray(); // => [0, 0.8427007929497149, 1]
 * ```
 */
export function erf(x: TensorLike): Tensor {
  return bind(erfPrimitive, [asFloat("erf", "x", x)], null)[0];
}

/**
 * The complement 1 − erf(x), elementwise, to 4 ulp also in the far tail, where 1 − erf(x) rounds to 0.
 *
 * Shape and floating dtype are kept; integers become float64. Source: W. J. Cody,
 * "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
 *
 * @example
 * ```ts
 * import { erfc } from "@adjoint/special";
 *
 * erfc(10).item(); // => 2.088487583762545e-45
 * ```
 */
export function erfc(x: TensorLike): Tensor {
  return bind(erfcPrimitive, [asFloat("erfc", "x", x)], null)[0];
}

const twoOverSqrtPi = 1.1283791670955126;

const erfPrimitive = /* @__PURE__ */ unary({
  name: "erf",
  kernel: errorFunction,
  tangent: (t, x) => mul(t, mul(twoOverSqrtPi, exp(neg(square(x))))),
});

const erfcPrimitive = /* @__PURE__ */ unary({
  name: "erfc",
  kernel: erfcOf,
  tangent: (t, x) => mul(t, mul(-twoOverSqrtPi, exp(neg(square(x))))),
});
