import { binary as log1pBinary } from "../generated/log1p.ts";
import { binary as logBinary } from "../generated/log.ts";
import type { FloatArray } from "../product.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";
import { fromHighWord, highWord, withHighWord } from "./words.ts";

// The twins of assembly/elementary/logarithm.ts: the same operations in the same order.

/** log 2 in two parts, of which the first times a small integer is exact. */
const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

const l1 = 6.66666666666673513e-1;
const l2 = 3.999999999940941908e-1;
const l3 = 2.857142874366239149e-1;
const l4 = 2.222219843214978396e-1;
const l5 = 1.818357216161805012e-1;
const l6 = 1.531383769920937332e-1;
const l7 = 1.479819860511658591e-1;

/** The upper words of 1 and of √½, between which the exponent's steps are moved. */
const wordOfOne = 0x3ff00000;
const wordOfRoot = 0x3fe6a09e;

const smallestNormal = 2.2250738585072014e-308;

/** All bits of the mantissa and no others. */
const largestSubnormal = 2.225073858507201e-308;

/** log x within 0.9 units in the last place. */
function logarithm(x: number): number {
  if (x >= smallestNormal && x <= Number.MAX_VALUE) return scaledLogarithm(x, 0);
  if (x > 0 && x < 1) return scaledLogarithm(x * 2 ** 54, 54);
  return x === 0 ? -Infinity : x > 0 ? x : NaN;
}

/** log(x·2⁻ᵉ) */
function scaledLogarithm(x: number, e: number): number {
  const bits = highWord(x) + (wordOfOne - wordOfRoot);
  const f = withHighWord(x, (bits & 0xfffff) + wordOfRoot) - 1;
  return combined((bits >>> 20) - 1023 - e, f, 0);
}

/** log(1 + x) within 0.9 units in the last place: with u = 1 + x rounded, it is log u + (what rounding took)/u. */
function logarithmPlusOne(x: number): number {
  if (!(x > -1 && x <= Number.MAX_VALUE)) return x === -1 ? -Infinity : x === Infinity ? x : NaN;
  if (x === 0) return x;
  const u = 1 + x;
  const bits = highWord(u) + (wordOfOne - wordOfRoot);
  const k = (bits >>> 20) - 1023;
  if (k === 0) return combined(0, x, 0);
  const f = withHighWord(u, (bits & 0xfffff) + wordOfRoot) - 1;
  const lost = x > 1 ? 1 - (u - x) : x - (u - 1);
  return combined(k, f, lost / u);
}

/**
 * The natural logarithm of every element.
 *
 * @example
 * ```ts
 * import { log } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * log.map(Float64Array.of(1, 0), y);
 * Array.from(y); // => [0, -Infinity]
 * ```
 */
export const log: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary: logBinary,
  group: 8,
  isPartial: true,
  constants: () => logarithmConstants(smallestNormal),
  at: logarithm,
  loop: logLoop,
});

function logLoop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = logarithm(x[i]!);
}

/**
 * log(1 + x) of every element, without cancellation near 0.
 *
 * @example
 * ```ts
 * import { log1p } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * log1p.map(Float64Array.of(0, 1e-12), y);
 * Array.from(y); // => [0, 9.999999999995e-13]
 * ```
 */
export const log1p: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary: log1pBinary,
  group: 8,
  isPartial: true,
  constants: () => logarithmConstants(-1),
  at: logarithmPlusOne,
  loop: log1pLoop,
});

function log1pLoop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = logarithmPlusOne(x[i]!);
}

/** What the kernels find among their constants; they take logarithms of numbers from `lowest` on. */
function logarithmConstants(lowest: number): number[] {
  const bits = [fromHighWord(wordOfOne - wordOfRoot), fromHighWord(wordOfRoot), largestSubnormal];
  const numbers = [2 ** 52, 2 ** 52 + 1023, 1, 2, 0.5, ln2High, ln2Low];
  return bothLanes([...bits, ...numbers, l1, l2, l3, l4, l5, l6, l7, lowest, Number.MAX_VALUE, -0]);
}

/** k·log 2 + log(1 + f) + rest, after FreeBSD's e_log.c (Sun Microsystems, 1993). */
function combined(k: number, f: number, rest: number): number {
  const s = f / (f + 2);
  const z = s * s;
  const w = z * z;
  const even = w * (w * (w * l6 + l4) + l2);
  const odd = z * (w * (w * (w * l7 + l5) + l3) + l1);
  const r = even + odd;
  const h = 0.5 * f * f;
  const inner = s * (h + r) + (k * ln2Low + rest);
  return k * ln2High - (h - inner - f);
}
