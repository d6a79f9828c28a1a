import { length, over, times } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import { numberOf, scaledOf } from "./scaled-product.ts";

/** (re + i im) · 2ᵉ with parts of about 1, or 0: a product that neither overflows nor underflows on the way. */
export interface ScaledComplex {
  readonly re: number;
  readonly im: number;
  readonly exponent: number;
}

/** A number taken apart. */
export function scaledComplexOf([re, im]: Pair): ScaledComplex {
  const { mantissa, exponent } = scaledOf(Math.max(Math.abs(re), Math.abs(im)));
  if (mantissa === 0 || !Number.isFinite(mantissa)) return { re, im, exponent: 0 };
  const shift = (x: number): number => numberOf({ mantissa: x, exponent: -exponent });
  return { re: shift(re), im: shift(im), exponent };
}

/** The product. */
export function timesScaled(a: ScaledComplex, b: ScaledComplex): ScaledComplex {
  const { re, im, exponent } = scaledComplexOf(times(a.re, a.im, b.re, b.im));
  return { re, im, exponent: exponent + a.exponent + b.exponent };
}

/** The quotient; the divisor is not 0. */
export function overScaled(a: ScaledComplex, b: ScaledComplex): ScaledComplex {
  const { re, im, exponent } = scaledComplexOf(over(a.re, a.im, b.re, b.im));
  return { re, im, exponent: exponent + a.exponent - b.exponent };
}

/** The number; its parts are ±∞ or 0 where they lie outside of the range of float64. */
export function complexNumberOf({ re, im, exponent }: ScaledComplex): Pair {
  // Adding 0 turns −0, which would print as such, into 0.
  return [numberOf({ mantissa: re, exponent }) + 0, numberOf({ mantissa: im, exponent }) + 0];
}

/** z/|z|, and 0 for 0. */
export function phaseOf({ re, im }: ScaledComplex): Pair {
  const size = length(re, im);
  return size === 0 ? [0, 0] : [re / size + 0, im / size + 0];
}
