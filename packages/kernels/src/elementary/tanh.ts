import { binary } from "../generated/tanh.ts";
import type { FloatArray } from "../product.ts";
import { exponential, exponentialConstants } from "./exponential.ts";
import { bothLanes, elementaryFunction } from "./elementary-function.ts";
import type { ElementaryFunction } from "./elementary-function.ts";

const p2 = -9.64399179425052238628e-1;
const p1 = -9.92877231001918586564e1;
const p0 = -1.61468768441708447952e3;
const q2 = 1.12811678491632931402e2;
const q1 = 2.23548839060100448583e3;
const q0 = 4.84406305325125486048e3;

const bound = 0.625;

/** From half of it on tanh is 1. */
const most = 44;

/**
 * tanh x within 1.3 units in the last place: 1 − 2/(e²ˣ + 1) above 0.625, below it x + x³·P(x²)/Q(x²).
 *
 * Source: the coefficients are those of S. L. Moshier's Cephes, tanh.c.
 */
function hyperbolicTangent(x: number): number {
  const a = Math.abs(x);
  let y: number;
  if (a < bound) {
    const s = a * a;
    const ratio = (s * ((p2 * s + p1) * s + p0)) / (((s + q2) * s + q1) * s + q0);
    y = a + a * ratio;
  } else {
    y = 1 - 2 / (exponential(Math.min(a + a, most)) + 1);
  }
  return x < 0 || Object.is(x, -0) ? -y : y;
}

/**
 * tanh x of every element.
 *
 * @example
 * ```ts
 * import { tanh } from "@adjoint/kernels";
 *
 * const y = new Float64Array(2);
 * tanh.map(Float64Array.of(0, 1), y);
 * Array.from(y); // => [0, 0.7615941559557649]
 * ```
 */
export const tanh: ElementaryFunction = /* @__PURE__ */ elementaryFunction({
  binary,
  group: 8,
  isPartial: false,
  constants: () => [...exponentialConstants(0), ...bothLanes([-0, bound, most, 2, p2, p1, p0, q2, q1, q0])],
  at: hyperbolicTangent,
  loop,
});

function loop(x: FloatArray, y: FloatArray): void {
  for (let i = 0; i < x.length; i++) y[i] = hyperbolicTangent(x[i]!);
}
