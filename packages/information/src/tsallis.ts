import { astype, checkOptions, div, sub, sum, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { klDivergence } from "./divergence.ts";
import { entropy } from "./entropy.ts";
import { checkOrder } from "./order.ts";
import { outcomePair, outcomesOf } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import { powerSumOf, powerSumOfPair } from "./renyi.ts";

/** The options of measures that are no logarithms and so have no unit. */
export interface AxisOptions {
  /** The axis along which probabilities sum to 1, the last unless given. */
  readonly axis?: number;
}

/**
 * The Tsallis entropy S_q(p) = (1 − Σᵢ pᵢ^q) / (q − 1) of the order q ≥ 0.
 *
 * Of the order 0 it is the number of possible outcomes less 1, of 1 Shannon's entropy in nats, of 2 the Gini impurity
 * 1 − Σ p²; next to order 1 it keeps its digits. Where p is 0 the derivative is taken as 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; the result has the shape without the axis.
 * @param order - q, a finite number from 0.
 * @throws DomainError for negative probabilities, a sum that is not 1, or another order.
 *
 * Source: C. Tsallis, "Possible generalization of Boltzmann–Gibbs statistics", J. Stat. Phys. 52 (1988).
 *
 * @example
 * ```ts
 * import { tsallisEntropy } from "@adjoint/information";
 *
 * tsallisEntropy([0.5, 0.25, 0.25], 2).item(); // => 0.625
 * tsallisEntropy([0.5, 0.5], 1).item(); // => 0.6931471805599453
 * ```
 */
export function tsallisEntropy(p: Probabilities, order: number, options: AxisOptions = {}): Tensor {
  const { axis = -1 } = checkOptions("tsallisEntropy", options, ["axis"]);
  checkOrder("tsallisEntropy", order, true);
  // Before anything else, so that messages name this function.
  const outcomes = outcomesOf("tsallisEntropy", "p", p, axis);
  if (order === 1) return entropy(p, { axis });
  if (order === 0) {
    const count = sum(outcomes.possible(), { axis: outcomes.at });
    return sub(astype(count, outcomes.probabilities().dtype), 1);
  }
  const { excess } = powerSumOf(outcomes, order);
  return order < 1 ? div(excess, 1 - order) : div(sub(0, excess), order - 1);
}

/**
 * The Tsallis divergence D_q(p‖r) = (Σᵢ pᵢ^q rᵢ^(1−q) − 1) / (q − 1) ≥ 0 of the order q ≥ 0, of 1 the Kullback–Leibler
 * divergence in nats.
 *
 * From order 1 on it is +∞ where p has mass and r has none. Where p is 0 nothing is added; where it is infinite for an
 * order other than 1 the derivative is taken as 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `r`.
 * @param order - q, a finite number from 0.
 * @throws DomainError for negative probabilities, a sum that is not 1, or another order.
 *
 * Source: C. Tsallis, "Generalized entropy-based criterion for consistent testing", Phys. Rev. E 58 (1998).
 *
 * @example
 * ```ts
 * import { tsallisDivergence } from "@adjoint/information";
 *
 * tsallisDivergence([0.5, 0.5], [0.25, 0.75], 2).item(); // => 0.3333333333333333
 * ```
 */
export function tsallisDivergence(
  p: Probabilities,
  r: Probabilities,
  order: number,
  options: AxisOptions = {},
): Tensor {
  const { axis = -1 } = checkOptions("tsallisDivergence", options, ["axis"]);
  checkOrder("tsallisDivergence", order, true);
  const [a, b] = outcomePair("tsallisDivergence", p, r, axis);
  if (order === 1) return klDivergence(p, r, { axis });
  if (order === 0) return sub(1, sum(where(a.possible(), b.probabilities(), 0), { axis: a.at }));
  const { sums, escaped } = powerSumOfPair(a, b, order);
  const excess = order < 1 ? div(sub(0, sums.excess), 1 - order) : div(sums.excess, order - 1);
  return order > 1 ? where(escaped, Infinity, excess) : excess;
}
