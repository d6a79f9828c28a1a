import { add, broadcastOperands, checkOptions, DomainError, mul, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { outcomesOf } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import { sumTolerance } from "./probabilities.ts";
import { relativeExcess } from "./relative-excess.ts";
import { inUnits } from "./units.ts";
import type { InformationOptions } from "./units.ts";

/** The options of the Jensen–Shannon divergences. */
export interface JsOptions extends InformationOptions {
  /** The weights of the distributions, which sum to 1; equal unless given. */
  readonly weights?: readonly number[];
}

/**
 * The Jensen–Shannon divergence ½ D(p‖m) + ½ D(q‖m) from the mixture m = ½ (p + q): symmetric, from 0 to log 2.
 *
 * With weights it is w₁ D(p‖m) + w₂ D(q‖m) of m = w₁ p + w₂ q. Its root is a distance. Computed from terms that are not
 * negative, so that nearly equal distributions keep their digits. The derivative in p is w₁ log(p/m), and 0 where p is 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @throws DomainError for negative probabilities, a sum that is not 1, or wrong weights.
 *
 * Source: J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991).
 *
 * @example
 * ```ts
 * import { jsDivergence } from "@adjoint/information";
 *
 * jsDivergence([1, 0], [0, 1], { base: "bits" }).item(); // => 1
 * jsDivergence([0.5, 0.5], [0.5, 0.5]).item(); // => 0
 * ```
 */
export function jsDivergence(p: Probabilities, q: Probabilities, options: JsOptions = {}): Tensor {
  const settings = checkOptions("jsDivergence", options, ["base", "axis", "weights"]);
  return mixtureDivergence("jsDivergence", [p, q], settings);
}

/**
 * The Jensen–Shannon divergence Σᵢ wᵢ D(pᵢ‖m) of any number of distributions from their mixture m = Σᵢ wᵢ pᵢ: what a
 * draw tells about which of them it comes from, from 0 to the entropy of the weights.
 *
 * @param distributions - probabilities or `{ logits }`, which broadcast.
 * @throws DomainError for negative probabilities, a sum that is not 1, wrong weights or no distributions.
 *
 * Source: J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991).
 *
 * @example
 * ```ts
 * import { generalizedJsDivergence } from "@adjoint/information";
 *
 * generalizedJsDivergence([[1, 0, 0], [0, 1, 0], [0, 0, 1]]).item(); // => 1.0986122886681098
 * ```
 */
export function generalizedJsDivergence(
  distributions: readonly Probabilities[],
  options: JsOptions = {},
): Tensor {
  const settings = checkOptions("generalizedJsDivergence", options, ["base", "axis", "weights"]);
  return mixtureDivergence("generalizedJsDivergence", distributions, settings);
}

function mixtureDivergence(
  operation: string,
  distributions: readonly Probabilities[],
  { base = "nats", axis = -1, weights }: JsOptions,
): Tensor {
  const shares = weightsOf(operation, distributions, weights);
  const given = distributions.map((each, i) => outcomesOf(operation, nameOf(operation, i), each, axis));
  const parts = broadcastAll(
    operation,
    given.map((each) => each.probabilities()),
  );
  const mixture = parts.map((p, i) => mul(p, shares[i]!)).reduce((m, part) => add(m, part));
  const at = outcomesOf(operation, "the mixture", mixture, axis).at;
  const terms = parts.map((p, i) => mul(shares[i]!, relativeExcess(p, mixture, [mixture])));
  return inUnits(
    operation,
    sum(
      terms.reduce((total, term) => add(total, term)),
      { axis: at },
    ),
    base,
  );
}

function broadcastAll(operation: string, parts: readonly Tensor[]): readonly Tensor[] {
  const widest = parts.reduce((widest, part) => broadcastOperands(operation, widest, part)[0]);
  return parts.map((part) => broadcastOperands(operation, part, widest)[0]);
}

function nameOf(operation: string, i: number): string {
  return operation === "jsDivergence" ? "pq"[i]! : `distributions[${i}]`;
}

function weightsOf(
  operation: string,
  { length }: readonly Probabilities[],
  weights: readonly number[] = Array.from({ length }, () => 1 / length),
): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (
    length > 0 &&
    weights.length === length &&
    weights.every((weight) => weight >= 0) &&
    Math.abs(total - 1) <= sumTolerance
  ) {
    return weights;
  }
  throw new DomainError(
    `${operation}: weights must be ${length} numbers from 0 that sum to 1, got ${JSON.stringify(weights)}`,
    { operation, weights },
  );
}
