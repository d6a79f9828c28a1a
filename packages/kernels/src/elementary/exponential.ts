import { bothLanes } from "./elementary-function.ts";
import { powersOfTwo } from "./powers-of-two.ts";

// The twins of assembly/elementary/exponential.ts: the same operations in the same order.

/** (log 2)/64 in two parts, of which the first times an integer below 2²⁰ is exact, and its reciprocal. */
export const stepHigh = 0.010830424695086549;
export const stepLow = 1.162596423439437e-12;
const steps = 92.33248261689366;

/** Added to a number below 2⁵¹ it rounds it to an integer, which then stands in its last bits. */
const shifter = 6755399441055744;

// (eʳ − 1 − r)/r² for |r| ≤ (log 2)/128 to within 2⁻⁵⁷ of eʳ: tooling/reference/elementary_coefficients.py.
const q0 = 0.5;
const q1 = 0.16666666666664526;
const q2 = 0.041666707476689775;
const q3 = 0.00833333916333604;

/** Below and above these the exponential is 0 and ∞. */
export const lowest = -746;
export const highest = 710;

/** Up to this magnitude of x both eˣ and 2ᵏ are normal numbers. */
export const moderate = 708;

/** What the kernels that need an exponential find among their constants, before their own. */
export function exponentialConstants(bias: number): number[] {
  const reduction = [lowest, highest, steps, shifter + 64 * bias, stepHigh, stepLow];
  return [...bothLanes([...reduction, q0, q1, q2, q3, 1]), ...powers()];
}

/**
 * eˣ within 0.6 units in the last place.
 *
 * Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic",
 * ACM Trans. Math. Softw. 15 (1989): eˣ = 2ᵏ·2^(j/64)·eʳ.
 */
export function exponential(x: number): number {
  if (!(Math.abs(x) < moderate)) return extreme(x);
  const n = nearest(x);
  return reduced(x - n * stepHigh - n * stepLow, n) * powersOfTwo()[(n >> 6) + 1023]!;
}

/** eˣ where it may be no normal number. */
function extreme(given: number): number {
  const x = given < lowest ? lowest : given > highest ? highest : given;
  const n = nearest(x);
  return scaled(reduced(x - n * stepHigh - n * stepLow, n), n);
}

/** n = 64k + j for x = n·(log 2)/64 + r */
export function nearest(x: number): number {
  return x * steps + shifter - shifter;
}

/** 2^(j/64)·eʳ */
export function reduced(r: number, n: number): number {
  const table = powers();
  const j = 2 * (n & 63);
  const power = table[j]!;
  const s = r * r;
  const p = r + s * (q0 + q1 * r + s * (q2 + q3 * r));
  return power + (table[j + 1]! + power * p);
}

/** y·2ᵏ, where 2ᵏ is the product of two powers, since it may be no number where y·2ᵏ is one. */
export function scaled(y: number, n: number): number {
  // Both exponents are biased.
  const exponent = (n >> 6) + 2046;
  const first = exponent >> 1;
  const scales = powersOfTwo();
  return y * scales[first]! * scales[exponent - first]!;
}

/** A cache, so sharing it between all callers changes no result. */
let table: Float64Array | undefined;

/** 2^(j/64) for j < 64, each followed by what it lacks. */
function powers(): Float64Array {
  return (table ??= makePowers());
}

/** In fixed point with 160 binary places. */
function makePowers(): Float64Array {
  const result = new Float64Array(128);
  const places = 160n;
  let power = 1n << places;
  for (let j = 0; j < 128; j += 2) {
    const nearest = Number(power);
    result[j] = nearest * 2 ** -160;
    result[j + 1] = Number(power - BigInt(nearest)) * 2 ** -160;
    power = (power * root) >> places;
  }
  return result;
}

/** ⌊2^(1/64) · 2¹⁶⁰⌋ */
const root = 0x102c9a3e778060ee6f7caca4f7a29bde93d70a2can;
