import { checkShape, type Shape, sizeOf, Tensor } from "@adjoint/tensor";
import { blocks, draws } from "./blocks.ts";
import type { Key } from "./key.ts";

/** Odd multiples of 2⁻⁵³: strictly between 0 and 1, and symmetric, for inversions that diverge at the ends. */
export function openUniform(operation: string, key: Key, shape: Shape): Tensor {
  const checked = checkShape(operation, shape);
  const size = sizeOf(checked);
  const elements = new Float64Array(size);
  for (let start = 0; start < size; start += chunk) {
    const count = Math.min(chunk, size - start);
    const words = blocks(operation, key, count, draws, start);
    for (let i = 0; i < count; i++) {
      elements[start + i] = ((words[2 * i]! >>> 6) * 2 ** 27 + (words[2 * i + 1]! >>> 6) * 2 + 1) * 2 ** -53;
    }
  }
  return new Tensor(checked, "float64", elements);
}

/** Elements that are made at a time: small enough for the first-level cache. */
const chunk = 2048;
