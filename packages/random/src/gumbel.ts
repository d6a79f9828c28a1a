import { add, checkOptions, log, mul, neg, type Shape, type Tensor, type TensorLike } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { openUniform } from "./open-uniform.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `gumbel`. */
export interface GumbelOptions {
  /** The location, 0 unless given. */
  readonly location?: TensorLike;
  /** The scale, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Numbers with the Gumbel distribution, by inversion of a uniform number u in (0, 1): μ − s log(−log u). Derivatives flow to
 * both parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError for a negative scale.
 *
 * @example
 * ```ts
 * import { key, gumbel } from "@adjoint/random";
 *
 * gumbel(key(1), undefined, { location: [1, 2], scale: 0 }).toArray(); // => [1, 2]
 * ```
 */
export function gumbel(key: Key, shape?: Shape, options: GumbelOptions = {}): Tensor {
  const { location = 0, scale = 1 } = checkOptions("gumbel", options, ["location", "scale"]);
  const { params, shape: drawn } = sampleShape("gumbel", shape, { location, scale });
  checkParameter("gumbel", "scale", params.scale, (s) => s >= 0, "at least 0");
  const u = openUniform("gumbel", key, drawn);
  return add(params.location, mul(params.scale, neg(log(neg(log(u))))));
}
