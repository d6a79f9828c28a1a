import type { Complex } from "./complex-number.ts";
import { complexSqrt, withSign } from "./complex-functions.ts";

// Kahan's formulas, in which nothing cancels and the signs of zeros choose the side of a cut; infinities are treated
// apart, as C99 asks. Source: W. Kahan, "Branch cuts for complex elementary functions" (1987).

/** The principal arc sine, −i asinh(iz). */
export function complexAsin({ re, im }: Complex): Complex {
  const turned = complexAsinh({ re: -im, im: re });
  return { re: turned.im, im: -turned.re };
}

/** The principal arc cosine, with its real part in [0, π]. */
export function complexAcos({ re: x, im: y }: Complex): Complex {
  if (isInfinite(x, y)) return { re: Math.atan2(Math.abs(y), x), im: withSign(Infinity, -y) };
  if (x === 0 && Number.isNaN(y)) return { re: Math.PI / 2, im: y };
  const below = complexSqrt({ re: 1 - x, im: -y });
  const above = complexSqrt({ re: 1 + x, im: y });
  return {
    re: 2 * Math.atan2(below.re, above.re),
    im: Math.asinh(above.re * below.im - above.im * below.re),
  };
}

/** The principal arc tangent, −i atanh(iz). */
export function complexAtan({ re, im }: Complex): Complex {
  const turned = complexAtanh({ re: -im, im: re });
  return { re: turned.im, im: -turned.re };
}

/** The principal area hyperbolic sine. */
export function complexAsinh({ re: x, im: y }: Complex): Complex {
  if (isInfinite(x, y)) {
    return { re: withSign(Infinity, x), im: withSign(Math.atan2(Math.abs(y), Math.abs(x)), y) };
  }
  if (Number.isNaN(x) && y === 0) return { re: x, im: y };
  // √(1 + iz) and √(1 − iz).
  const plus = complexSqrt({ re: 1 - y, im: x });
  const minus = complexSqrt({ re: 1 + y, im: -x });
  return {
    re: Math.asinh(minus.re * plus.im - minus.im * plus.re),
    im: Math.atan2(y, plus.re * minus.re - plus.im * minus.im),
  };
}

/** The principal area hyperbolic cosine, with its real part from 0. */
export function complexAcosh({ re: x, im: y }: Complex): Complex {
  if (isInfinite(x, y)) return { re: Infinity, im: withSign(Math.atan2(Math.abs(y), x), y) };
  if (x === 0 && Number.isNaN(y)) return { re: y, im: Math.PI / 2 };
  const below = complexSqrt({ re: x - 1, im: y });
  const above = complexSqrt({ re: x + 1, im: y });
  return {
    re: Math.asinh(below.re * above.re + below.im * above.im),
    im: 2 * Math.atan2(below.im, above.re),
  };
}

/** The principal area hyperbolic tangent. */
export function complexAtanh({ re, im: y }: Complex): Complex {
  const x = Math.abs(re);
  const quarter = Number.isNaN(y) ? y : withSign(Math.PI / 2, y);
  if (isInfinite(x, y)) return { re: withSign(0, re), im: quarter };
  if (x === 0 && Number.isNaN(y)) return { re, im: y };
  if (Math.max(x, Math.abs(y)) > 2 ** 500) {
    const far = Math.hypot(x, y);
    return { re: withSign(x / far / far, re), im: quarter };
  }
  const h = Math.hypot(1 - x, y);
  const logarithm = h < 2 ** -500 ? 2 * (Math.LN2 - Math.log(h)) : Math.log1p((4 * x) / (h * h));
  return { re: withSign(logarithm / 4, re), im: Math.atan2(2 * y, (1 - x) * (1 + x) - y * y) / 2 };
}

function isInfinite(x: number, y: number): boolean {
  return Math.abs(x) === Infinity || Math.abs(y) === Infinity;
}
