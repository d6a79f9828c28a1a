import { add, checkOptions, div, mul, sub, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { conditionalOver } from "./joint-entropy.ts";
import type { JointOptions } from "./joint-entropy.ts";
import { entropyOver, jointTable } from "./joint-table.ts";
import { relativeExcess } from "./relative-excess.ts";
import { inUnits } from "./units.ts";

/**
 * The total correlation Σᵢ H(Xᵢ) − H(X₁, …, Xₙ) = D(p(x₁, …, xₙ) ‖ p(x₁) ⋯ p(xₙ)) ≥ 0: how far the variables are from
 * independence. Of two variables it is the mutual information.
 *
 * @param joint - probabilities that sum to 1 over the axes of all variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: S. Watanabe, "Information theoretical analysis of multivariate correlation", IBM J. Res. Dev. 4 (1960).
 *
 * @example
 * ```ts
 * import { totalCorrelation } from "@adjoint/information";
 *
 * totalCorrelation([[[0.5, 0], [0, 0]], [[0, 0], [0, 0.5]]], { base: "bits" }).item(); // => 2
 * ```
 */
export function totalCorrelation(joint: TensorLike, options: JointOptions = {}): Tensor {
  const { base = "nats", axes } = checkOptions("totalCorrelation", options, ["base", "axes"]);
  const table = jointTable("totalCorrelation", joint, axes);
  const total = table.marginal(...table.axes);
  const marginals = table.axes.map((axis) => table.marginal(...table.axes.filter((other) => other !== axis)));
  const product = marginals.reduce((product, marginal) => mul(product, div(marginal, total)), total);
  const terms = relativeExcess(
    table.p,
    product,
    marginals,
    marginals.slice(1).map(() => total),
  );
  return inUnits("totalCorrelation", sum(terms, { axis: table.axes }), base);
}

/**
 * The dual total correlation H(X₁, …, Xₙ) − Σᵢ H(Xᵢ | the others) ≥ 0: the entropy that variables share.
 *
 * @param joint - probabilities that sum to 1 over the axes of all variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: T. S. Han, "Nonnegative entropy measures of multivariate symmetric correlations", Inf. Control 36 (1978).
 *
 * @example
 * ```ts
 * import { dualTotalCorrelation } from "@adjoint/information";
 *
 * dualTotalCorrelation([[[0.5, 0], [0, 0]], [[0, 0], [0, 0.5]]], { base: "bits" }).item(); // => 1
 * ```
 */
export function dualTotalCorrelation(joint: TensorLike, options: JointOptions = {}): Tensor {
  const { base = "nats", axes } = checkOptions("dualTotalCorrelation", options, ["base", "axes"]);
  const table = jointTable("dualTotalCorrelation", joint, axes);
  const own = table.axes.map((axis) => conditionalOver(table.p, axis, table.axes));
  const nats = own.reduce((rest, part) => sub(rest, part), entropyOver(table.p, table.axes));
  return inUnits("dualTotalCorrelation", nats, base);
}

/**
 * The interaction information of n variables, (−1)ⁿ⁺¹ Σ over sets S of variables of (−1)^|S| H(S), of three
 * I(X; Y | Z) − I(X; Y): positive where they tell more together than apart (synergy), negative where they repeat
 * each other (redundancy). The co-information is (−1)ⁿ times it.
 *
 * @param joint - probabilities that sum to 1 over the axes of all variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: W. J. McGill, "Multivariate information transmission", Psychometrika 19 (1954).
 *
 * @example
 * ```ts
 * import { interactionInformation } from "@adjoint/information";
 *
 * const coins = [[[0, 0.25], [0.25, 0]], [[0.25, 0], [0, 0.25]]];
 * interactionInformation(coins, { base: "bits" }).item(); // => 1
 * ```
 */
export function interactionInformation(joint: TensorLike, options: JointOptions = {}): Tensor {
  const { base = "nats", axes } = checkOptions("interactionInformation", options, ["base", "axes"]);
  const table = jointTable("interactionInformation", joint, axes);
  const count = table.axes.length;
  const terms = Array.from({ length: 2 ** count - 1 }, (_, i) => {
    const left = table.axes.filter((_axis, k) => (((i + 1) >> k) & 1) === 1);
    const summed = table.axes.filter((axis) => !left.includes(axis));
    const nats = entropyOver(table.marginal(...summed), table.axes);
    return mul((count - left.length) % 2 === 0 ? -1 : 1, nats);
  });
  const nats = terms.reduce((total, term) => add(total, term));
  return inUnits("interactionInformation", nats, base);
}
