import { divide, magnitude, multiply } from "./complex-number.ts";
import type { Complex } from "./complex-number.ts";

// The principal values of C99, with its special values and branch cuts: the sign of a zero says on which side of a cut
// it lies. Source: W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit", in
// The State of the Art in Numerical Analysis (1987).

/** e^x (cos y + i sin y). */
export function complexExp({ re: x, im: y }: Complex): Complex {
  if (y === 0) return { re: Math.exp(x), im: y };
  if (!Number.isFinite(y) && !Number.isFinite(x) && !Number.isNaN(x)) {
    return x < 0 ? { re: 0, im: withSign(0, y) } : { re: x, im: NaN };
  }
  return scaledByExp(x, Math.cos(y), Math.sin(y));
}

/** e^z − 1, without cancellation near 0. */
export function complexExpm1(z: Complex): Complex {
  const { re: x, im: y } = z;
  if (!Number.isFinite(x) || !Number.isFinite(y) || x > 1) {
    const { re, im } = complexExp(z);
    return { re: re - 1, im };
  }
  // e^x cos y − 1 = (e^x − 1) cos y − 2 sin²(y/2).
  const half = Math.sin(y / 2);
  return { re: Math.expm1(x) * Math.cos(y) - 2 * half * half, im: Math.exp(x) * Math.sin(y) };
}

/** log |z| + i arg z. */
export function complexLog({ re: x, im: y }: Complex): Complex {
  return { re: logMagnitude(x, y), im: Math.atan2(y, x) };
}

/** log(1 + z), without cancellation near 0. */
export function complexLog1p({ re: x, im: y }: Complex): Complex {
  const small = Math.abs(x) < 0.5 && Math.abs(y) < 0.5;
  // |1 + z|² − 1 = x(2 + x) + y².
  const re = small ? Math.log1p(x * (2 + x) + y * y) / 2 : logMagnitude(1 + x, y);
  return { re, im: Math.atan2(y, 1 + x) };
}

/** log z divided by that of another base. */
export function complexLogOver(z: Complex, logOfBase: number): Complex {
  const { re, im } = complexLog(z);
  return { re: re / logOfBase, im: im / logOfBase };
}

/** The root with Re ≥ 0. */
export function complexSqrt({ re: x, im: y }: Complex): Complex {
  if (x === 0 && y === 0) return { re: 0, im: y };
  if (Math.abs(y) === Infinity) return { re: Infinity, im: y };
  if (Math.abs(x) === Infinity) {
    const none = y - y;
    return x > 0
      ? { re: x, im: Number.isNaN(none) ? y : withSign(0, y) }
      : { re: Math.abs(none), im: withSign(-x, y) };
  }
  // Away from the largest and the smallest doubles, where |z| ± x would overflow or lose digits.
  const larger = Math.max(Math.abs(x), Math.abs(y));
  const scale = larger >= 2 ** 1020 ? 2 ** -4 : larger < 2 ** -960 ? 2 ** 108 : 1;
  const [a, b] = [x * scale, y * scale];
  const t = Math.sqrt((Math.abs(a) + magnitude(a, b)) / 2);
  const back = 1 / Math.sqrt(scale);
  return a >= 0
    ? { re: t * back, im: (b / (2 * t)) * back }
    : { re: (Math.abs(b) / (2 * t)) * back, im: withSign(t, b) * back };
}

/** sinh x cos y + i cosh x sin y. */
export function complexSinh({ re: x, im: y }: Complex): Complex {
  if (y === 0) return { re: Math.sinh(x), im: y };
  if (!Number.isFinite(y) && (x === 0 || Math.abs(x) === Infinity)) return { re: x, im: NaN };
  if (Math.abs(x) < overflowing) {
    return { re: Math.sinh(x) * Math.cos(y), im: Math.cosh(x) * Math.sin(y) };
  }
  return scaledByExp(Math.abs(x), withSign(0.5, x) * Math.cos(y), 0.5 * Math.sin(y));
}

/** cosh x cos y + i sinh x sin y. */
export function complexCosh({ re: x, im: y }: Complex): Complex {
  if (y === 0) return { re: Math.cosh(x), im: withSign(1, x) * y };
  if (!Number.isFinite(y) && x === 0) return { re: NaN, im: x };
  if (!Number.isFinite(y) && Math.abs(x) === Infinity) return { re: Infinity, im: NaN };
  if (Math.abs(x) < overflowing) {
    return { re: Math.cosh(x) * Math.cos(y), im: Math.sinh(x) * Math.sin(y) };
  }
  return scaledByExp(Math.abs(x), 0.5 * Math.cos(y), withSign(0.5, x) * Math.sin(y));
}

/** (tanh x + i tan y) / (1 + i tanh x tan y), arranged so that nothing cancels. */
export function complexTanh({ re: x, im: y }: Complex): Complex {
  if (Number.isNaN(x)) return { re: NaN, im: y === 0 ? y : NaN };
  if (Math.abs(x) === Infinity) {
    return { re: Math.sign(x), im: withSign(0, Number.isFinite(y) ? Math.sin(2 * y) : y) };
  }
  if (!Number.isFinite(y)) return { re: x === 0 ? x : NaN, im: NaN };
  if (Math.abs(x) > 22) {
    const decay = Math.exp(-Math.abs(x));
    return { re: Math.sign(x), im: 4 * Math.sin(y) * Math.cos(y) * decay * decay };
  }
  const t = Math.tan(y);
  const beta = 1 + t * t;
  const s = Math.sinh(x);
  const denominator = 1 + beta * s * s;
  return { re: (beta * Math.sqrt(1 + s * s) * s) / denominator, im: t / denominator };
}

/** −i sinh(iz). */
export function complexSin({ re, im }: Complex): Complex {
  const turned = complexSinh({ re: -im, im: re });
  return { re: turned.im, im: -turned.re };
}

/** cosh(iz). */
export function complexCos({ re, im }: Complex): Complex {
  return complexCosh({ re: -im, im: re });
}

/** −i tanh(iz). */
export function complexTan({ re, im }: Complex): Complex {
  const turned = complexTanh({ re: -im, im: re });
  return { re: turned.im, im: -turned.re };
}

/** e^(b log a); of whole exponents, by repeated multiplication. */
export function complexPow(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return { re: 1, im: 0 };
  if (a.re === 0 && a.im === 0) {
    return b.re > 0 && b.im === 0 ? { re: 0, im: 0 } : { re: NaN, im: NaN };
  }
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) {
    const power = repeated(a, Math.abs(b.re));
    return b.re > 0 ? power : divide({ re: 1, im: 0 }, power);
  }
  return complexExp(multiply(b, complexLog(a)));
}

function repeated(base: Complex, exponent: number): Complex {
  let result: Complex | undefined;
  let square = base;
  for (let rest = exponent; ; rest >>>= 1) {
    if (rest % 2 === 1) result = result === undefined ? square : multiply(result, square);
    if (rest <= 1) return result!;
    square = multiply(square, square);
  }
}

/** From here on e^x overflows, or its half does. */
const overflowing = 709;

/** e^x (c + is), also where e^x overflows and the products do not. */
function scaledByExp(x: number, c: number, s: number): Complex {
  if (x < overflowing || x === Infinity) return { re: Math.exp(x) * c, im: Math.exp(x) * s };
  const half = Math.exp(x / 2);
  return { re: half * c * half, im: half * s * half };
}

/** log √(x² + y²), to full accuracy also near the unit circle, where it is near 0. */
function logMagnitude(x: number, y: number): number {
  const r = magnitude(x, y);
  if (r > 0.7 && r < 1.4) return Math.log1p(squareLessOne(x, y)) / 2;
  if (r === Infinity && Number.isFinite(x) && Number.isFinite(y)) {
    return Math.log(Math.hypot(x / 2, y / 2)) + Math.LN2;
  }
  if (r < 2 ** -1020 && r > 0) {
    return Math.log(Math.hypot(x * 2 ** 200, y * 2 ** 200)) - 200 * Math.LN2;
  }
  return Math.log(r);
}

/** x² + y² − 1 with the squares in twice the precision. */
function squareLessOne(x: number, y: number): number {
  const [p, q] = Math.abs(x) > Math.abs(y) ? [x, y] : [y, x];
  const [a, b] = [p * p, q * q];
  // a is at least 1/4, so that a − 1 is exact, or nearly, and the rest is added from the largest to the smallest.
  return a - 1 + b + (squareError(p, a) + squareError(q, b));
}

/** x² − fl(x²), by Dekker's splitting. */
function squareError(x: number, square: number): number {
  const shifted = 134217729 * x;
  const high = shifted - (shifted - x);
  const low = x - high;
  return high * high - square + 2 * high * low + low * low;
}

/** |x| with the sign of y, which may be that of a zero. */
export function withSign(x: number, y: number): number {
  const negative = y < 0 || Object.is(y, -0);
  return negative ? -Math.abs(x) : Math.abs(x);
}
