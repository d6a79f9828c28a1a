import { host } from "../host.ts";
import type { Memory } from "../host.ts";
import type { FloatArray } from "../product.ts";

/** A function of one number, and of each number of an array. */
export interface ElementaryFunction {
  readonly at: (x: number) => number;
  /**
   * Writes f(x) of every element to `y`, which may be `x` itself; arrays of one length.
   *
   * An element's result is that of `at`, bit for bit, whatever the length, the platform and the way it is computed:
   * the WebAssembly kernel and its TypeScript twin do the same operations in the same order.
   * float32 is computed in float64 and rounded once.
   */
  readonly map: VectorFunction;
}

type VectorFunction = (x: FloatArray, y: FloatArray) => void;

/** What an elementary function is made of. */
export interface ElementaryDefinition {
  /** A module with `run(constants, x, groups)`: f of `groups` times `group` float64 at `x`, in place; 1 if some are NaN. */
  readonly binary: string;
  readonly group: number;
  /** What the module finds at `constants`. */
  readonly constants: () => readonly number[];
  /** The twin, also for elements that the module gives up as NaN. */
  readonly at: (x: number) => number;
  /** The twin of every element: a loop of its own for each function, into which the engine can put the call. */
  readonly loop: VectorFunction;
}

type Run = (constants: number, x: number, groups: number) => number;

/** A function that runs in WebAssembly where the array is long enough and the platform has it. */
/* @__NO_SIDE_EFFECTS__ */
export function elementaryFunction(definition: ElementaryDefinition): ElementaryFunction {
  const { at, loop } = definition;
  // A cache, so sharing it between all callers changes no result.
  let kernel: VectorFunction | undefined;
  return {
    at,
    map(x, y) {
      if (x.length < threshold) loop(x, y);
      else (kernel ??= compile(definition) ?? loop)(x, y);
    },
  };
}

/**
 * Below so many elements the copies cost more than they save.
 */
const threshold = 32;

/** Elements that are copied in, computed and copied out at a time: small enough for the first-level cache. */
const chunk = 2048;

/** The function in WebAssembly, or undefined where that is impossible. */
function compile(definition: ElementaryDefinition): VectorFunction | undefined {
  const { binary, group, at } = definition;
  const constants = definition.constants();
  let run: Run;
  let f64: Float64Array;
  let address: number;
  try {
    const { memory, views, reserve } = (shared ??= share());
    const bytes = Uint8Array.from(host.atob(binary), (character) => character.charCodeAt(0));
    const instance = new host.WebAssembly.Instance(new host.WebAssembly.Module(bytes), { env: { memory } });
    run = (instance.exports as { readonly run: Run }).run;
    f64 = views;
    address = reserve(constants.length);
  } catch {
    return undefined;
  }
  f64.set(constants, address / 8);

  return (x, y) => {
    const { length } = x;
    for (let start = 0; start < length; start += chunk) {
      const count = Math.min(chunk, length - start);
      copyIn(x, f64, start, count);
      if (run(address, 0, Math.ceil(count / group)) !== 0) {
        for (let i = 0; i < count; i++) if (Number.isNaN(f64[i])) f64[i] = at(x[start + i]!);
      }
      copyOut(f64, y, start, count);
    }
  };
}

interface Shared {
  readonly memory: Memory;
  readonly views: Float64Array;
  /** The address of room for so many constants. */
  readonly reserve: (count: number) => number;
}

/** One memory for all functions: the numbers first, then the constants of each. */
let shared: Shared | undefined;

function share(): Shared {
  const memory = new host.WebAssembly.Memory({ initial: 1 });
  let used = 8 * chunk;
  return {
    memory,
    views: new Float64Array(memory.buffer),
    reserve: (count) => {
      const address = used;
      used += 8 * count;
      return address;
    },
  };
}

/** From this count on the engine's own copy is faster than a loop, though it needs a view. */
const longCopy = 128;

function copyIn(x: FloatArray, f64: Float64Array, start: number, count: number): void {
  if (x instanceof Float64Array) {
    if (count >= longCopy) f64.set(count === x.length ? x : x.subarray(start, start + count));
    else for (let i = 0; i < count; i++) f64[i] = x[start + i]!;
  } else {
    for (let i = 0; i < count; i++) f64[i] = x[start + i]!;
  }
}

function copyOut(f64: Float64Array, y: FloatArray, start: number, count: number): void {
  if (y instanceof Float64Array) {
    if (count >= longCopy) y.set(f64.subarray(0, count), start);
    else for (let i = 0; i < count; i++) y[start + i] = f64[i]!;
  } else {
    for (let i = 0; i < count; i++) y[start + i] = f64[i]!;
  }
}

/** Constants as the kernels read them, one for each lane: a plain load is cheaper than one that repeats a number. */
export function bothLanes(constants: readonly number[]): number[] {
  return constants.flatMap((constant) => [constant, constant]);
}
