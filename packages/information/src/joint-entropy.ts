import { checkOptions, greater, log, mul, sub, sum, where } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { entropyOver, jointTable } from "./joint-table.ts";
import type { Variable } from "./joint-table.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of measures of all variables of a joint table. */
export interface JointOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The variables, each an axis or a list of axes that are one variable; every axis is one unless given. */
  readonly axes?: readonly Variable[];
}

/** The options of `conditionalEntropy`. */
export interface ConditionalEntropyOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The variable whose entropy is meant, the last axis unless given. */
  readonly axis?: Variable;
  /** The variable that is known, the last axis but one unless given. */
  readonly given?: Variable;
}

/**
 * The entropy H(X, Y, …) = −Σ p log p of a table of joint probabilities, with 0 log 0 = 0.
 *
 * @param joint - probabilities that sum to 1 over the axes of the variables together; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: T. M. Cover, J. A. Thomas, "Elements of Information Theory" (2006), chapter 2.
 *
 * @example
 * ```ts
 * import { jointEntropy } from "@adjoint/information";
 *
 * jointEntropy([[0.5, 0.25], [0.25, 0]], { base: "bits" }).item(); // => 1.5
 * ```
 */
export function jointEntropy(joint: TensorLike, options: JointOptions = {}): Tensor {
  const { base = "nats", axes } = checkOptions("jointEntropy", options, ["base", "axes"]);
  const table = jointTable("jointEntropy", joint, axes);
  return inUnits("jointEntropy", entropyOver(table.p, table.axes), base);
}

/**
 * The entropy H(Y | X) = H(X, Y) − H(X) = −Σ p(x, y) log p(y | x) that is left in Y when X is known.
 *
 * Of a matrix with the rows x and the columns y; `{ axis: 0, given: 1 }` is H(X | Y). No term is negative, so nothing
 * cancels. Where p is 0 so is the derivative.
 *
 * @param joint - probabilities that sum to 1 over the axes of both variables; other axes are a batch.
 * @throws DomainError for negative probabilities or a total that is not 1, ShapeError for axes that do not exist.
 *
 * Source: T. M. Cover, J. A. Thomas, "Elements of Information Theory" (2006), section 2.2.
 *
 * @example
 * ```ts
 * import { conditionalEntropy } from "@adjoint/information";
 *
 * const joint = [[0.25, 0.25], [0, 0.5]];
 * conditionalEntropy(joint, { base: "bits" }).item(); // => 0.5
 * conditionalEntropy(joint, { axis: 0, given: 1, base: "bits" }).item(); // => 0.6887218755408671
 * ```
 */
export function conditionalEntropy(joint: TensorLike, options: ConditionalEntropyOptions = {}): Tensor {
  const {
    base = "nats",
    axis = -1,
    given = -2,
  } = checkOptions("conditionalEntropy", options, ["base", "axis", "given"]);
  const table = jointTable("conditionalEntropy", joint, [axis, given]);
  return inUnits("conditionalEntropy", conditionalOver(table.p, table.axes[0]!, table.axes), base);
}

/** H(variable | the others) of a table, over its axes. */
export function conditionalOver(p: Tensor, variable: number, axes: readonly number[]): Tensor {
  const possible = greater(p, 0);
  const known = sum(p, { axis: variable, keepDims: true });
  const logOn = (x: Tensor): Tensor => log(where(possible, x, 1));
  return sum(mul(p, sub(logOn(known), logOn(p))), { axis: axes });
}
