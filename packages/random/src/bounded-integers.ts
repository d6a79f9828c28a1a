import { blocks, draws } from "./blocks.ts";
import type { Key } from "./key.ts";

/**
 * Integers from 0 up to bounds of at most 2³², each value exactly as likely: word after word is rejected until one
 * falls into the largest multiple of the bound. Attempt a of element i is block i in the domain `draws` + a.
 */
export function boundedIntegers(
  operation: string,
  key: Key,
  count: number,
  boundOf: (index: number) => number,
): Float64Array {
  const integers = new Float64Array(count);
  for (let start = 0; start < count; start += chunk) {
    const end = Math.min(start + chunk, count);
    const words = blocks(operation, key, end - start, draws, start);
    for (let i = start; i < end; i++) {
      const bound = boundOf(i);
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let high = words[2 * (i - start)]!;
      let low = words[2 * (i - start) + 1]!;
      // Each word is accepted with a probability above ½: 64 attempts of two all fail once in 2¹²⁸.
      for (let attempt = 1; attempt <= 64 && high >= limit && low >= limit; attempt++) {
        [high, low] = blocks(operation, key, 1, draws + attempt, i) as unknown as [number, number];
      }
      integers[i] = (high < limit ? high : low) % bound;
    }
  }
  return integers;
}

/** Integers that are made at a time: small enough for the first-level cache. */
const chunk = 2048;
