import { checkOptions, checkShape, div, type Shape, sizeOf, Tensor, type TensorLike } from "@adjoint/tensor";
import { blocks, draws } from "./blocks.ts";
import { logUniform } from "./fine-uniform.ts";
import { checkPositive } from "./gamma.ts";
import type { Key } from "./key.ts";
import { sampleShape } from "./sample-shape.ts";

/** The parameter of `exponential`. */
export interface ExponentialOptions {
  /** The inverse mean, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * Numbers with the exponential distribution, by inversion: −log(u)/rate, where u has bits enough for a tail that is not cut
 * off. Derivatives flow to the rate. Element i depends on the key and on i alone.
 *
 * @param shape - that of the result, into which the rate broadcasts; the shape of the rate unless given.
 * @throws ShapeError when the rate does not broadcast, DomainError unless it is positive and finite.
 *
 * @example
 * ```ts
 * import { exponential, key } from "@adjoint/random";
 *
 * exponential(key(1), [3], { rate: 2 }).shape; // => [3]
 * ```
 */
export function exponential(key: Key, shape?: Shape, options: ExponentialOptions = {}): Tensor {
  const { rate = 1 } = checkOptions("exponential", options, ["rate"]);
  const sampled = sampleShape("exponential", shape, { rate });
  checkPositive("exponential", "rate", sampled.params.rate);
  const x = standardExponential(key, sampled.shape);
  return options.rate === undefined ? x : div(x, sampled.params.rate);
}

function standardExponential(key: Key, shape: Shape): Tensor {
  const checked = checkShape("exponential", shape);
  const size = sizeOf(checked);
  const elements = new Float64Array(size);
  for (let start = 0; start < size; start += chunk) {
    const part = elements.subarray(start, start + chunk);
    const words = blocks("exponential", key, part.length, draws, start);
    logUniform("exponential", key, words, start, 1, part);
    // Not the negative, which would make −0 of 0.
    for (let i = 0; i < part.length; i++) part[i] = 0 - part[i]!;
  }
  return new Tensor(checked, "float64", elements);
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 1024;
