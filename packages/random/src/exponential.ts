import { checkOptions, div, log1p, neg, type Shape, type Tensor, type TensorLike } from "@adjoint/tensor";
import { checkPositive } from "./gamma.ts";
import type { Key } from "./key.ts";
import { sampleShape } from "./sample-shape.ts";
import { unitUniform } from "./uniform.ts";

/** The parameter of `exponential`. */
export interface ExponentialOptions {
  /** The inverse mean, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * Numbers with the exponential distribution, by inversion: −log(1 − u)/rate. Derivatives flow to the rate.
 *
 * @param shape - that of the result, into which the rate broadcasts; the shape of the rate unless given.
 * @throws ShapeError when the rate does not broadcast, DomainError unless it is positive and finite.
 *
 * @example
 * ```ts
 * import { exponential, key } from "@adjoint/random";
 *
 * exponential(key(1), [3], { rate: 2 }).shape; // => [3]
 * ```
 */
export function exponential(key: Key, shape?: Shape, options: ExponentialOptions = {}): Tensor {
  const { rate = 1 } = checkOptions("exponential", options, ["rate"]);
  const sampled = sampleShape("exponential", shape, { rate });
  checkPositive("exponential", "rate", sampled.params.rate);
  const x = neg(log1p(neg(unitUniform("exponential", key, sampled.shape))));
  return options.rate === undefined ? x : div(x, sampled.params.rate);
}
