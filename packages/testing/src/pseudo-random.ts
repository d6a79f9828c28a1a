import { Tensor } from "@adjoint/tensor";
import type { DType, Shape } from "@adjoint/tensor";

/** Options of `randomTensor`. */
export interface RandomTensorOptions {
  /** Which of the streams; every seed gives the same numbers on every machine. */
  readonly seed?: number;
  readonly low?: number;
  readonly high?: number;
  /** `"complex128"` for complex numbers, whose parts are drawn one after the other; float64 for every other dtype. */
  readonly dtype?: DType;
}

/**
 * A tensor of pseudo-random test values, uniform in [low, high), −1 to 1 unless given; both parts of complex ones are.
 *
 * @example
 * ```ts
 * import { randomTensor } from "@adjoint/testing";
 *
 * randomTensor([2, 3]).shape; // => [2, 3]
 * ```
 */
export function randomTensor(
  shape: Shape,
  { seed = 1, low = -1, high = 1, dtype = "float64" }: RandomTensorOptions = {},
): Tensor {
  const next = uniformStream(seed);
  const complex = dtype === "complex128";
  const count = shape.reduce((product, length) => product * length, complex ? 2 : 1);
  const data = Float64Array.from({ length: count }, () => low + (high - low) * next());
  return new Tensor(shape, complex ? dtype : "float64", data);
}

/**
 * Uniform numbers in [0, 1) from a seed.
 *
 * Source: SplitMix32, after G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators" (2014).
 */
export function uniformStream(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
