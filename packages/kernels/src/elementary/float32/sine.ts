import { binary } from "../../generated/float32/sin.ts";
import type { ElementaryModule } from "../elementary-function.ts";
import { fourLanes } from "./four-lanes.ts";

/** sin x of float32 within 1.6 units in the last place. */
export const sin32: ElementaryModule = {
  binary,
  group: 8,
  isPartial: true,
  constants: () => sineConstants(0),
};

/** cos x of float32 within 1.6 units in the last place. */
export const cos32: ElementaryModule = {
  binary,
  group: 8,
  isPartial: true,
  constants: () => sineConstants(1),
};

/** What the kernel finds among its constants for sin(x + q·π/2); the cosine ignores the sign of x. */
function sineConstants(q: 0 | 1): number[] {
  const reduction = [2 / Math.PI, shifter + q, first, second, third];
  const series = [s0, s1, s2, c0, c1, c2, 0.5, 1];
  return fourLanes([...reduction, ...series, q === 0 ? -0 : 0, -0, most, close]);
}

/** Added to a number below 2²² it rounds it to an integer, which then stands in its last bits. */
const shifter = 12582912;

/** π/2 in three parts, of which the first two times an integer below 2¹³ are exact. */
const first = 1.5703125;
const second = 0.0004837512969970703;
const third = 7.549790126404332e-8;

/** Up to here n is below 2¹³. */
const most = 12867;

/** 2⁻²³: where |y| is below it times n, the three parts of π/2 are not enough. */
const close = 1.1920928955078125e-7;

// For |y| ≤ 0.8 to within 2⁻²⁷: tooling/reference/elementary_float32_coefficients.py.
const s0 = -0.16666653752326965;
const s1 = 0.00833209790289402;
const s2 = -0.00019506023090798408;
const c0 = 0.04166664555668831;
const c1 = -0.0013887290842831135;
const c2 = 2.4428643882856704e-5;
