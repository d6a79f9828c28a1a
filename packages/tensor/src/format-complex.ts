import { formatScalar, formatterOf } from "./format-element.ts";
import type { ElementStyle } from "./format-element.ts";

/** A complex scalar by itself, as Python writes it: `(1+2j)`, or `2j` where the real part is 0. */
export function formatComplexScalar(re: number, im: number): string {
  const part = (value: number): string => formatScalar(value, "float64").replace(/\.0$/, "");
  const imaginary = `${part(im)}j`;
  if (Object.is(re, 0)) return imaginary;
  return `(${part(re)}${imaginary.startsWith("-") ? "" : "+"}${imaginary})`;
}

/** How the complex elements of one array are written: real and imaginary parts each of one width. */
export function complexFormatterOf(
  re: readonly number[],
  im: readonly number[],
  style: ElementStyle,
): (re: number, im: number) => string {
  const real = formatterOf("float64", re, style);
  const imaginary = formatterOf("float64", im, { ...style, plus: true });
  // The j stands at the digits, before the blanks that align them.
  return (a, b) => real(a) + imaginary(b).replace(/ *$/, "j$&");
}
