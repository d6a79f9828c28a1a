/**
 * A complex number, re + i·im: what stands for one in nested arrays, and what `toArray` returns.
 *
 * To derivatives, which take trees of tensors, such an object is a tree with two ends: give them `tensor({ re, im })`.
 *
 * @example
 * ```ts
 * import { abs, tensor } from "@adjoint/tensor";
 * import type { Complex } from "@adjoint/tensor";
 *
 * const z: Complex = { re: 3, im: 4 };
 * abs(tensor([z, 1])).toArray(); // => [5, 1]
 * ```
 */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Whether a value is a complex number, rather than another object. */
export function isComplexNumber(value: unknown): value is Complex {
  if (typeof value !== "object" || value === null || !("re" in value && "im" in value)) return false;
  return typeof value.re === "number" && typeof value.im === "number";
}

/** √(re² + im²), without overflow. Where the squares are safe, within an ulp of `Math.hypot` in a fraction of its time. */
export function magnitude(re: number, im: number): number {
  const larger = Math.max(Math.abs(re), Math.abs(im));
  return larger > 2 ** -500 && larger < 2 ** 500 ? Math.sqrt(re * re + im * im) : Math.hypot(re, im);
}

/** (a + ib)(c + id), by the definition. */
export function multiply(x: Complex, y: Complex): Complex {
  return { re: x.re * y.re - x.im * y.im, im: x.re * y.im + x.im * y.re };
}

/**
 * The quotient of complex numbers by Smith's method, scaled so that it overflows and underflows only with the result.
 *
 * Source: M. Baudin, R. L. Smith, "A robust complex division in Scilab" (2012), arXiv:1210.4539.
 */
export function divide(x: Complex, y: Complex): Complex {
  if (y.re === 0 && y.im === 0) {
    const zero = Math.abs(y.re);
    return { re: x.re / zero, im: x.im / zero };
  }
  let [{ re: a, im: b }, { re: c, im: d }, scale] = [x, y, 1];
  const numerator = Math.max(Math.abs(a), Math.abs(b));
  const denominator = Math.max(Math.abs(c), Math.abs(d));
  if (numerator >= huge) [a, b, scale] = [a / 2, b / 2, scale * 2];
  if (denominator >= huge) [c, d, scale] = [c / 2, d / 2, scale / 2];
  if (numerator <= small) [a, b, scale] = [a * lift, b * lift, scale / lift];
  if (denominator <= small) [c, d, scale] = [c * lift, d * lift, scale * lift];
  const turned = Math.abs(d) > Math.abs(c);
  const quotient = turned ? dividedByReal(b, a, d, c) : dividedByReal(a, b, c, d);
  return { re: quotient.re * scale, im: (turned ? -quotient.im : quotient.im) * scale };
}

const huge = Number.MAX_VALUE / 2;
/** 2²·2⁻¹⁰²²/ε: below it a product of the method could lose digits to underflow. */
const small = 2 ** -968;
/** 2/ε². */
const lift = 2 ** 105;

/** (a + ib)/(c + id) for |d| ≤ |c|. */
function dividedByReal(a: number, b: number, c: number, d: number): Complex {
  const r = d / c;
  const t = 1 / (c + d * r);
  return { re: part(a, b, c, d, r, t), im: part(b, -a, c, d, r, t) };
}

/** (a + br)·t, in the order of products that does not underflow. */
function part(a: number, b: number, c: number, d: number, r: number, t: number): number {
  if (r === 0) return (a + d * (b / c)) * t;
  const product = b * r;
  return product === 0 ? a * t + b * t * r : (a + product) * t;
}
