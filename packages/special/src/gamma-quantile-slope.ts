import {
  add,
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  exp,
  mul,
  neg,
  sub,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { digamma, polygamma } from "./lgamma.ts";
import type { OrderParams } from "./map-primitive.ts";
import { scaledShapeDerivativeOf } from "./scalar/gamma-shape-derivatives.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * ∂ log x/∂a along P(a, x) = const, elementwise with broadcasting: how the logarithm of a gamma quantile, or of a draw,
 * moves with its shape a. With P = `gammainc` and its density p it is −(∂P/∂a)/(x p).
 *
 * It takes log x, which is known where x underflows, as for draws of a tiny shape. Relative accuracy 1e-12 in both
 * tails; differentiable in both arguments to any order.
 *
 * Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", arXiv:1805.08498 (2018).
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { gammaQuantileSlope } from "@adjoint/special";
 *
 * // the median of the gamma distribution is near a − 1/3
 * gammaQuantileSlope(100, Math.log(99.667)).item(); // => 0.010033398098540137
 * ```
 */
export function gammaQuantileSlope(a: TensorLike, logX: TensorLike): Tensor {
  const [s, t] = broadcastOperands("gammaQuantileSlope", a, logX, "a", "logX");
  return neg(
    scaledDerivative(1, asFloat("gammaQuantileSlope", "a", s), asFloat("gammaQuantileSlope", "logX", t)),
  );
}

/** ∂ⁿP/∂aⁿ divided by x p, for x = e^y. */
function scaledDerivative(order: number, a: Tensor, y: Tensor): Tensor {
  return bind(scaledDerivativePrimitive, [a, y], { order })[0];
}

const scaledDerivativePrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ zipPrimitive<OrderParams>({
  name: "gammaQuantileSlope",
  kernel: (a, y, { order }) => scaledShapeDerivativeOf(order, a, Math.exp(y), y) / a,
  tangents: [
    // The logarithm of x p is a y − x − log Γ(a): its slopes are y − ψ(a) by a, and a − x by y.
    (t, a, y, { order }) =>
      mul(t, sub(scaledDerivative(order + 1, a, y), mul(scaledDerivative(order, a, y), sub(y, digamma(a))))),
    (t, a, y, { order }) =>
      mul(t, sub(densityDerivative(order, a, y), mul(scaledDerivative(order, a, y), sub(a, exp(y))))),
  ],
});

/**
 * ∂ⁿp/∂aⁿ divided by p, which is a complete Bell polynomial of the derivatives y − ψ(a), −ψ′(a), −ψ″(a), … of log p:
 * Dₙ = Σₖ C(n−1, k) Dₙ₋₁₋ₖ cₖ₊₁.
 */
function densityDerivative(order: number, a: Tensor, y: Tensor): Tensor {
  const slopes = Array.from({ length: order }, (_, k) =>
    k === 0 ? sub(y, digamma(a)) : neg(polygamma(k, a)),
  );
  const terms: Tensor[] = [];
  for (let n = 1; n <= order; n++) {
    let sum = slopes[n - 1]!;
    let choose = 1;
    for (let k = 0; k < n - 1; k++) {
      sum = add(sum, mul(choose, mul(terms[n - 2 - k]!, slopes[k]!)));
      choose = (choose * (n - 1 - k)) / (k + 1);
    }
    terms.push(sum);
  }
  return terms[order - 1]!;
}
