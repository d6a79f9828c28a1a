import { threefry } from "@adjoint/kernels";
import { DomainError, Tracer, TracerError } from "@adjoint/tensor";
import type { Key } from "./key.ts";

/**
 * The upper counter word of draws. Keys that are split or folded in have those of JAX, from 0 on, so that what is
 * drawn with a key tells nothing about the keys made from it. Rejection sampling counts its attempts upwards.
 */
export const draws = 0x80000000;

/** `count` random blocks of a key, two 32-bit words each, at the counters [domain, from], [domain, from + 1], … */
export function blocks(
  operation: string,
  key: Key,
  count: number,
  domain: number = draws,
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

/** The key itself, if it is one. A primitive that draws later needs it checked before it is recorded. */
export function checkKey(operation: string, key: Key): Key {
  const given = key as unknown;
  if (typeof given === "object" && given !== null) {
    if (isWord(key.high) && isWord(key.low)) return key;
    if (isTraced(key.high) || isTraced(key.low)) {
      throw new TracerError(
        `${operation}: the key is a traced value, but a key must be known while a program is recorded or mapped; ` +
          `draw outside of the function, and give it the numbers as an argument`,
        { operation },
      );
    }
  }
  const got = typeof given === "number" ? `the number ${given}` : JSON.stringify(given);
  throw new DomainError(
    `${operation}: the first argument must be a key, made by key(seed) or split, got ${got}`,
    {
      operation,
    },
  );
}

function isTraced(value: unknown): boolean {
  return value instanceof Tracer;
}

function isWord(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
