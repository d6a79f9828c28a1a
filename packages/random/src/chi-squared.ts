import { checkOptions, exp, mul, type Shape, type Tensor, type TensorLike } from "@adjoint/tensor";
import { checkPositive, logGamma } from "./gamma.ts";
import type { Key } from "./key.ts";
import { sampleShape } from "./sample-shape.ts";

/** The parameter of `chiSquared`. */
export interface ChiSquaredOptions {
  /** The degrees of freedom, positive. */
  readonly df: TensorLike;
}

/**
 * Sums of df squared normal numbers, for any positive df: twice gamma draws of shape df/2. Derivatives flow to df.
 *
 * @param shape - that of the result, into which df broadcasts; the shape of df unless given.
 * @throws ShapeError when df does not broadcast, DomainError unless it is positive and finite.
 *
 * @example
 * ```ts
 * import { chiSquared, key } from "@adjoint/random";
 *
 * chiSquared(key(1), [3], { df: 4 }).shape; // => [3]
 * ```
 */
export function chiSquared(key: Key, shape: Shape | undefined, options: ChiSquaredOptions): Tensor {
  const { df } = checkOptions("chiSquared", options, ["df"]);
  const { params, shape: drawn } = sampleShape("chiSquared", shape, { df });
  checkPositive("chiSquared", "df", params.df);
  return mul(2, exp(logGamma(key, mul(0.5, params.df), drawn)));
}
