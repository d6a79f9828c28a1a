import { cos, log, sin } from "@adjoint/kernels";
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
 * draw begins with the shorter one. Both tails are alike; |z| reaches 8.57, beyond which there is a mass of 1e-17.
 * The draws are the same, bit for bit, on every platform.
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
  const elements = new Float64Array(size + (size % 2));
  for (let start = 0; start < elements.length; start += chunk) {
    transform(words, elements, start, Math.min(start + chunk, elements.length));
  }
  return new Tensor(checked, "float64", size % 2 === 0 ? elements : elements.slice(0, size));
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 1024;

/** Pairs of uniforms into pairs of normals: √(−2 log u) cos 2πv and √(−2 log u) sin 2πv. */
function transform(words: Uint32Array, elements: Float64Array, start: number, end: number): void {
  const pairs = (end - start) / 2;
  const radius = new Float64Array(pairs);
  const sine = new Float64Array(pairs);
  for (let k = 0; k < pairs; k++) {
    const at = 2 * start + 4 * k;
    // 1 − u lies in (0, 1], where the logarithm is finite.
    radius[k] = 1 - unitFrom(words[at]!, words[at + 1]!);
    sine[k] = 2 * Math.PI * unitFrom(words[at + 2]!, words[at + 3]!);
  }
  const cosine = new Float64Array(pairs);
  log.map(radius, radius);
  cos.map(sine, cosine);
  sin.map(sine, sine);
  for (let k = 0; k < pairs; k++) {
    const length = Math.sqrt(-2 * radius[k]!);
    elements[start + 2 * k] = length * cosine[k]!;
    elements[start + 2 * k + 1] = length * sine[k]!;
  }
}
