import { DomainError } from "@adjoint/tensor";
import { blocks, wordsOf } from "./blocks.ts";

/**
 * Where randomness comes from: plain data that determines everything drawn with it.
 *
 * A key never changes. Drawing twice with one key gives the same numbers twice; `split` makes new keys.
 */
export interface Key {
  /** The upper 32 bits, unsigned. */
  readonly high: number;
  /** The lower 32 bits, unsigned. */
  readonly low: number;
}

/**
 * The key of a seed; different seeds give independent keys. Keys, and what `split` and `foldIn` make of them, are
 * those of JAX (its default, Threefry with partitionable counters).
 *
 * @param seed - an integer within ±(2⁵³ − 1).
 * @throws DomainError for any other seed.
 *
 * @example
 * ```ts
 * import { key, uniform } from "@adjoint/random";
 *
 * key(42); // => { high: 0, low: 42 }
 * uniform(key(42)).item() === uniform(key(42)).item(); // => true
 * ```
 */
export function key(seed: number): Key {
  return fromWords(wordsOf("key", "seed", seed));
}

/**
 * Several new keys from one, independent of each other and of what is drawn with the old one.
 *
 * @param key - the key to split.
 * @param count - how many; 2 unless given.
 * @returns an array, or a tuple when `count` is a small literal, so that it destructures.
 * @throws DomainError unless `count` is an integer from 0.
 *
 * @example
 * ```ts
 * import { key, normal, split } from "@adjoint/random";
 *
 * const [forWeights, forNoise] = split(key(0));
 * normal(forWeights, [2, 3]).shape; // => [2, 3]
 * normal(forWeights).item() === normal(forNoise).item(); // => false
 * ```
 */
export function split<const Count extends number = 2>(key: Key, count?: Count): Keys<Count> {
  const n = count ?? 2;
  if (!Number.isInteger(n) || n < 0)
    throw new DomainError(`split: count must be an integer from 0, got ${n}`, { count: n });
  const words = blocks("split", key, n, 0);
  return Array.from({ length: n }, (_, i) => fromWords([words[2 * i]!, words[2 * i + 1]!]));
}

/**
 * A new key from a key and a number, such as the index of a step or of a layer: `split` for when the count
 * is not known. `foldIn(key, i)` is the key that `split` has at place i: use one of them with a key, not both.
 *
 * @param data - an integer within ±(2⁵³ − 1).
 * @throws DomainError for any other number.
 *
 * @example
 * ```ts
 * import { foldIn, key, uniform } from "@adjoint/random";
 *
 * const root = key(0);
 * const draws = [0, 1, 2].map((step) => uniform(foldIn(root, step)).item());
 * new Set(draws).size; // => 3
 * ```
 */
export function foldIn(key: Key, data: number): Key {
  const [high, low] = wordsOf("foldIn", "data", data);
  return fromWords(blocks("foldIn", key, 1, high, low));
}

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type Repeat<Count, Tuple extends readonly Key[]> = Tuple["length"] extends Count
  ? Tuple
  : Repeat<Count, readonly [...Tuple, Key]>;

/** A tuple of `Count` keys for a literal below 100, an array otherwise. */
export type Keys<Count extends number> = `${Count}` extends `${Digit}` | `${Digit}${Digit}`
  ? Repeat<Count, readonly []>
  : readonly Key[];

function fromWords(words: ArrayLike<number>): Key {
  return Object.freeze({ high: words[0]!, low: words[1]! });
}
