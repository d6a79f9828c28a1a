import { chunk, instantiate } from "../elementary/scratch.ts";
import { binary } from "../generated/threefry.ts";

/**
 * Threefry-2x32 with 20 rounds: a bijection of 64-bit blocks for each 64-bit key, strong enough that the images of
 * 0, 1, 2, … are a random stream. Words are unsigned; counters are consecutive in the low word, which wraps.
 *
 * The bits are the same on every platform, in WebAssembly as in TypeScript.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 *
 * @returns the two words of each block, one block after the other.
 * @example
 * ```ts
 * import { threefry } from "@adjoint/kernels";
 *
 * Array.from(threefry([0, 0], [0, 0], 1)); // => [1797259609, 2579123966]
 * ```
 */
export function threefry(
  [key0, key1]: readonly [number, number],
  [counter0, counter1]: readonly [number, number],
  blocks: number,
): Uint32Array {
  const words = new Uint32Array(2 * blocks);
  if (blocks < threshold || !isCompiled(blocks)) {
    encrypt(key0, key1, counter0, counter1, words);
    return words;
  }
  const { run, memory } = kernel!;
  for (let start = 0; start < blocks; start += chunk) {
    const count = Math.min(chunk, blocks - start);
    run(key0, key1, counter0, counter1 + start, 0, Math.ceil(count / group));
    words.set(memory.subarray(0, 2 * count), 2 * start);
  }
  return words;
}

/** Blocks that the kernel makes at a time. */
const group = 8;

/** From this many blocks on WebAssembly is faster, with its copies. */
const threshold = 32;

/** So many blocks go by before the module is compiled. */
const patience = 1000;

interface Kernel {
  readonly run: (
    key0: number,
    key1: number,
    counter0: number,
    counter1: number,
    out: number,
    groups: number,
  ) => void;
  readonly memory: Uint32Array;
}

// Caches, so sharing them between all callers changes no result.
let kernel: Kernel | undefined;
let seen = 0;
let isImpossible = false;

/** Whether the kernel is there; after some blocks it is compiled, where the platform can. */
function isCompiled(blocks: number): boolean {
  if (kernel !== undefined) return true;
  if (isImpossible || (seen += blocks) < patience) return false;
  try {
    const { exports, memory } = instantiate(binary);
    kernel = { run: (exports as { run: Kernel["run"] }).run, memory: new Uint32Array(memory.buffer) };
  } catch {
    isImpossible = true;
  }
  return kernel !== undefined;
}

/** The twin: the same in TypeScript, block by block. */
function encrypt(key0: number, key1: number, counter0: number, counter1: number, words: Uint32Array): void {
  // The parity constant of Skein makes the third key word never all zero with the others.
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  for (let block = 0; 2 * block < words.length; block++) {
    let x = (counter0 + key0) | 0;
    let y = (counter1 + block + key1) | 0;
    for (let half = 0; half < 5; half++) {
      const odd = half & 1;
      x = (x + y) | 0;
      y = rotate(y, odd ? 17 : 13) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 29 : 15) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 16 : 26) ^ x;
      x = (x + y) | 0;
      y = rotate(y, odd ? 24 : 6) ^ x;
      const turn = (half + 1) % 3;
      x = (x + (turn === 0 ? key0 : turn === 1 ? key1 : key2)) | 0;
      y = (y + (turn === 0 ? key1 : turn === 1 ? key2 : key0) + half + 1) | 0;
    }
    words[2 * block] = x;
    words[2 * block + 1] = y;
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
