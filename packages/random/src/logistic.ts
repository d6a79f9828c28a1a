import { add, checkOptions, log, mul, type Shape, sub, type Tensor, type TensorLike } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { openUniform } from "./open-uniform.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `logistic`. */
export interface LogisticOptions {
  /** The mean, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Numbers with the logistic distribution, by inversion of a uniform number u in (0, 1): μ + s log(u/(1 − u)). Derivatives flow to
 * both parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError for a negative scale.
 *
 * @example
 * ```ts
 * import { key, logistic } from "@adjoint/random";
 *
 * logistic(key(1), undefined, { mean: [1, 2], scale: 0 }).toArray(); // => [1, 2]
 * ```
 */
export function logistic(key: Key, shape?: Shape, options: LogisticOptions = {}): Tensor {
  const { mean = 0, scale = 1 } = checkOptions("logistic", options, ["mean", "scale"]);
  const { params, shape: drawn } = sampleShape("logistic", shape, { mean, scale });
  checkParameter("logistic", "scale", params.scale, (s) => s >= 0, "at least 0");
  const u = openUniform("logistic", key, drawn);
  return add(params.mean, mul(params.scale, sub(log(u), log(sub(1, u)))));
}
