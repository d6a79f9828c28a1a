import { float32Module } from "@adjoint/kernels";
import type { ElementaryFunction, ElementaryModule, ElementaryPair } from "@adjoint/kernels";
import type { DType, ScalarFunction } from "@adjoint/tensor";
import { elementaryRun, pairRepairer, repairer } from "./elementary-runs.ts";
import { views } from "./memory.ts";
import type { ModuleWriter } from "./module-writer.ts";
import type { ValueType } from "./opcodes.ts";

/** A function that is called with strips of `stripDType`, and writes its results over its first argument. */
export type StripFunction =
  | {
      /** JavaScript: `(places of the arguments, count)`. */
      readonly kind: "strip";
      readonly index: number;
    }
  | {
      /**
       * WebAssembly: `(constants, places of the arguments, groups)`; if it gives 1, `(places of the arguments, place of a copy
       * of the first, count)` repairs the results.
       */
      readonly kind: "module";
      readonly index: number;
      readonly constants: number;
      readonly group: number;
      /** Undefined for a function that has all of its results. */
      readonly repair: number | undefined;
    };

/** The functions of a program that are no operations of vectors, as imports of its module. */
export class ScalarCalls {
  readonly #module: ModuleWriter;
  readonly #scalars = new Map<string, number>();
  readonly #strips = new Map<string, StripFunction>();
  readonly #keys = new Map<ScalarFunction, number>();

  constructor(module: ModuleWriter) {
    this.#module = module;
  }

  /** The index of the function on numbers in float64. */
  scalar(f: ScalarFunction, dtype: DType, arity: number): number {
    const key = this.#key(f, dtype, arity);
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const index = this.#module.import(numberFunction(f, dtype), {
      parameters: Array.from({ length: arity }, (): ValueType => "f64"),
      results: ["f64"],
    });
    this.#scalars.set(key, index);
    return index;
  }

  strip(f: ScalarFunction, dtype: DType, arity: number): StripFunction {
    const key = this.#key(f, dtype, arity);
    const known = this.#strips.get(key);
    if (known !== undefined) return known;
    const made = this.#importStrip(f, dtype, arity);
    this.#strips.set(key, made);
    return made;
  }

  #importStrip(f: ScalarFunction, dtype: DType, arity: number): StripFunction {
    const module = elementaryModule(f, dtype);
    const elementary = module && elementaryRun(module);
    if (module !== undefined && elementary !== undefined) {
      const { run, constants, group } = elementary;
      const parameters = Array.from({ length: arity + 2 }, (): ValueType => "i32");
      const repair =
        arity === 2
          ? pairRepairer(f as ElementaryPair)
          : repairer(f as ElementaryFunction, stripDType(f, dtype));
      return {
        kind: "module",
        index: this.#module.import(run, { parameters, results: ["i32"] }),
        constants,
        group,
        repair: module.isPartial ? this.#module.import(repair, { parameters, results: [] }) : undefined,
      };
    }
    const parameters = Array.from({ length: arity + 1 }, (): ValueType => "i32");
    const index = this.#module.import(stripFunction(f, dtype, arity), { parameters, results: [] });
    return { kind: "strip", index };
  }

  #key(f: ScalarFunction, dtype: DType, arity: number): string {
    const key = this.#keys.get(f) ?? this.#keys.size;
    this.#keys.set(f, key);
    return `${key}:${conversionOf(dtype)}:${stripDType(f, dtype)}:${arity}`;
  }
}

/** The kernel of a function for strips, whose results may have to be repaired. */
export function elementaryModule(f: ScalarFunction, dtype: DType): ElementaryModule | undefined {
  if (typeof f !== "object" || conversionOf(dtype) !== "none") return undefined;
  return stripDType(f, dtype) === "float32" ? float32Of(f) : f.module;
}

/** What the strips of a function hold: float64, unless it has a kernel of float32. */
export function stripDType(f: ScalarFunction, dtype: DType): "float64" | "float32" {
  return dtype === "float32" && float32Of(f) !== undefined ? "float32" : "float64";
}

function float32Of(f: ScalarFunction): ElementaryModule | undefined {
  return typeof f === "object" ? float32Module(f as ElementaryFunction) : undefined;
}

/** float32 is rounded when it is stored; integers and booleans are stored as their arrays would store them. */
function conversionOf(dtype: DType): "integer" | "byte" | "none" {
  if (dtype === "int32") return "integer";
  return dtype === "bool" ? "byte" : "none";
}

type NumberFunction = (...x: number[]) => number;

function numberFunction(f: ScalarFunction, dtype: DType): NumberFunction {
  const plain: NumberFunction = typeof f === "function" ? f : (f as ElementaryFunction).at;
  const conversion = conversionOf(dtype);
  if (conversion === "none") return plain;
  const mask = conversion === "integer" ? -1 : 255;
  return (...x) => plain(...x) & mask;
}

function stripFunction(f: ScalarFunction, dtype: DType, arity: number): (...places: number[]) => void {
  if (typeof f === "object" && arity === 1 && conversionOf(dtype) === "none") {
    const isWide = stripDType(f, dtype) === "float64";
    return (...[x, count]: [number, number]) => {
      const { f64, f32 } = views();
      const strip = isWide
        ? f64.subarray(x >>> 3, (x >>> 3) + count)
        : f32.subarray(x >>> 2, (x >>> 2) + count);
      (f as ElementaryFunction).map(strip, strip);
    };
  }
  return stripOfNumbers(numberFunction(f, dtype), arity);
}

/** The function may run programs itself, and the memory may grow then, which ends the views on it. */
function stripOfNumbers(each: NumberFunction, arity: number): (...places: number[]) => void {
  if (arity === 1) {
    return (...[x, count]: [number, number]) => {
      let { f64 } = views();
      for (let i = x >>> 3, end = i + count; i < end; i++) {
        const y = each(f64[i]!);
        if (f64.length === 0) f64 = views().f64;
        f64[i] = y;
      }
    };
  }
  if (arity === 2) {
    return (...[x, y, count]: [number, number, number]) => {
      let { f64 } = views();
      const step = (y >>> 3) - (x >>> 3);
      for (let i = x >>> 3, end = i + count; i < end; i++) {
        const z = each(f64[i]!, f64[i + step]!);
        if (f64.length === 0) f64 = views().f64;
        f64[i] = z;
      }
    };
  }
  return (...places) => {
    const count = places[arity]!;
    const starts = places.slice(0, arity).map((place) => place >>> 3);
    for (let k = 0; k < count; k++) {
      const { f64 } = views();
      const y = each(...starts.map((start) => f64[start + k]!));
      views().f64[starts[0]! + k] = y;
    }
  };
}
