import { asFloat, bind, mul, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { digamma } from "./lgamma.ts";
import { gammaOf } from "./scalar/gamma.ts";

/**
 * Γ(x), elementwise, to 4 ulp: (n−1)! at the integers n > 0, +∞ above 171.62, ±∞ at ±0, NaN at the poles −1, −2, …
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is Γ(x) ψ(x), with `digamma`.
 *
 * Source: a polynomial on [1, 2] and recurrence on [−6, 6], Stirling's formula with `stirlingError` above (DLMF 5.11.1),
 * reflection below (DLMF 5.5.3).
 *
 * @example
 * ```ts
 * import { gamma } from "@adjoint/special";
 *
 * gamma([0.5, 5, -1.5]).toArray(); // => [1.772453850905516, 24, 2.363271801207355]
 * ```
 */
export function gamma(x: TensorLike): Tensor {
  return bind(gammaPrimitive, [asFloat("gamma", "x", x)], null)[0];
}

const gammaPrimitive = /* @__PURE__ */ unary({
  name: "gamma",
  kernel: gammaOf,
  tangent: (t, x) => mul(t, mul(gamma(x), digamma(x))),
});
