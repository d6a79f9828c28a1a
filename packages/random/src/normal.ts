import {
  add,
  checkOptions,
  checkShape,
  mul,
  sizeOf,
  Tensor,
  type Shape,
  type TensorLike,
} from "@adjoint/tensor";
import { blocks } from "./blocks.ts";
import type { Key } from "./key.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { unitFrom } from "./uniform.ts";

/** The parameters of `normal`. */
export interface NormalOptions {
  /** The mean, 0 unless given. */
  readonly mean?: TensorLike;
  /** The standard deviation, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Normally distributed numbers mean + scale · z, so that derivatives flow to `mean` and `scale`.
 *
 * z comes from the transform of Box and Muller ("A note on the generation of random normal deviates", 1958) on
 * pairs of 53-bit uniforms. It rejects nothing, so that element i depends on its own place alone and a longer
 * draw begins with the shorter one; |z| reaches 8.57.
 *
 * @param shape - that of the result, into which `mean` and `scale` broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError for a negative scale.
 *
 * @example
 * ```ts
 * import { key, normal } from "@adjoint/random";
 *
 * normal(key(1), [2, 3]).shape; // => [2, 3]
 * normal(key(1), undefined, { mean: [0, 100], scale: 0 }); // => [0 100]
 * ```
 */
export function normal(key: Key, shape?: Shape, options: NormalOptions = {}): Tensor {
  const { mean = 0, scale = 1 } = checkOptions("normal", options, ["mean", "scale"]);
  const sampled = sampleShape("normal", shape, { mean, scale });
  checkParameter("normal", "scale", sampled.params.scale, (element) => element >= 0, "at least 0");
  const z = standardNormal(key, sampled.shape);
  const isStandard = options.mean === undefined && options.scale === undefined;
  return isStandard ? z : add(sampled.params.mean, mul(sampled.params.scale, z));
}

function standardNormal(key: Key, shape: Shape): Tensor {
  const checked = checkShape("normal", shape);
  const size = sizeOf(checked);
  const words = blocks("normal", key, size + (size % 2));
  const elements = new Float64Array(size);
  for (let i = 0; i < size; i += 2) {
    // 1 − u lies in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - unitFrom(words[2 * i]!, words[2 * i + 1]!)));
    const angle = 2 * Math.PI * unitFrom(words[2 * i + 2]!, words[2 * i + 3]!);
    elements[i] = radius * Math.cos(angle);
    if (i + 1 < size) elements[i + 1] = radius * Math.sin(angle);
  }
  return new Tensor(checked, "float64", elements);
}
