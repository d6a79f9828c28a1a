import { cos, sin } from "@adjoint/kernels";
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
import { blocks, draws } from "./blocks.ts";
import { logUniform } from "./fine-uniform.ts";
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
 * z comes from the transform of Box and Muller ("A note on the generation of random normal deviates", 1958). It
 * rejects nothing, so that element i depends on its own place alone and a longer draw begins with the shorter one.
 * Both tails are alike and not cut off: the radius comes from as many bits as it needs, up to 11.6 standard deviations,
 * beyond which there is a mass of 10⁻³⁰. The draws are the same, bit for bit, on every platform. Parameters may be
 * traced or mapped over; the noise is made once, for the key.
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
  const elements = new Float64Array(size + (size % 2));
  const room = (): Float64Array => new Float64Array(Math.min(chunk, elements.length) / 2);
  const scratch: Scratch = { logs: room(), sines: room(), cosines: room() };
  for (let start = 0; start < elements.length; start += chunk) {
    transform(key, elements.subarray(start, start + chunk), start, scratch);
  }
  return new Tensor(checked, "float64", size % 2 === 0 ? elements : elements.slice(0, size));
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 2048;

/** Room for the logarithms, sines and cosines of the pairs of a chunk: making it anew takes a fifth of the time. */
interface Scratch {
  readonly logs: Float64Array;
  readonly sines: Float64Array;
  readonly cosines: Float64Array;
}

/** Pairs of uniforms into pairs of normals: √(−2 log u) cos 2πv and √(−2 log u) sin 2πv. */
function transform(key: Key, elements: Float64Array, start: number, scratch: Scratch): void {
  const pairs = elements.length / 2;
  const words = blocks("normal", key, elements.length, draws, start);
  const fit = (part: Float64Array): Float64Array => (part.length === pairs ? part : part.subarray(0, pairs));
  const [logs, sines, cosines] = [fit(scratch.logs), fit(scratch.sines), fit(scratch.cosines)];
  logUniform("normal", key, words, start, 2, logs);
  for (let k = 0; k < pairs; k++) {
    sines[k] = 2 * Math.PI * unitFrom(words[4 * k + 2]!, words[4 * k + 3]!);
  }
  cos.map(sines, cosines);
  sin.map(sines, sines);
  for (let k = 0; k < pairs; k++) {
    const length = Math.sqrt(-2 * logs[k]!);
    elements[2 * k] = length * cosines[k]!;
    elements[2 * k + 1] = length * sines[k]!;
  }
}
