import { checkOptions, less, type Shape, type Tensor, type TensorLike } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { unitUniform } from "./uniform.ts";

/** The parameter of `bernoulli`. */
export interface BernoulliOptions {
  /** The probability of `true`, ½ unless given. */
  readonly probs?: TensorLike;
}

/**
 * Booleans that are true with probability `probs`; exactly never for 0 and always for 1.
 *
 * The draws are steps in `probs`: no derivative flows through them.
 *
 * @param shape - that of the result, into which `probs` broadcasts; the shape of `probs` unless given.
 * @throws ShapeError when `probs` does not broadcast, DomainError when it leaves [0, 1].
 *
 * @example
 * ```ts
 * import { bernoulli, key } from "@adjoint/random";
 *
 * bernoulli(key(1), undefined, { probs: [0, 1] }).toArray(); // => [false, true]
 * ```
 */
export function bernoulli(key: Key, shape?: Shape, options: BernoulliOptions = {}): Tensor {
  const { probs = 0.5 } = checkOptions("bernoulli", options, ["probs"]);
  const sampled = sampleShape("bernoulli", shape, { probs });
  checkParameter("bernoulli", "probs", sampled.params.probs, (p) => p >= 0 && p <= 1, "within [0, 1]");
  return less(unitUniform("bernoulli", key, sampled.shape), sampled.params.probs);
}
