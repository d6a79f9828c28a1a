import { checkOptions, checkShape, DomainError, sizeOf, Tensor, type Shape } from "@adjoint/tensor";
import { boundedIntegers } from "./bounded-integers.ts";
import type { Key } from "./key.ts";

/** The range of `randint`. */
export interface RandintOptions {
  /** The least integer, 0 unless given. */
  readonly low?: number;
  /** The end of the range, which is not drawn itself. */
  readonly high: number;
}

/**
 * Integers from `low` up to and without `high`, all exactly as likely, as an int32 tensor.
 *
 * @throws DomainError unless low < high are integers of 32 bits (high may be 2³¹).
 *
 * @example
 * ```ts
 * import { key, randint } from "@adjoint/random";
 *
 * const dice = randint(key(1), [100], { low: 1, high: 7 });
 * dice.dtype; // => "int32"
 * [...new Set(dice.data)].sort(); // => [1, 2, 3, 4, 5, 6]
 * ```
 */
export function randint(key: Key, shape: Shape, options: RandintOptions): Tensor {
  const { low = 0, high } = checkOptions("randint", options, ["low", "high"]);
  if (
    !(Number.isInteger(low) && Number.isInteger(high) && -(2 ** 31) <= low && low < high && high <= 2 ** 31)
  ) {
    throw new DomainError(`randint: low < high must be 32-bit integers, got low ${low} and high ${high}`, {
      low,
      high,
    });
  }
  const checked = checkShape("randint", shape);
  const offsets = boundedIntegers("randint", key, sizeOf(checked), () => high - low);
  const integers = new Int32Array(offsets.length);
  for (let i = 0; i < integers.length; i++) integers[i] = low + offsets[i]!;
  return new Tensor(checked, "int32", integers);
}
