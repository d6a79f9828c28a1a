import { binary } from "../generated/expm1.ts";
import type { FloatArray } from "../product.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";
import { powersOfTwo } from "./powers-of-two.ts";

/**
 * eˣ − 1 of every element, without cancellation near 0.
 *
 * @example
 * ```ts
 * import { expm1 } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * expm1.map(Float64Array.of(0, 1e-12), y);
 * Array.from(y); // => [0, 1.0000000000005e-12]
 * ```
 */
export const expm1: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 8,
  isPartial: false,
  constants,
  at: exponentialMinusOne,
  loop,
});

/** What the kernel finds among its constants. */
function constants(): number[] {
  const reduction = [lowest, highest, log2E, shifter + 1022, ln2High, ln2Low, tiny];
  return bothLanes([...reduction, q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10]);
}

function loop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = exponentialMinusOne(x[i]!);
}

/**
 * eˣ − 1 = (2ⁿ − 1) + 2ⁿ·(eʳ − 1) within 0.8 units in the last place; the twin of assembly/elementary/expm1.ts.
 * All is halved until the end, since 2¹⁰²⁴ is no number.
 */
function exponentialMinusOne(given: number): number {
  if (Math.abs(given) < tiny) return given;
  const x = given < lowest ? lowest : given > highest ? highest : given;
  const n = x * log2E + (shifter + 1022) - (shifter + 1022);
  const high = x - n * ln2High;
  const low = n * ln2Low;
  const r = high - low;
  const rest = high - r - low;
  const s = r * r;
  const more = s * tail(r, s) + (rest + rest * r);
  const power = powersOfTwo()[(n + 1022) | 0]!;
  const large = power - q0;
  const small = power * r;
  const sum = large + small;
  const lost = small - (sum - large);
  const result = sum + (lost + power * more);
  return result + result;
}

/** (eʳ − 1 − r)/r², where s = r². */
function tail(r: number, s: number): number {
  const s2 = s * s;
  const low = q0 + q1 * r + (q2 + q3 * r) * s;
  const middle = q4 + q5 * r + (q6 + q7 * r) * s;
  const high = q8 + q9 * r + q10 * s;
  return low + s2 * (middle + high * s2);
}

/** Below and above these eˣ − 1 is −1 and ∞. */
const lowest = -40;
const highest = 710;

/** Below it eˣ − 1 is x. */
const tiny = 2 ** -54;

const log2E = 1.4426950408889634;

/** log 2 in two parts, of which the first times a small integer is exact. */
const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.9082149292705877e-10;

/** Added to a number below 2⁵¹ it rounds it to an integer, which then stands in its last bits. */
const shifter = 6755399441055744;

// (eʳ − 1 − r)/r² for |r| ≤ (log 2)/2 to within 2⁻⁶¹ of eʳ: tooling/reference/elementary_coefficients.py.
const q0 = 0.5;
const q1 = 0.1666666666666667;
const q2 = 0.04166666666666667;
const q3 = 0.008333333333326136;
const q4 = 0.0013888888888883748;
const q5 = 0.00019841269874820627;
const q6 = 2.4801587325547743e-5;
const q7 = 2.7557255400206422e-6;
const q8 = 2.75572736431103e-7;
const q9 = 2.5105217004720745e-8;
const q10 = 2.0914686968086876e-9;
