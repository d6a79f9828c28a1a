import type { ElementaryModule } from "./elementary-function.ts";
import type { PairFunction } from "./extrema.ts";
import { chunk, copyOut, instantiate } from "./scratch.ts";

/** A function of two numbers, and of each pair of numbers of two arrays. */
export interface ElementaryPair {
  readonly at: (x: number, y: number) => number;
  /** Writes f(x, y) of every pair; a pair's result is that of `at`, bit for bit, as for an `ElementaryFunction`. */
  readonly map: PairFunction;
  /** A module with `run(constants, x, y, groups)`, whose results take the place of x. */
  readonly module: ElementaryModule;
}

/** What an elementary function of two numbers is made of. */
export interface PairDefinition extends ElementaryModule {
  /** The twin, also for pairs that the module gives up as NaN. */
  readonly at: (x: number, y: number) => number;
  readonly loop: PairFunction;
  /** Whether f(x, y) of this y is so cheap that the module is no faster. */
  readonly isCheap: (y: number) => boolean;
}

type Run = (constants: number, x: number, y: number, groups: number) => number;

/** A function of two numbers that runs in WebAssembly where the arrays are long enough and the platform has it. */
/* @__NO_SIDE_EFFECTS__ */
export function elementaryPair(definition: PairDefinition): ElementaryPair {
  const { at, loop, isCheap } = definition;
  // Caches, so sharing them between all callers changes no result.
  let kernel: PairFunction | undefined;
  let seen = 0;
  return {
    at,
    module: definition,
    map(x, xStep, y, yStep, z) {
      const { length } = z;
      if (length < threshold || (yStep === 0 && isCheap(y[0]!))) loop(x, xStep, y, yStep, z);
      else if (kernel !== undefined) kernel(x, xStep, y, yStep, z);
      else if ((seen += length) < patience) loop(x, xStep, y, yStep, z);
      else (kernel = compile(definition) ?? loop)(x, xStep, y, yStep, z);
    },
  };
}

/** From this length on WebAssembly is faster, with its copies. */
const threshold = 16;

/** So many pairs go by before the module is compiled. */
const patience = 1000;

/** The function in WebAssembly, or undefined where that is impossible. */
function compile(definition: PairDefinition): PairFunction | undefined {
  const { binary, group, at } = definition;
  const constants = definition.constants();
  let kernel: ReturnType<typeof instantiate>;
  try {
    kernel = instantiate(binary);
  } catch {
    return undefined;
  }
  const { f64, reserve } = kernel;
  const { run } = kernel.exports as { readonly run: Run };
  const address = reserve(constants.length);
  f64.set(constants, address / 8);
  const other = reserve(chunk);

  return (x, xStep, y, yStep, z) => {
    for (let start = 0; start < z.length; start += chunk) {
      const count = Math.min(chunk, z.length - start);
      const from = { x: start * xStep, y: start * yStep };
      for (let i = 0, j = from.x, k = from.y; i < count; i++, j += xStep, k += yStep) {
        f64[i] = x[j]!;
        f64[other / 8 + i] = y[k]!;
      }
      if (run(address, 0, other, Math.ceil(count / group)) !== 0) {
        for (let i = 0; i < count; i++) {
          if (Number.isNaN(f64[i])) f64[i] = at(x[from.x + i * xStep]!, y[from.y + i * yStep]!);
        }
      }
      copyOut(f64, z as Float64Array, start, count);
    }
  };
}
