import { DomainError } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { threefry } from "./threefry.ts";

/**
 * The upper counter word of each use of a key, so that no use repeats the blocks of another: what is drawn
 * with a key tells nothing about the keys split from it. Rejection sampling counts its attempts upwards from `draw`.
 */
export const domains: { readonly draw: number; readonly split: number; readonly foldIn: number } = {
  draw: 0,
  split: 0x40000000,
  foldIn: 0x80000000,
};

/** The first `count` random blocks of a key in a domain, two 32-bit words each. */
export function blocks(
  operation: string,
  key: Key,
  count: number,
  domain: number = domains.draw,
  from = 0,
): Uint32Array {
  const { high, low } = checkKey(operation, key);
  return threefry([high, low], [domain, from], count);
}

/** The two 32-bit words of an integer, in two's complement. */
export function wordsOf(
  operation: string,
  argument: string,
  value: number,
): readonly [high: number, low: number] {
  if (!Number.isSafeInteger(value)) {
    throw new DomainError(
      `${operation}: ${argument} must be an integer within ±(2^53 − 1), got ${String(value)}`,
      {
        operation,
        [argument]: value,
      },
    );
  }
  return [Math.floor(value / 2 ** 32) >>> 0, value >>> 0];
}

function checkKey(operation: string, key: Key): Key {
  const given = key as unknown;
  if (typeof given === "object" && given !== null && isWord(key.high) && isWord(key.low)) return key;
  const got = typeof given === "number" ? `the number ${given}` : JSON.stringify(given);
  throw new DomainError(
    `${operation}: the first argument must be a key, made by key(seed) or split, got ${got}`,
    {
      operation,
    },
  );
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
