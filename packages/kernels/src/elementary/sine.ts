import { binary } from "../generated/sin.ts";
import type { FloatArray } from "../product.ts";
import { reduceAngle } from "./reduce-angle.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";

// The twins of assembly/elementary/sin.ts: the same operations in the same order.

/** Added to a number below 2⁵¹ it rounds it to an integer, which then stands in its last bits. */
const shifter = 6755399441055744;

const twoByPi = 0.6366197723675814;

/** π/2 in three parts, of which the first two times an integer below 2²⁰ are exact. */
const first = 1.5707963267341256;
const second = 6.077100506303966e-11;
const third = 2.0222662487959506e-21;

/** Up to here n is below 2²⁰. */
const most = 1e6;

/** Below this square of the rest the three parts of π/2 are not enough. */
const close = 2 ** -80;

// The polynomials of FreeBSD's k_sin.c and k_cos.c (Sun Microsystems, 1993).
const s1 = -1.66666666666666324348e-1;
const s2 = 8.33333333332248946124e-3;
const s3 = -1.98412698298579493134e-4;
const s4 = 2.75573137070700676789e-6;
const s5 = -2.50507602534068634195e-8;
const s6 = 1.58969099521155010221e-10;
const c1 = 4.16666666666666019037e-2;
const c2 = -1.38888888888741095749e-3;
const c3 = 2.48015872894767294178e-5;
const c4 = -2.75573143513906633035e-7;
const c5 = 2.0875723212981748279e-9;
const c6 = -1.13596475577881948265e-11;

/** sin x within 0.9 units in the last place, for the largest angles too. */
function sine(x: number): number {
  return shiftedSine(x, 0);
}

/** cos x within 0.9 units in the last place, for the largest angles too. */
function cosine(x: number): number {
  return shiftedSine(x, 1);
}

/** sin(x + q·π/2) */
function shiftedSine(x: number, q: number): number {
  if (!(Math.abs(x) <= most)) return Number.isFinite(x) ? ofLargeAngle(x, q) : NaN;
  const n = x * twoByPi + (shifter + q) - (shifter + q);
  const a = x - n * first;
  const next = n * second;
  const b = a - next;
  const lost = a - b - next;
  const c = n * third - lost;
  const y = b - c;
  if (y * y < close && n !== 0) return ofLargeAngle(x, q);
  return ofQuadrant(n + q, y, b - y - c);
}

function ofLargeAngle(x: number, q: number): number {
  const { quadrant, y, rest } = reduceAngle(x);
  return ofQuadrant(quadrant + q, y, rest);
}

function ofQuadrant(quadrant: number, y: number, rest: number): number {
  const z = y * y;
  const value = quadrant & 1 ? cosineOf(y, rest, z) : sineOf(y, rest, z);
  return quadrant & 2 ? -value : value;
}

function sineOf(y: number, rest: number, z: number): number {
  const v = z * y;
  const r = (((s6 * z + s5) * z + s4) * z + s3) * z + s2;
  return y - (z * (0.5 * rest - v * r) - rest - v * s1);
}

function cosineOf(y: number, rest: number, z: number): number {
  const r = (((((c6 * z + c5) * z + c4) * z + c3) * z + c2) * z + c1) * z;
  const h = z * 0.5;
  const w = 1 - h;
  return w + (1 - w - h + (z * r - y * rest));
}

/**
 * sin x of every element.
 *
 * @example
 * ```ts
 * import { sin } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * sin.map(Float64Array.of(0, 1e22), y);
 * Array.from(y); // => [0, -0.8522008497671888]
 * ```
 */
export const sin: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 4,
  isPartial: true,
  constants: () => constants(0),
  at: sine,
  loop: sineLoop,
});

function sineLoop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = sine(x[i]!);
}

/**
 * cos x of every element.
 *
 * @example
 * ```ts
 * import { cos } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * cos.map(Float64Array.of(0, 1e22), y);
 * Array.from(y); // => [1, 0.5232147853951389]
 * ```
 */
export const cos: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 4,
  isPartial: true,
  constants: () => constants(1),
  at: cosine,
  loop: cosineLoop,
});

function cosineLoop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = cosine(x[i]!);
}

/** What the kernel finds among its constants. */
function constants(q: number): number[] {
  const reduction = [twoByPi, shifter + q, first, second, third, 0.5, 1];
  const series = [s1, s2, s3, s4, s5, s6, c1, c2, c3, c4, c5, c6];
  return bothLanes([...reduction, ...series, smallest, -0, most, close]);
}

/** Its last bit is its only one. */
const smallest = 5e-324;
