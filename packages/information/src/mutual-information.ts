import {
  add,
  checkOptions,
  div,
  DomainError,
  equal,
  greater,
  maximum,
  minimum,
  mul,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { conditionalOver } from "./joint-entropy.ts";
import { entropyOver, jointTable } from "./joint-table.ts";
import type { JointTable, Variable } from "./joint-table.ts";
import { relativeExcess } from "./relative-excess.ts";
import { root } from "./statistical-distances.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of measures of two variables of a joint table. */
export interface PairOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The two variables, each an axis or a list of axes that are one; the last two axes unless given. */
  readonly axes?: readonly [Variable, Variable];
}

/** The options of `conditionalMutualInformation`. */
export interface ConditionalPairOptions extends PairOptions {
  /** The variable that is known, the last axis unless given; `axes` then are the two before it unless given. */
  readonly given?: Variable;
}

/** The options of `normalizedMutualInformation`. */
export interface NormalizedOptions {
  /** The two variables; the last two axes unless given. */
  readonly axes?: readonly [Variable, Variable];
  /** What to divide by: a mean of H(X) and H(Y), their minimum or maximum, or H(X, Y); `"arithmetic"` unless given. */
  readonly normalization?: "arithmetic" | "geometric" | "minimum" | "maximum" | "joint";
}

/**
 * The mutual information I(X; Y) = Σ p(x, y) log(p(x, y) / (p(x) p(y))) ≥ 0: what one variable tells about the other.
 *
 * Computed from terms that are not negative, so that weak dependence keeps its digits and independence is 0. The
 * derivative in p(x, y) is log(p(x, y) / (p(x) p(y))) (determined up to a constant, as probabilities sum to 1), and 0
 * where p(x, y) = 0.
 *
 * @param joint - probabilities that sum to 1 over the axes of both variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: C. E. Shannon, "A mathematical theory of communication", Bell Syst. Tech. J. 27 (1948).
 *
 * @example
 * ```ts
 * import { mutualInformation } from "@adjoint/information";
 *
 * mutualInformation([[0.5, 0], [0, 0.5]], { base: "bits" }).item(); // => 1
 * mutualInformation([[0.1, 0.3], [0.15, 0.45]]).item(); // => 0
 * ```
 */
export function mutualInformation(joint: TensorLike, options: PairOptions = {}): Tensor {
  const { base = "nats", axes = [-2, -1] } = checkOptions("mutualInformation", options, ["base", "axes"]);
  const table = jointTable("mutualInformation", joint, axes);
  return inUnits("mutualInformation", informationOf(table), base);
}

/**
 * The conditional mutual information I(X; Y | Z) = Σ p(x, y, z) log(p(z) p(x, y, z) / (p(x, z) p(y, z))) ≥ 0: what X and
 * Y tell about each other once Z is known.
 *
 * @param joint - probabilities that sum to 1 over the axes of the three variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: T. M. Cover, J. A. Thomas, "Elements of Information Theory" (2006), section 2.5.
 *
 * @example
 * ```ts
 * import { conditionalMutualInformation } from "@adjoint/information";
 *
 * // Two coins, and whether they agree: independent in pairs, dependent given the third.
 * const coins = [[[0, 0.25], [0.25, 0]], [[0.25, 0], [0, 0.25]]];
 * conditionalMutualInformation(coins, { base: "bits" }).item(); // => 1
 * ```
 */
export function conditionalMutualInformation(
  joint: TensorLike,
  options: ConditionalPairOptions = {},
): Tensor {
  const {
    base = "nats",
    axes = [-3, -2],
    given = -1,
  } = checkOptions("conditionalMutualInformation", options, ["base", "axes", "given"]);
  const table = jointTable("conditionalMutualInformation", joint, [...axes, given]);
  const [x, y, z] = table.axes as [number, number, number];
  const [known, withX, withY] = [table.marginal(x, y), table.marginal(y), table.marginal(x)];
  const share = div(withY, where(greater(known, 0), known, 1));
  const terms = relativeExcess(table.p, mul(withX, share), [withX, withY], [known]);
  return inUnits("conditionalMutualInformation", sum(terms, { axis: [x, y, z] }), base);
}

/**
 * The variation of information H(X | Y) + H(Y | X) ≥ 0, a distance between variables: symmetric, 0 only if each
 * determines the other, with the triangle inequality.
 *
 * @param joint - probabilities that sum to 1 over the axes of both variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: M. Meilă, "Comparing clusterings – an information based distance", J. Multivar. Anal. 98 (2007).
 *
 * @example
 * ```ts
 * import { variationOfInformation } from "@adjoint/information";
 *
 * variationOfInformation([[0.25, 0.25], [0.25, 0.25]], { base: "bits" }).item(); // => 2
 * variationOfInformation([[0, 0.5], [0.5, 0]]).item(); // => 0
 * ```
 */
export function variationOfInformation(joint: TensorLike, options: PairOptions = {}): Tensor {
  const { base = "nats", axes = [-2, -1] } = checkOptions("variationOfInformation", options, [
    "base",
    "axes",
  ]);
  const table = jointTable("variationOfInformation", joint, axes);
  const [x, y] = table.axes as [number, number];
  const nats = add(conditionalOver(table.p, x, table.axes), conditionalOver(table.p, y, table.axes));
  return inUnits("variationOfInformation", nats, base);
}

/**
 * The mutual information as a share, I(X; Y) / M from 0 to 1, where M is a mean of H(X) and H(Y), their minimum or
 * maximum, or H(X, Y). Where M is 0, because nothing varies, it is 1.
 *
 * @param joint - probabilities that sum to 1 over the axes of both variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: N. X. Vinh, J. Epps, J. Bailey, "Information theoretic measures for clusterings comparison", JMLR 11 (2010).
 *
 * @example
 * ```ts
 * import { normalizedMutualInformation } from "@adjoint/information";
 *
 * normalizedMutualInformation([[0.25, 0, 0.25], [0, 0.5, 0]], { normalization: "minimum" }).item(); // => 1
 * ```
 */
export function normalizedMutualInformation(joint: TensorLike, options: NormalizedOptions = {}): Tensor {
  const { axes = [-2, -1], normalization = "arithmetic" } = checkOptions(
    "normalizedMutualInformation",
    options,
    ["axes", "normalization"],
  );
  const table = jointTable("normalizedMutualInformation", joint, axes);
  const scale = normalizerOf(table, normalization);
  const certain = equal(scale, 0);
  return where(certain, 1, div(informationOf(table), where(certain, 1, scale)));
}

/** I(X; Y) of a table of two variables. */
function informationOf(table: JointTable): Tensor {
  const [x, y] = table.axes as [number, number];
  const [ofX, ofY, total] = [table.marginal(y), table.marginal(x), table.marginal(x, y)];
  // Divided by the total, which rounding keeps from 1, the terms have no first-order error.
  const terms = relativeExcess(table.p, mul(ofX, div(ofY, total)), [ofX, ofY], [total]);
  return sum(terms, { axis: [x, y] });
}

function normalizerOf(
  table: JointTable,
  normalization: NonNullable<NormalizedOptions["normalization"]>,
): Tensor {
  const [x, y] = table.axes as [number, number];
  const ofX = entropyOver(table.marginal(y), table.axes);
  const ofY = entropyOver(table.marginal(x), table.axes);
  if (normalization === "arithmetic") return mul(0.5, add(ofX, ofY));
  // Not the root of the product, whose derivative is infinite at 0.
  if (normalization === "geometric") return mul(root(ofX), root(ofY));
  if (normalization === "minimum") return minimum(ofX, ofY);
  if (normalization === "maximum") return maximum(ofX, ofY);
  if (normalization === "joint") return entropyOver(table.p, table.axes);
  throw new DomainError(
    `normalizedMutualInformation: normalization must be "arithmetic", "geometric", "minimum", "maximum" or "joint", ` +
      `got ${JSON.stringify(normalization)}`,
    { operation: "normalizedMutualInformation", normalization },
  );
}
