import { isDistribution } from "@adjoint/probability";
import type { Distribution } from "@adjoint/probability";
import { checkOptions, DTypeError, equal, mul, neg, sub, sum, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { crossEntropyOf, klDivergenceOf } from "./closed-forms.ts";
import { outcomePair } from "./outcomes.ts";
import type { Outcomes, Probabilities } from "./outcomes.ts";
import { inUnits } from "./units.ts";
import type { InformationOptions } from "./units.ts";

/**
 * The cross-entropy H(p, q) = −Σᵢ pᵢ log qᵢ: the mean length of messages from p in a code made for q.
 *
 * Of probability tensors or `{ logits }`, or of two distributions with a closed form. +∞ where p has mass and q has none;
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
 * crossEntropy([0.5, 0.5], { logits: [1000, -1000] }).item(); // => 1000
 * ```
 */
export function crossEntropy(
  p: Probabilities | Distribution,
  q: Probabilities | Distribution,
  options: InformationOptions = {},
): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("crossEntropy", options, ["base", "axis"]);
  const pair = distributionsOf("crossEntropy", p, q);
  if (pair) return inUnits("crossEntropy", crossEntropyOf(...pair), base);
  const sides = onSupport("crossEntropy", p as Probabilities, q as Probabilities, axis);
  return inUnits("crossEntropy", expectation(sides.p, neg(sides.q.logOn(sides.hasMass)), sides.at), base);
}

/**
 * The Kullback–Leibler divergence D(p‖q) = Σᵢ pᵢ log(pᵢ/qᵢ) ≥ 0, which is 0 only for p = q and not symmetric.
 *
 * Of probability tensors or `{ logits }`, or of two distributions with a closed form. +∞ where p has mass and q has none;
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
  p: Probabilities | Distribution,
  q: Probabilities | Distribution,
  options: InformationOptions = {},
): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("klDivergence", options, ["base", "axis"]);
  const pair = distributionsOf("klDivergence", p, q);
  if (pair) return inUnits("klDivergence", klDivergenceOf(...pair), base);
  const sides = onSupport("klDivergence", p as Probabilities, q as Probabilities, axis);
  // Logarithms first: the quotient of a large and a tiny probability overflows.
  const logRatio = sub(sides.p.logOn(sides.hasMass), sides.q.logOn(sides.hasMass));
  return inUnits("klDivergence", expectation(sides.p, logRatio, sides.at), base);
}

/** Both distributions, or `undefined` if both are tensors. */
function distributionsOf(
  operation: string,
  p: Probabilities | Distribution,
  q: Probabilities | Distribution,
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

/** The probabilities of p, with the logarithms of both where p has mass and 0 elsewhere. */
function onSupport(
  operation: string,
  p: Probabilities,
  q: Probabilities,
  axis: number,
): { readonly p: Outcomes; readonly q: Outcomes; readonly hasMass: Tensor; readonly at: number } {
  const [a, b] = outcomePair(operation, p, q, axis);
  return { p: a, q: b, hasMass: a.possible(), at: a.at };
}

/** Σ p · f over the outcomes, where f is 0 if p excludes them and ∞ if only q does. */
function expectation(p: Outcomes, f: Tensor, at: number): Tensor {
  // The mass of an outcome that logits allow may have become 0, which is not to hide an infinity.
  const terms = p.fromLogits
    ? where(equal(f, Infinity), Infinity, mul(p.probabilities(), where(equal(f, Infinity), 0, f)))
    : mul(p.probabilities(), f);
  return sum(terms, { axis: at });
}
