import { blocks, draws } from "./blocks.ts";
import type { Key } from "./key.ts";
import { unitFrom } from "./uniform.ts";

/**
 * Uniform numbers in [0, 1) for rejection sampling: number j of an attempt at element i, each from a counter of its
 * own, so that an element does not depend on how often others were rejected.
 */
export type Uniforms = (index: number, attempt: number, j: number) => number;

/** Elements whose first attempts are made together. */
const chunk = 256;

/** Attempts after which rejection gives up; each of the algorithms accepts more than every second one. */
export const mostAttempts = 200;

/** The uniforms of a key, `each` for an attempt. */
export function uniformsOf(operation: string, key: Key, each: number): Uniforms {
  let first: Uint32Array | undefined;
  let firstFrom = -1;
  let later: Uint32Array | undefined;
  let laterOf: readonly [index: number, attempt: number] = [-1, -1];
  return (index, attempt, j) => {
    if (attempt === 0) {
      const from = index - (index % chunk);
      if (from !== firstFrom) {
        first = blocks(operation, key, chunk * each, draws, from * each);
        firstFrom = from;
      }
      const place = 2 * ((index - from) * each + j);
      return unitFrom(first![place]!, first![place + 1]!);
    }
    if (index !== laterOf[0] || attempt !== laterOf[1]) {
      later = blocks(operation, key, each, draws + attempt, index * each);
      laterOf = [index, attempt];
    }
    return unitFrom(later![2 * j]!, later![2 * j + 1]!);
  };
}
