import { host } from "../host.ts";
import type { Memory } from "../host.ts";
import type { FloatArray } from "../product.ts";

/** Elements that are copied in, computed and copied out at a time: small enough for the first-level cache. */
export const chunk = 2048;

/** The memory of all elementary kernels: room for one chunk of float64, then the constants of each, and more chunks. */
export interface Scratch {
  readonly memory: Memory;
  readonly f64: Float64Array;
  /** The address of room for so many constants. */
  readonly reserve: (count: number) => number;
}

/** A cache, so sharing it between all callers changes no result. */
let scratch: Scratch | undefined;

/**
 * A module's exports together with the memory that it works in.
 *
 * @throws whatever the platform throws where WebAssembly is missing or forbidden.
 */
export function instantiate(binary: string): Scratch & { readonly exports: unknown } {
  scratch ??= makeScratch();
  const bytes = Uint8Array.from(host.atob(binary), (character) => character.charCodeAt(0));
  const module = new host.WebAssembly.Module(bytes);
  const { exports } = new host.WebAssembly.Instance(module, { env: { memory: scratch.memory } });
  return { ...scratch, exports };
}

function makeScratch(): Scratch {
  const memory = new host.WebAssembly.Memory({ initial: 2 });
  let used = 8 * chunk;
  return {
    memory,
    f64: new Float64Array(memory.buffer),
    reserve: (count) => {
      const address = used;
      used += 8 * count;
      return address;
    },
  };
}

/** From this count on the engine's own copy is faster than a loop, though it needs a view. */
const longCopy = 40;

/** Copies `count` elements from `start` on to the beginning of the scratch. */
export function copyIn(x: FloatArray, f64: Float64Array, start: number, count: number): void {
  if (count >= longCopy && x instanceof Float64Array) {
    f64.set(count === x.length ? x : x.subarray(start, start + count));
  } else {
    for (let i = 0; i < count; i++) f64[i] = x[start + i]!;
  }
}

/** Copies the first `count` elements of the scratch to `start` and on. */
export function copyOut(f64: Float64Array, y: FloatArray, start: number, count: number): void {
  if (count >= longCopy && y instanceof Float64Array) y.set(f64.subarray(0, count), start);
  else for (let i = 0; i < count; i++) y[start + i] = f64[i]!;
}
