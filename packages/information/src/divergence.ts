import { isDistribution } from "@adjoint/probability";
import type { Distribution } from "@adjoint/probability";
import {
  broadcastOperands,
  checkOptions,
  DTypeError,
  greater,
  log,
  mul,
  neg,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { closedFormOf } from "./closed-forms.ts";
import { asOutcomes, asProbabilities } from "./probabilities.ts";
import { inUnits } from "./units.ts";
import type { InformationOptions } from "./units.ts";

/**
 * The cross-entropy H(p, q) = −Σᵢ pᵢ log qᵢ: the mean length of messages from p in a code made for q.
 *
 * Of probability tensors, or of two distributions with a closed form. +∞ where p has mass and q has none;
 * where p has none, nothing is added and the derivative is 0.
 *
 * @param p - probabilities of shape [..., n]; broadcasts against `q`.
 * @throws DomainError for negative probabilities, a sum that is not 1, or families without a closed form.
 * @example
 * ```ts
 * import { crossEntropy } from "@adjoint/information";
 *
 * crossEntropy([1, 0], [0.25, 0.75], { base: "bits" }).item(); // => 2
 * crossEntropy([0.5, 0.5], [1, 0]).item(); // => Infinity
 * ```
 */
export function crossEntropy(
  p: TensorLike | Distribution,
  q: TensorLike | Distribution,
  options: InformationOptions = {},
): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("crossEntropy", options, ["base", "axis"]);
  const pair = distributionsOf("crossEntropy", p, q);
  if (pair) return inUnits("crossEntropy", closedFormOf("crossEntropy", ...pair).crossEntropy(...pair), base);
  const { weights, guardedQ, at } = onSupport("crossEntropy", p as TensorLike, q as TensorLike, axis);
  return inUnits("crossEntropy", sum(mul(weights, neg(log(guardedQ))), { axis: at }), base);
}

/**
 * The Kullback–Leibler divergence D(p‖q) = Σᵢ pᵢ log(pᵢ/qᵢ) ≥ 0, which is 0 only for p = q and not symmetric.
 *
 * Of probability tensors, or of two distributions with a closed form. +∞ where p has mass and q has none;
 * where p has none, nothing is added and the derivative is 0.
 *
 * @param p - probabilities of shape [..., n]; broadcasts against `q`.
 * @throws DomainError for negative probabilities, a sum that is not 1, or families without a closed form.
 *
 * Source: S. Kullback, R. A. Leibler, "On information and sufficiency", Ann. Math. Stat. 22 (1951).
 *
 * @example
 * ```ts
 * import { klDivergence } from "@adjoint/information";
 * import { normal } from "@adjoint/probability";
 *
 * klDivergence([0.5, 0.5], [0.25, 0.75]).item(); // => 0.14384103622589042
 * klDivergence([1, 0], [0.25, 0.75], { base: "bits" }).item(); // => 2
 * klDivergence(normal({ mean: 1 }), normal()).item(); // => 0.5
 * ```
 */
export function klDivergence(
  p: TensorLike | Distribution,
  q: TensorLike | Distribution,
  options: InformationOptions = {},
): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("klDivergence", options, ["base", "axis"]);
  const pair = distributionsOf("klDivergence", p, q);
  if (pair) return inUnits("klDivergence", closedFormOf("klDivergence", ...pair).klDivergence(...pair), base);
  const { weights, guardedP, guardedQ, at } = onSupport(
    "klDivergence",
    p as TensorLike,
    q as TensorLike,
    axis,
  );
  // Logarithms first: the quotient of a large and a tiny probability overflows.
  return inUnits("klDivergence", sum(mul(weights, sub(log(guardedP), log(guardedQ))), { axis: at }), base);
}

/** Both distributions, or `undefined` if both are tensors. */
function distributionsOf(
  operation: string,
  p: TensorLike | Distribution,
  q: TensorLike | Distribution,
): [Distribution, Distribution] | undefined {
  if (isDistribution(p) && isDistribution(q)) return [p, q];
  if (!isDistribution(p) && !isDistribution(q)) return undefined;
  const [known, other] = isDistribution(p) ? [p, "q"] : [q as Distribution, "p"];
  throw new DTypeError(
    `${operation}: ${other} is a tensor and the other argument a ${known.family} distribution; ` +
      `give two tensors of probabilities or two distributions`,
    { operation, argument: other },
  );
}

/** p itself, and p and q with 1 where p has no mass: there both logarithms, and all derivatives, are 0. */
function onSupport(
  operation: string,
  p: TensorLike,
  q: TensorLike,
  axis: number,
): { readonly weights: Tensor; readonly guardedP: Tensor; readonly guardedQ: Tensor; readonly at: number } {
  const [a, b] = broadcastOperands(operation, asOutcomes(operation, "p", p), asOutcomes(operation, "q", q));
  const { p: weights, at } = asProbabilities(operation, "p", a, axis);
  const { p: other } = asProbabilities(operation, "q", b, axis);
  const hasMass = greater(weights, 0);
  return { weights, guardedP: where(hasMass, weights, 1), guardedQ: where(hasMass, other, 1), at };
}
