import { binary } from "../generated/extrema.ts";
import { chunk, instantiate } from "./scratch.ts";

/** The arrays that hold numbers. */
type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * Writes f(a, b) of every pair to `y`. Each operand goes on by its step, 1 or 0, which repeats its first number.
 *
 * The result of a pair is the same whatever the length and the platform.
 */
export type PairFunction = (a: Numbers, aStep: number, b: Numbers, bStep: number, y: Numbers) => void;

/**
 * The larger of two numbers, as `Math.max` chooses: NaN if either is, and 0 of 0 and −0.
 *
 * @example
 * ```ts
 * import { maximum } from "@adjoint/kernels";
 *
 * const y = new Float64Array(3);
 * maximum(Float64Array.of(1, 5, -2), 1, Float64Array.of(3), 0, y);
 * Array.from(y); // => [3, 5, 3]
 * ```
 */
export const maximum: PairFunction = (a, aStep, b, bStep, y) => {
  if (y.length < worthwhile || !extremum("maximum", a, aStep, b, bStep, y)) {
    for (let i = 0, j = 0, k = 0; i < y.length; i++, j += aStep, k += bStep) y[i] = Math.max(a[j]!, b[k]!);
  }
};

/**
 * The smaller of two numbers, as `Math.min` chooses: NaN if either is, and −0 of 0 and −0.
 *
 * @example
 * ```ts
 * import { minimum } from "@adjoint/kernels";
 *
 * const y = new Float64Array(3);
 * minimum(Float64Array.of(1, 5, -2), 1, Float64Array.of(3), 0, y);
 * Array.from(y); // => [1, 3, -2]
 * ```
 */
export const minimum: PairFunction = (a, aStep, b, bStep, y) => {
  if (y.length < worthwhile || !extremum("minimum", a, aStep, b, bStep, y)) {
    for (let i = 0, j = 0, k = 0; i < y.length; i++, j += aStep, k += bStep) y[i] = Math.min(a[j]!, b[k]!);
  }
};

/**
 * From this length on WebAssembly is faster, with its copies. Times in ns for n pairs without order, TypeScript /
 * WebAssembly (Node 24, Zen 3): 16: 61 / 153, 32: 121 / 156, 64: 239 / 183, 200: 691 / 265, 1000: 3405 / 946.
 */
const worthwhile = 64;

type Run = (x: number, y: number, step: number, groups: number) => void;

interface Kernel {
  readonly f64: Float64Array;
  /** Where the second operand lies, in bytes. */
  readonly other: number;
  readonly run: Readonly<Record<"maximum" | "minimum", Run>>;
}

/** A cache, so sharing it between all callers changes no result; `null` where WebAssembly is missing. */
let kernel: Kernel | null | undefined;

function makeKernel(): Kernel | null {
  try {
    const { exports, f64, reserve } = instantiate(binary);
    return { f64, other: reserve(chunk), run: exports as Kernel["run"] };
  } catch {
    return null;
  }
}

/** In WebAssembly, or false where that is impossible: there, or for other numbers than float64. */
function extremum(
  name: "maximum" | "minimum",
  a: Numbers,
  aStep: number,
  b: Numbers,
  bStep: number,
  y: Numbers,
): boolean {
  if (!(a instanceof Float64Array && b instanceof Float64Array && y instanceof Float64Array)) return false;
  // The order of the two changes nothing; the one that may repeat comes second.
  if (aStep === 0) return bStep === 1 && extremum(name, b, bStep, a, aStep, y);
  kernel ??= makeKernel();
  if (kernel === null) return false;
  const { f64, other, run } = kernel;
  const at = other / 8;
  if (bStep === 0) f64.fill(b[0]!, at, at + group);
  for (let start = 0; start < y.length; start += chunk) {
    const end = Math.min(start + chunk, y.length);
    f64.set(a.subarray(start, end));
    if (bStep === 1) f64.set(b.subarray(start, end), at);
    run[name](0, other, 8 * group * bStep, Math.ceil((end - start) / group));
    y.set(f64.subarray(0, end - start), start);
  }
  return true;
}

/** Numbers that the kernel takes at a time. */
const group = 4;
