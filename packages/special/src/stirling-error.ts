import { asFloat, bind, mul, type Tensor, type TensorLike, type UnaryPrimitive } from "@adjoint/tensor";
import { mapPrimitive, type OrderParams } from "./map-primitive.ts";
import { stirlingErrorOf } from "./scalar/stirling-error.ts";

/**
 * The error of Stirling's formula, δ(x) = log Γ(x+1) − (x + ½) log x + x − ½ log 2π, elementwise, to 4 ulp for
 * x ≥ 0: 1/(12x) for large x, where the difference of its terms would keep no digit.
 *
 * Shape and floating dtype are kept; integers become float64. +∞ at 0, NaN below. Derivatives of any order are
 * computed without the cancellation too. With `poissonDeviance` it gives the densities of the gamma, Poisson,
 * binomial and beta families accurately far out.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000); DLMF 5.11.1.
 *
 * @example
 * ```ts
 * import { stirlingError } from "@adjoint/special";
 *
 * stirlingError([1, 1e10]).toArray(); // => [0.08106146679532726, 8.333333333333333e-12]
 * ```
 */
export function stirlingError(x: TensorLike): Tensor {
  return bind(stirlingErrorPrimitive, [asFloat("stirlingError", "x", x)], { order: 0 })[0];
}

const stirlingErrorPrimitive: UnaryPrimitive<OrderParams> = /* @__PURE__ */ mapPrimitive<OrderParams>({
  name: "stirlingError",
  kernel: (x, { order }) => stirlingErrorOf(order, x),
  tangent: (t, x, { order }) => mul(t, bind(stirlingErrorPrimitive, [x], { order: order + 1 })[0]),
});
