import {
  add,
  checkOptions,
  less,
  log,
  mul,
  neg,
  type Shape,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { openUniform } from "./open-uniform.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `laplace`. */
export interface LaplaceOptions {
  /** The mean, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Numbers with the Laplace distribution, by inversion of a uniform number u in (0, 1): μ ± s log(2 min(u, 1 − u)). Derivatives flow to
 * both parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError for a negative scale.
 *
 * @example
 * ```ts
 * import { key, laplace } from "@adjoint/random";
 *
 * laplace(key(1), undefined, { mean: [1, 2], scale: 0 }).toArray(); // => [1, 2]
 * ```
 */
export function laplace(key: Key, shape?: Shape, options: LaplaceOptions = {}): Tensor {
  const { mean = 0, scale = 1 } = checkOptions("laplace", options, ["mean", "scale"]);
  const { params, shape: drawn } = sampleShape("laplace", shape, { mean, scale });
  checkParameter("laplace", "scale", params.scale, (s) => s >= 0, "at least 0");
  const u = openUniform("laplace", key, drawn);
  return add(
    params.mean,
    mul(params.scale, where(less(u, 0.5), log(mul(2, u)), neg(log(mul(2, sub(1, u)))))),
  );
}
