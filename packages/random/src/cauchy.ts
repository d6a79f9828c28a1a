import { add, checkOptions, mul, type Shape, sub, tan, type Tensor, type TensorLike } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { openUniform } from "./open-uniform.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `cauchy`. */
export interface CauchyOptions {
  /** The location, 0 unless given. */
  readonly location?: TensorLike;
  /** The scale, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Numbers with the Cauchy distribution, by inversion of a uniform number u in (0, 1): x₀ + s tan(π(u − ½)). Derivatives flow to
 * both parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError for a negative scale.
 *
 * @example
 * ```ts
 * import { key, cauchy } from "@adjoint/random";
 *
 * cauchy(key(1), undefined, { location: [1, 2], scale: 0 }).toArray(); // => [1, 2]
 * ```
 */
export function cauchy(key: Key, shape?: Shape, options: CauchyOptions = {}): Tensor {
  const { location = 0, scale = 1 } = checkOptions("cauchy", options, ["location", "scale"]);
  const { params, shape: drawn } = sampleShape("cauchy", shape, { location, scale });
  checkParameter("cauchy", "scale", params.scale, (s) => s >= 0, "at least 0");
  const u = openUniform("cauchy", key, drawn);
  return add(params.location, mul(params.scale, tan(mul(Math.PI, sub(u, 0.5)))));
}
