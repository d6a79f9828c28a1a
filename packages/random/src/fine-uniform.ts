import { log } from "@adjoint/kernels";
import { blocks, draws } from "./blocks.ts";
import type { Key } from "./key.ts";

/**
 * Logarithms of uniform numbers in (0, 1] from every block, or every second one (`stride`), of those whose words are given,
 * the first of which is block `from` of the key.
 *
 * The numbers have 64 bits, and near 0, where the upper 32 of them vanish, another 64 from a block that nothing else
 * uses: so the logarithms have their distribution down to −67, where a mass of 10⁻²⁹ is left. The bits are the same on
 * every platform.
 *
 * @param result - takes the logarithms, as many as it has elements.
 */
export function logUniform(
  operation: string,
  key: Key,
  words: Uint32Array,
  from: number,
  stride: number,
  result: Float64Array,
): void {
  for (let i = 0; i < result.length; i++) {
    const high = words[2 * i * stride]!;
    const low = words[2 * i * stride + 1]!;
    result[i] =
      high === 0 ? smallFrom(operation, key, from + i * stride, low) : (high * 2 ** 32 + low) * 2 ** -64;
  }
  log.map(result, result);
}

/** The number whose first 32 bits vanish and whose next are `low`. */
function smallFrom(operation: string, key: Key, block: number, low: number): number {
  const [next, last] = blocks(operation, key, 1, draws + 1, block) as unknown as [number, number];
  return (low + (next + (last + 0.5) * 2 ** -32) * 2 ** -32) * 2 ** -64;
}
