import type { FloatArray } from "../product.ts";
import { chunk, copyIn, copyOut, instantiate } from "./scratch.ts";

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
  /** What computes it in memory of one's own, with the results of `at` in float64. */
  readonly module?: ElementaryModule;
}

/** A kernel of an elementary function. */
export interface ElementaryModule {
  /** A module with `run(constants, x, groups)`: f of `groups` times `group` numbers at `x`, in place; 1 if it gives some up. */
  readonly binary: string;
  readonly group: number;
  /** Whether it may give numbers up, as NaN. */
  readonly isPartial: boolean;
  /** What the module finds at `constants`, as float64, whose bytes may be those of pairs of float32. */
  readonly constants: () => readonly number[];
}

type VectorFunction = (x: FloatArray, y: FloatArray) => void;

/** What an elementary function is made of. */
export interface ElementaryDefinition extends ElementaryModule {
  /** The twin, also for elements that the module gives up as NaN. */
  readonly at: (x: number) => number;
  /** The twin of every element: a loop of its own for each function, into which the engine can put the call. */
  readonly loop: VectorFunction;
}

type Run = (constants: number, x: number, groups: number) => number;

/**
 * A function that runs in WebAssembly where the array is long enough and the platform has it.
 *
 * Times in ns for n elements, TypeScript / WebAssembly with its copies (Node 24, Zen 3; `bench/elementary.ts` repeats it from 8 on):
 *
 * | n       |        1 |        4 |        8 |        16 |         64 |         256 |
 * | ------- | -------- | -------- | -------- | --------- | ---------- | ----------- |
 * | exp     |  12 / 47 |  45 / 50 |  82 / 56 |  157 / 94 |  648 / 272 |  2495 / 857 |
 * | log     |  38 / 95 | 137 / 99 | 289 / 82 | 488 / 131 | 2012 / 400 | 7811 / 1191 |
 * | sin     |  22 / 56 |  58 / 63 | 108 / 97 | 204 / 171 |  787 / 530 | 3131 / 1915 |
 * | tanh    |  21 / 82 |  66 / 88 | 126 / 97 | 247 / 160 |  974 / 477 | 3874 / 1657 |
 */
/* @__NO_SIDE_EFFECTS__ */
export function elementaryFunction(definition: ElementaryDefinition): ElementaryFunction {
  const { at, loop } = definition;
  // Caches, so sharing them between all callers changes no result.
  let kernel: VectorFunction | undefined;
  let seen = 0;
  return {
    at,
    module: definition,
    map(x, y) {
      const { length } = x;
      if (length < threshold) loop(x, y);
      else if (kernel !== undefined) kernel(x, y);
      else if ((seen += length) < patience) loop(x, y);
      else (kernel = compile(definition) ?? loop)(x, y);
    },
  };
}

/** From this length on WebAssembly is faster, with its copies. */
const threshold = 8;

/** So many elements go by before the module is compiled, which takes as long as some ten thousand of them. */
const patience = 1000;

/** The function in WebAssembly, or undefined where that is impossible. */
function compile(definition: ElementaryDefinition): VectorFunction | undefined {
  const { binary, group, at } = definition;
  const constants = definition.constants();
  let kernel: ReturnType<typeof instantiate>;
  try {
    kernel = instantiate(binary);
  } catch {
    return undefined;
  }
  const { f64 } = kernel;
  const { run } = kernel.exports as { readonly run: Run };
  const address = kernel.reserve(constants.length);
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

/** Constants as the kernels read them, one for each lane: a plain load is cheaper than one that repeats a number. */
export function bothLanes(constants: readonly number[]): number[] {
  return constants.flatMap((constant) => [constant, constant]);
}
