import { isDistribution } from "@adjoint/probability";
import type { Distribution } from "@adjoint/probability";
import { checkOptions, mul, neg, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { outcomesOf } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import { inUnits } from "./units.ts";
import type { InformationOptions } from "./units.ts";

/**
 * The entropy H(p) = −Σᵢ pᵢ log pᵢ of probabilities along an axis, with 0 log 0 = 0; or of a distribution, in closed
 * form (−E[log p(X)], which for densities may be negative).
 *
 * The derivative in a zero probability, which is infinite, is taken as 0: the limit that logits see.
 *
 * @param p - probabilities of shape [..., n], which sum to 1 within 1e-4, or `{ logits }` of that shape; the result has the shape without the axis.
 * @throws DomainError for negative probabilities or a sum that is not 1, ShapeError for a scalar.
 *
 * Source: C. E. Shannon, "A mathematical theory of communication", Bell Syst. Tech. J. 27 (1948).
 *
 * @example
 * ```ts
 * import { entropy } from "@adjoint/information";
 *
 * entropy([0.5, 0.25, 0.25, 0], { base: "bits" }).item(); // => 1.5
 * entropy([[0.5, 0.5], [1, 0]]).toArray(); // => [0.6931471805599453, 0]
 * entropy({ logits: [1000, 1000, -1000] }).item(); // => 0.6931471805599453
 * ```
 */
export function entropy(p: Probabilities | Distribution, options: InformationOptions = {}): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("entropy", options, ["base", "axis"]);
  if (isDistribution(p)) return inUnits("entropy", p.entropy(), base);
  const outcomes = outcomesOf("entropy", "p", p, axis);
  const surprise = neg(outcomes.logOn(outcomes.possible()));
  return inUnits("entropy", sum(mul(outcomes.probabilities(), surprise), { axis: outcomes.at }), base);
}
