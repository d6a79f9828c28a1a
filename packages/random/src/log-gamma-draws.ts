import { cos, log } from "@adjoint/kernels";
import { mapElements, type Tensor } from "@adjoint/tensor";
import { blocks, draws } from "./blocks.ts";
import type { DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { unitFrom } from "./uniform.ts";
import { mostAttempts, type Uniforms, uniformsOf } from "./uniforms.ts";

/** Uniforms of an attempt: two for the normal number, one to accept it, and one for shapes below 1. */
const each = 4;

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 512;

/**
 * Logarithms of gamma draws of the shapes a, the same bits on every platform: those of d v with v = (1 + c z)³,
 * d = a − ⅓, c = 1/√(9d), which normal z make nearly right and rejection exactly so (G. Marsaglia, W. W. Tsang 2000).
 * For a < 1 they are draws for a + 1 plus log(U)/a.
 */
export function drawLogGammas(shapes: Tensor, { key, count }: DrawParams): Tensor {
  const logs = Float64Array.from(shapes.data as Float64Array);
  const later = uniformsOf("gamma", key, each);
  for (let from = 0; from < count; from += chunk) {
    const first = firstAttempts(key, from, Math.min(chunk, count - from));
    for (let place = from; place < logs.length; place += count) {
      replaceByDraws(logs.subarray(place, place + first.length), first, from, later);
    }
  }
  let i = 0;
  return mapElements(shapes, shapes.dtype, () => logs[i++]!);
}

interface Attempts {
  readonly length: number;
  readonly normal: Float64Array;
  readonly level: Float64Array;
  /** log(U) for shapes below 1. */
  readonly boost: Float64Array;
}

function firstAttempts(key: Key, from: number, length: number): Attempts {
  const words = blocks("gamma", key, each * length, draws, each * from);
  const unit = (j: number, k: number): number => {
    const place = 2 * (each * j + k);
    return unitFrom(words[place]!, words[place + 1]!);
  };
  const normal = new Float64Array(length);
  const cosine = new Float64Array(length);
  const level = new Float64Array(length);
  const boost = new Float64Array(length);
  for (let j = 0; j < length; j++) {
    normal[j] = 1 - unit(j, 0);
    cosine[j] = 2 * Math.PI * unit(j, 1);
    level[j] = 1 - unit(j, 2);
    boost[j] = 1 - unit(j, 3);
  }
  log.map(normal, normal);
  log.map(boost, boost);
  cos.map(cosine, cosine);
  for (let j = 0; j < length; j++) normal[j] = Math.sqrt(-2 * normal[j]!) * cosine[j]!;
  return { length, normal, level, boost };
}

function replaceByDraws(shapes: Float64Array, first: Attempts, from: number, later: Uniforms): void {
  const { length, normal, level, boost } = first;
  const root = new Float64Array(length);
  const scale = new Float64Array(length);
  for (let j = 0; j < length; j++) {
    const a = shapes[j]!;
    const d = (a < 1 ? a + 1 : a) - 1 / 3;
    const z = normal[j]!;
    const near = 1 + z / Math.sqrt(9 * d);
    scale[j] = d;
    root[j] = isAccepted(d, z, near, level[j]!) ? near : a > 0 ? retry(d, later, from + j) : Number.NaN;
  }
  log.map(root, root);
  log.map(scale, scale);
  for (let j = 0; j < length; j++) {
    const a = shapes[j]!;
    const draw = scale[j]! + 3 * root[j]!;
    shapes[j] = a > 0 ? (a < 1 ? draw + boost[j]! / a : draw) : Number.NaN;
  }
}

function isAccepted(d: number, z: number, root: number, u: number): boolean {
  const square = z * z;
  if (!(root > 0)) return false;
  if (u < 1 - 0.0331 * square * square) return true;
  return log.at(u) < 0.5 * square + d * (1 - root ** 3 + 3 * log.at(root));
}

function retry(d: number, uniforms: Uniforms, index: number): number {
  for (let attempt = 1; attempt < mostAttempts; attempt++) {
    const radius = Math.sqrt(-2 * log.at(1 - uniforms(index, attempt, 0)));
    const z = radius * cos.at(2 * Math.PI * uniforms(index, attempt, 1));
    const root = 1 + z / Math.sqrt(9 * d);
    if (isAccepted(d, z, root, 1 - uniforms(index, attempt, 2))) return root;
  }
  throw new Error(`gamma: ${mostAttempts} attempts were rejected, which happens once in 10^200 draws`);
}
