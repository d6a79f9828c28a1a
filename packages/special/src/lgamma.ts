import { asFloat, bind, DomainError, mul, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { mapPrimitive, type OrderParams } from "./map-primitive.ts";
import { lgammaOf } from "./scalar/lgamma.ts";
import { polygammaOf } from "./scalar/polygamma.ts";

/**
 * log |Γ(x)|, elementwise, to 4 ulp, also next to its zeros at 1 and 2 and those below 0; +∞ at the poles 0, −1, −2, …
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is `digamma`.
 *
 * Source: Chebyshev interpolation on [½, 8], Stirling's series above (DLMF 5.11), reflection below (DLMF 5.5.3), and
 * differences from the zeros, known to twice the digits, near them.
 *
 * @example
 * ```ts
 * import { lgamma } from "@adjoint/special";
 *
 * lgamma([0.5, 1, 10, 1e6]).toArray(); // => [0.5723649429247001, 0, 12.801827480081469, 12815504.569147611]
 * ```
 */
export function lgamma(x: TensorLike): Tensor {
  return bind(lgammaPrimitive, [asFloat("lgamma", "x", x)], null)[0];
}

/**
 * ψ(x) = Γ′(x)/Γ(x), elementwise, to 4 ulp for x > 0, also next to its zero at 1.4616…
 *
 * ∓∞ at ±0; NaN at the poles −1, −2, … Below 0 the error is 8 ulp down to −13, its zeros included, and a few ulp of
 * max(1, |ψ|) below.
 * Shape and floating dtype are kept; integers become float64. The derivative is `polygamma(1, x)`.
 *
 * Source: as for `lgamma`, with DLMF 5.11.2 and 5.5.4.
 *
 * @example
 * ```ts
 * import { digamma } from "@adjoint/special";
 *
 * digamma([1, 2]).toArray(); // => [-0.5772156649015329, 0.42278433509846713]
 * ```
 */
export function digamma(x: TensorLike): Tensor {
  return polygamma(0, x);
}

/**
 * The derivative of order n of `digamma`, elementwise, to 1e-15: ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n+1, x).
 *
 * Shape and floating dtype are kept; integers become float64. At the poles 0, −1, … it is +∞ for odd n.
 *
 * Source: Euler–Maclaurin summation of the Hurwitz zeta function (DLMF 25.11), reflection (DLMF 5.15.6).
 *
 * @throws DomainError unless n is an integer from 0 to 100.
 *
 * @example
 * ```ts
 * import { polygamma } from "@adjoint/special";
 *
 * polygamma(1, 1).item(); // => 1.6449340668482264
 * ```
 */
export function polygamma(n: number, x: TensorLike): Tensor {
  if (!Number.isInteger(n) || n < 0 || n > 100) {
    throw new DomainError(`polygamma: n must be an integer from 0 to 100, got ${n}`, { n });
  }
  return bind(polygammaPrimitive, [asFloat(n === 0 ? "digamma" : "polygamma", "x", x)], { order: n })[0];
}

const lgammaPrimitive = /* @__PURE__ */ unary({
  name: "lgamma",
  kernel: lgammaOf,
  tangent: (t, x) => mul(t, digamma(x)),
});

const polygammaPrimitive = /* @__PURE__ */ mapPrimitive<OrderParams>({
  name: "polygamma",
  kernel: (x, { order }) => polygammaOf(order, x),
  tangent: (t, x, { order }) => mul(t, polygamma(order + 1, x)),
});
