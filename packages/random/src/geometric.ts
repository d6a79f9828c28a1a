import {
  add,
  astype,
  checkOptions,
  div,
  floor,
  log1p,
  neg,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { unitUniform } from "./uniform.ts";

/** The parameter of `geometric`. */
export interface GeometricOptions {
  /** The probability of success in each trial, ½ unless given. */
  readonly probs?: TensorLike;
}

/**
 * How many trials fail before the first success, float64 integers, by inversion: ⌊log u / log(1 − p)⌋.
 * No derivative flows to `probs`.
 *
 * @param shape - that of the result, into which `probs` broadcasts; the shape of `probs` unless given.
 * @throws ShapeError when `probs` does not broadcast, DomainError unless 0 < probs ≤ 1.
 *
 * @example
 * ```ts
 * import { geometric, key } from "@adjoint/random";
 *
 * geometric(key(1), [3], { probs: 1 }).toArray(); // => [0, 0, 0]
 * ```
 */
export function geometric(key: Key, shape?: Shape, options: GeometricOptions = {}): Tensor {
  const { probs = 0.5 } = checkOptions("geometric", options, ["probs"]);
  const sampled = sampleShape("geometric", shape, { probs });
  checkParameter("geometric", "probs", sampled.params.probs, (p) => p > 0 && p <= 1, "within (0, 1]");
  const u = neg(unitUniform("geometric", key, sampled.shape));
  // Adding 0 makes +0 of −0.
  return add(floor(div(log1p(u), log1p(neg(astype(sampled.params.probs, "float64"))))), 0);
}
