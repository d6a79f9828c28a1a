import {
  any,
  astype,
  checkOptions,
  div,
  log,
  logicalAnd,
  logicalNot,
  max,
  mul,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { klDivergence } from "./divergence.ts";
import { entropy } from "./entropy.ts";
import { checkOrder } from "./order.ts";
import { outcomePair, outcomesOf } from "./outcomes.ts";
import type { Outcomes, Probabilities } from "./outcomes.ts";
import { powerSum } from "./power-sum.ts";
import type { PowerSum } from "./power-sum.ts";
import { inUnits } from "./units.ts";
import type { InformationOptions } from "./units.ts";

/**
 * The Rényi entropy H_α(p) = log(Σᵢ pᵢ^α) / (1 − α), which falls with the order α from 0 to ∞.
 *
 * Of the order 0 it is the logarithm of the number of possible outcomes (Hartley), of 1 Shannon's entropy, of 2 the
 * collision entropy and of ∞ the min-entropy −log max p; next to order 1 it keeps its digits. Where p is 0 the
 * derivative is taken as 0, and of the order 0 it is 0 everywhere.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; the result has the shape without the axis.
 * @param order - α, a number from 0 to Infinity.
 * @throws DomainError for negative probabilities, a sum that is not 1, or another order.
 *
 * Source: A. Rényi, "On measures of entropy and information", Proc. 4th Berkeley Symp. 1 (1961).
 *
 * @example
 * ```ts
 * import { renyiEntropy } from "@adjoint/information";
 *
 * renyiEntropy([0.5, 0.25, 0.25], 2, { base: "bits" }).item(); // => 1.415037499278844
 * renyiEntropy([0.5, 0.25, 0.25], Infinity, { base: "bits" }).item(); // => 1
 * renyiEntropy([0.5, 0.25, 0.25, 0], 0).item(); // => 1.0986122886681098
 * ```
 */
export function renyiEntropy(p: Probabilities, order: number, options: InformationOptions = {}): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("renyiEntropy", options, ["base", "axis"]);
  checkOrder("renyiEntropy", order, false);
  // Before anything else, so that messages name this function.
  const outcomes = outcomesOf("renyiEntropy", "p", p, axis);
  if (order === 1) return entropy(p, options);
  return inUnits("renyiEntropy", entropyOfOrder(outcomes, order), base);
}

/**
 * The Rényi divergence D_α(p‖q) = log(Σᵢ pᵢ^α qᵢ^(1−α)) / (α − 1) ≥ 0, which grows with the order α from 0 to ∞.
 *
 * Of the order 0 it is −log of the probability that q gives to what p allows, of 1 the Kullback–Leibler divergence, of
 * ∞ the greatest log(p/q). From order 1 on it is +∞ where p has mass and q has none, below only if nothing is common.
 * Where p is 0 nothing is added; where it is infinite for an order other than 1 the derivative is taken as 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @param order - α, a number from 0 to Infinity.
 * @throws DomainError for negative probabilities, a sum that is not 1, or another order.
 *
 * Source: T. van Erven, P. Harremoës, "Rényi divergence and Kullback–Leibler divergence", IEEE Trans. Inf. Theory 60
 * (2014).
 *
 * @example
 * ```ts
 * import { renyiDivergence } from "@adjoint/information";
 *
 * renyiDivergence([0.5, 0.5], [0.25, 0.75], 2).item(); // => 0.28768207245178085
 * renyiDivergence([0.5, 0.5], [1, 0], 0.5, { base: "bits" }).item(); // => 1
 * ```
 */
export function renyiDivergence(
  p: Probabilities,
  q: Probabilities,
  order: number,
  options: InformationOptions = {},
): Tensor {
  const { base = "nats", axis = -1 } = checkOptions("renyiDivergence", options, ["base", "axis"]);
  checkOrder("renyiDivergence", order, false);
  const pair = outcomePair("renyiDivergence", p, q, axis);
  if (order === 1) return klDivergence(p, q, options);
  return inUnits("renyiDivergence", divergenceOfOrder(...pair, order), base);
}

/** Σ p^α of outcomes. */
export function powerSumOf(outcomes: Outcomes, order: number): PowerSum {
  const possible = outcomes.possible();
  const logs = outcomes.logOn(possible);
  return powerSum(outcomes.probabilities(), logs, mul(order - 1, logs), possible, outcomes.at);
}

/** Σ p^α q^(1−α), and whether p has mass where q has none. */
export function powerSumOfPair(
  p: Outcomes,
  q: Outcomes,
  order: number,
): { readonly sums: PowerSum; readonly escaped: Tensor } {
  const common = logicalAnd(p.possible(), q.possible());
  const missing = logicalAnd(p.possible(), logicalNot(q.possible()));
  const probabilities = p.probabilities();
  const logP = p.logOn(common);
  const exponents = mul(order - 1, sub(logP, q.logOn(common)));
  const lost = sum(where(missing, probabilities, 0), { axis: p.at });
  return {
    sums: powerSum(where(common, probabilities, 0), logP, exponents, common, p.at, lost),
    escaped: any(missing, { axis: p.at }),
  };
}

function entropyOfOrder(outcomes: Outcomes, order: number): Tensor {
  const possible = outcomes.possible();
  if (order === 0) {
    const count = sum(possible, { axis: outcomes.at });
    return log(astype(count, outcomes.probabilities().dtype));
  }
  if (order === Infinity) {
    return sub(0, max(where(possible, outcomes.logOn(possible), -Infinity), { axis: outcomes.at }));
  }
  const { logarithm } = powerSumOf(outcomes, order);
  return order < 1 ? div(logarithm, 1 - order) : div(sub(0, logarithm), order - 1);
}

function divergenceOfOrder(p: Outcomes, q: Outcomes, order: number): Tensor {
  const possible = p.possible();
  if (order === 0) return sub(0, log(sum(where(possible, q.probabilities(), 0), { axis: p.at })));
  if (order === Infinity) {
    const logRatio = sub(p.logOn(possible), q.logOn(possible));
    return max(where(possible, logRatio, -Infinity), { axis: p.at });
  }
  const { sums, escaped } = powerSumOfPair(p, q, order);
  const nats = order < 1 ? div(sub(0, sums.logarithm), 1 - order) : div(sums.logarithm, order - 1);
  return order > 1 ? where(escaped, Infinity, nats) : nats;
}
