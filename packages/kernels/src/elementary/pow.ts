import { binary } from "../generated/pow.ts";
import { bothLanes } from "./elementary-function.ts";
import { elementaryPair } from "./elementary-pair.ts";
import type { ElementaryPair } from "./elementary-pair.ts";
import {
  exponentialConstants,
  highest,
  lowest,
  moderate,
  nearest,
  reduced,
  scaled,
  stepHigh,
  stepLow,
} from "./exponential.ts";
import { powersOfTwo } from "./powers-of-two.ts";
import { fromHighWord, highWord } from "./words.ts";

/**
 * xʸ of every pair within 0.6 units in the last place, as IEEE 754 has it: 1 for y = 0 and for x = 1 whatever the other is, NaN too,
 * and for x = −1 and y = ±∞; NaN for a negative x and a y that is no integer. The exponents 2, 1, −1 and ½ take one
 * operation, which is rounded correctly; 3 and 4 take two products, within 1.5 units.
 *
 * @example
 * ```ts
 * import { pow } from "@adjoint/kernels";
 *
 * const y = new Float64Array(3);
 * pow.map(Float64Array.of(2, 3, -2), 1, Float64Array.of(3), 0, y);
 * Array.from(y); // => [8, 27, -8]
 * ```
 */
export const pow: ElementaryPair = /* @__PURE__ */ elementaryPair({
  binary,
  group: 4,
  isPartial: true,
  constants,
  at: power,
  isCheap: (y) => y === 0.5 || y === -1 || (Number.isInteger(y) && y >= 0 && y <= mostProducts),
  loop(x, xStep, y, yStep, z) {
    for (let i = 0, j = 0, k = 0; i < z.length; i++, j += xStep, k += yStep) z[i] = power(x[j]!, y[k]!);
  },
});

function power(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 3) return x * x * x;
  if (y === 4) return x * x * (x * x);
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 0) return 1;
  // √ of −0 is −0 and of −∞ NaN, their powers are 0 and ∞.
  if (y === 0.5 && x >= 0) return Math.sqrt(x + 0);
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  const a = Math.abs(x);
  // What is left to the engine has one right result: 0, 1, ∞ or NaN.
  if (!(a > 0 && a <= Number.MAX_VALUE && Math.abs(y) <= Number.MAX_VALUE)) return x ** y;
  if (x > 0) return powerOf(a, y);
  if (Math.trunc(y) !== y) return NaN;
  return Math.trunc(y / 2) === y / 2 ? powerOf(a, y) : -powerOf(a, y);
}

/** aʸ for positive a: the twin of assembly/elementary/pow.ts, which leaves what is not a normal number to it. */
function powerOf(a: number, y: number): number {
  if (Math.abs(y) > mostY) return a === 1 ? 1 : a > 1 === y > 0 ? Infinity : 0;
  if (a < smallestNormal) return powerOfScaled(a * 2 ** 54, -54, y);
  return powerOfScaled(a, 0, y);
}

/** (x·2ʰ)ʸ for a normal number x. */
function powerOfScaled(x: number, h: number, y: number): number {
  const bits = highWord(x) + (wordOfOne - wordOfLeast);
  const exponent = bits >>> 20;
  const k = exponent + h - 1023;
  const scales = powersOfTwo();
  const z = exponent < 2046 ? x * scales[2046 - exponent]! : x * scales[1]! * 2 ** (2045 - exponent);
  const table = places();
  const row = ((bits >>> 13) & 127) * 4;
  const factor = table[row]!;
  const zHigh = z + cutZ - cutZ;
  const rHigh = zHigh * factor - 1;
  const rLow = (z - zHigh) * factor;
  const r = rHigh + rLow;
  const whole = k * ln2High + table[row + 1]!;
  const sum = whole + r;
  const lost = whole - sum + r;
  const low = k * ln2Low + table[row + 2]!;
  const half = r * -0.5;
  const halfHigh = rHigh * -0.5;
  const square = rHigh * halfHigh;
  const high = sum + square;
  const lostSquare = sum - high + square;
  const cross = rLow * (half + halfHigh);
  const s = r * r;
  const p = s * r * (a1 + a2 * r + s * (a3 + a4 * r + s * (a5 + a6 * r + a7 * s)));
  const rest = low + lost + (cross + lostSquare) + p;
  const log = high + rest;
  const logLow = high - log + rest;

  const yHigh = cut(y);
  const logHigh = cut(log);
  const e = yHigh * logHigh;
  const eRest = (y - yHigh) * logHigh + y * (log - logHigh + logLow);
  if (e > highest) return Infinity;
  if (e < lowest) return 0;
  const n = nearest(e);
  const value = reduced(e - n * stepHigh - (n * stepLow - eRest), n);
  return Math.abs(e) < moderate ? value * powersOfTwo()[(n >> 6) + 1023]! : scaled(value, n);
}

/** x without the last half of its bits. */
function cut(x: number): number {
  const t = x * splitter;
  return t - (t - x);
}

/** The largest exponent of a product. */
const mostProducts = 4;

/** 2²⁷ + 1 */
const splitter = 134217729;

/** Added to a number near 1 it leaves 22 bits of it. */
const cutZ = 3 * 2 ** 30;

/** For larger exponents the power is 0, 1 or ∞, and numbers below it can be cut. */
const mostY = 2 ** 64;

const smallestNormal = 2.2250738585072014e-308;

/** All bits of the mantissa and no others. */
const largestSubnormal = 2.225073858507201e-308;

/** The upper words of 1 and of the least z: 1 lies in the middle of its 128th of the way to twice that. */
const wordOfOne = 0x3ff00000;
const wordOfLeast = 0x3fe69000;

/** log 2 in two parts, of which the first is a multiple of 2⁻⁴². */
const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

// log(1 + r) = r − r²/2 + r³·(a₁ + a₂·r + …), its Taylor series; |r| < 2⁻⁷.
const a1 = 1 / 3;
const a2 = -1 / 4;
const a3 = 1 / 5;
const a4 = -1 / 6;
const a5 = 1 / 7;
const a6 = -1 / 8;
const a7 = 1 / 9;

/** What the kernel finds among its constants. */
function constants(): number[] {
  const bits = [fromHighWord(wordOfOne - wordOfLeast), fromHighWord(wordOfLeast), largestSubnormal];
  const numbers = [2 ** 52, 2 ** 52 + 1023, ln2High, ln2Low, cutZ, -0.5, a1, a2, a3, a4, a5, a6, a7];
  const limits = [splitter, smallestNormal, Number.MAX_VALUE, mostY, moderate, -0, 0.5, mostProducts];
  return [...exponentialConstants(0), ...bothLanes([...bits, ...numbers, ...limits]), ...places()];
}

/** A cache, so sharing it between all callers changes no result. */
let table: Float64Array | undefined;

/**
 * For each place 1/c, of so few bits that z/c − 1 is exact, and −log(1/c) in two parts, of which the first is a multiple
 * of 2⁻⁴².
 */
function places(): Float64Array {
  return (table ??= makePlaces());
}

function makePlaces(): Float64Array {
  const result = new Float64Array(128 * 4);
  for (let i = 0; i < 128; i++) {
    const middle = fromHighWord(wordOfLeast + (i << 13) + (1 << 12));
    const parts = middle < 1 ? 128 : 256;
    const inverse = Math.round(parts / middle);
    const value = logarithmOfQuotient(BigInt(parts), BigInt(inverse));
    const high = Math.round(Number(value >> 96n) * 2 ** -22) * 2 ** -42;
    result.set([inverse / parts, high, Number(value - (BigInt(high * 2 ** 42) << 118n)) * 2 ** -160], i * 4);
  }
  return result;
}

/** log(p/q)·2¹⁶⁰, as twice the series of artanh((p − q)/(p + q)). */
function logarithmOfQuotient(p: bigint, q: bigint): bigint {
  const [above, below] = [p - q, p + q];
  let sum = 0n;
  let term = (above << 161n) / below;
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n;
    term = (term * above * above) / (below * below);
  }
  return sum;
}
