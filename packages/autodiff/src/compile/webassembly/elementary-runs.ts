import type { ElementaryFunction, ElementaryModule, ElementaryPair } from "@adjoint/kernels";
import { host } from "./host.ts";
import { programMemory, takeShared, views } from "./memory.ts";

/** An elementary function in the memory of programs. */
export interface ElementaryRun {
  /**
   * `(constants, address, groups)`, or with two addresses: computes so many groups of numbers in place of the first; 1 if
   * some are NaN, which have to be computed again.
   */
  readonly run: (...values: number[]) => number;
  /** Where its constants lie. */
  readonly constants: number;
  readonly group: number;
}

/** A cache, so that each module is compiled once; undefined for those that have no room any more. */
const runs = /* @__PURE__ */ new Map<ElementaryModule, ElementaryRun | undefined>();

export function elementaryRun(module: ElementaryModule): ElementaryRun | undefined {
  if (!runs.has(module)) runs.set(module, instantiated(module));
  return runs.get(module);
}

function instantiated({ binary, constants, group }: ElementaryModule): ElementaryRun | undefined {
  const address = takeShared(constants());
  if (address === undefined) return undefined;
  const bytes = Uint8Array.from(host.atob(binary), (character) => character.charCodeAt(0));
  const { Module, Instance } = host.WebAssembly;
  const { exports } = new Instance(new Module(bytes), { env: { memory: programMemory() } });
  return { run: (exports as Pick<ElementaryRun, "run">).run, constants: address, group };
}

/** Computes the results that are NaN again, from a copy of the arguments. */
export function repairer(
  { at }: ElementaryFunction,
  dtype: "float64" | "float32",
): (x: number, copy: number, count: number) => void {
  const bytes = dtype === "float64" ? 8 : 4;
  return (x, copy, count) => {
    const { f64, f32 } = views();
    const strip = dtype === "float64" ? f64 : f32;
    const step = (copy - x) / bytes;
    for (let i = x / bytes, end = i + count; i < end; i++) {
      if (Number.isNaN(strip[i])) strip[i] = at(strip[i + step]!);
    }
  };
}

/** The same for a function of two numbers. */
export function pairRepairer({
  at,
}: ElementaryPair): (x: number, y: number, copy: number, count: number) => void {
  return (x, y, copy, count) => {
    const { f64 } = views();
    const [first, second, third] = [x / 8, copy / 8, y / 8];
    for (let i = 0; i < count; i++) {
      if (Number.isNaN(f64[first + i])) f64[first + i] = at(f64[second + i]!, f64[third + i]!);
    }
  };
}
