import type { DType } from "./dtype.ts";

/** How floating-point elements are written. */
export interface ElementStyle {
  /** At most so many decimals. */
  readonly precision: number;
  /** Whether small numbers are written as zeros rather than all in scientific notation. */
  readonly suppressSmall: boolean;
  /** Whether positive numbers have a sign too. */
  readonly plus?: boolean;
}

/** A scalar by itself: the fewest digits that identify it. */
export function formatScalar(value: number, dtype: DType): string {
  if (dtype === "bool") return value === 0 ? "false" : "true";
  if (dtype === "int32") return String(value);
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const magnitude = Math.abs(value);
  const shortest = dtype === "float32" ? shortestFloat32(magnitude) : magnitude;
  const scientific = magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16);
  const text = scientific
    ? padExponent(shortest.toExponential(), 2)
    : `${String(shortest)}${Number.isInteger(shortest) ? ".0" : ""}`;
  return signOf(value) + text;
}

/**
 * How the elements of one array are written: all of one width, with the same notation. Scientific notation is used
 * from 10⁸, and unless small numbers are suppressed below 10⁻⁴ and where the largest is more than 1000 times the
 * smallest.
 */
export function formatterOf(
  dtype: DType,
  elements: readonly number[],
  style: ElementStyle,
): (value: number) => string {
  if (dtype === "bool") return (value) => (value === 0 ? "false" : " true");
  const text = dtype === "int32" ? String : floatFormatter(dtype, elements.filter(Number.isFinite), style);
  const width = maximum(elements.map((value) => text(value).length));
  return (value) => text(value).padStart(width);
}

function floatFormatter(
  dtype: DType,
  finite: readonly number[],
  { precision, suppressSmall, plus = false }: ElementStyle,
): (value: number) => string {
  const notation = usesExponent(dtype, finite, suppressSmall) ? scientific : positional;
  const text = notation(dtype, finite, precision);
  const signed = (value: number): string => (Number.isFinite(value) ? text(value) : formatNonFinite(value));
  return plus ? (value) => signed(value).replace(/^(?!-)/, "+") : signed;
}

function usesExponent(dtype: DType, finite: readonly number[], suppressSmall: boolean): boolean {
  const magnitudes = finite.map(Math.abs).filter((value) => value !== 0);
  if (magnitudes.length === 0) return false;
  const largest = maximum(magnitudes);
  const smallest = -maximum(magnitudes.map((value) => -value));
  const ratio = dtype === "float32" ? Math.fround(largest / smallest) : largest / smallest;
  return largest >= 1e8 || (!suppressSmall && (smallest < 1e-4 || ratio > 1e3));
}

/** With the decimals that each element needs, and blanks where another needs more: `1.   `, `0.25`. */
function positional(dtype: DType, finite: readonly number[], precision: number): (value: number) => string {
  const decimals = maximum(finite.map((value) => fractionOf(digits(dtype, value, precision)).length));
  return (value) => {
    const text = digits(dtype, value, precision);
    const [whole] = text.split(".");
    return `${signOf(value)}${whole}.${fractionOf(text).padEnd(decimals)}`;
  };
}

/** The fewest digits that identify a number; if these are too many, the number rounded. */
function digits(dtype: DType, value: number, precision: number): string {
  const magnitude = Math.abs(value);
  const fewest = dtype === "float32" ? shortestFloat32(magnitude) : magnitude;
  // Digits before the point are written as they are, not rounded to the fewest that identify the number.
  const shortest = withoutExponent(String(Number.isInteger(fewest) ? magnitude : fewest));
  if (fractionOf(shortest).length <= precision) return shortest;
  const exact = magnitude.toFixed(precision + tieDigits);
  const rounded = tieToEven(exact, precision) ?? magnitude.toFixed(precision);
  return precision === 0 ? rounded : rounded.replace(/0+$/, "");
}

/** `1.5e-7`, as JavaScript writes small numbers, as `0.00000015`. */
function withoutExponent(text: string): string {
  const [mantissa = "", exponent] = text.split("e-");
  return exponent === undefined ? text : `0.${"0".repeat(Number(exponent) - 1)}${mantissa.replace(".", "")}`;
}

/** With as many decimals, and digits of the exponent, as any element needs. */
function scientific(dtype: DType, finite: readonly number[], precision: number): (value: number) => string {
  const decimals = maximum(finite.map((value) => significantDecimals(dtype, value, precision)));
  const texts = finite.map((value) => roundedExponential(Math.abs(value), decimals));
  const exponentDigits = maximum(texts.map((text) => text.length - text.indexOf("e") - 2));
  return (value) => {
    const text = roundedExponential(Math.abs(value), decimals);
    const point = decimals === 0 ? text.replace("e", ".e") : text;
    return signOf(value) + padExponent(point, Math.max(exponentDigits, 2));
  };
}

function significantDecimals(dtype: DType, value: number, precision: number): number {
  const magnitude = Math.abs(value);
  const shortest = dtype === "float32" ? shortestFloat32(magnitude) : magnitude;
  const needed = mantissaOf(shortest.toExponential());
  const shown =
    fractionOf(needed).length <= precision ? needed : mantissaOf(roundedExponential(magnitude, precision));
  return fractionOf(shown).replace(/0+$/, "").length;
}

function roundedExponential(magnitude: number, decimals: number): string {
  const [mantissa = "", exponent = ""] = magnitude.toExponential(decimals + tieDigits).split("e");
  const even = tieToEven(mantissa, decimals);
  return even === undefined ? magnitude.toExponential(decimals) : `${even}e${exponent}`;
}

/** So many further digits tell a tie from a number near one: doubles hold 17. */
const tieDigits = 30;

/**
 * The digits cut off after some decimals where the rest is a tie that rounds down to an even digit:
 * JavaScript rounds ties up, C and NumPy to even.
 */
function tieToEven(exact: string, decimals: number): string | undefined {
  const end = exact.indexOf(".") + 1 + decimals;
  const kept = exact.slice(0, end);
  return /^50*$/.test(exact.slice(end)) && /[02468]\.?$/.test(kept) ? kept : undefined;
}

/** The shortest decimal that rounds to the same float32. */
function shortestFloat32(value: number): number {
  for (let count = 1; count < 10; count++) {
    if (Math.fround(Number(value.toPrecision(count))) !== value) continue;
    const even = Number(roundedExponential(value, count - 1));
    return Math.fround(even) === value ? even : Number(value.toPrecision(count));
  }
  return value;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function fractionOf(text: string): string {
  return text.split(".")[1] ?? "";
}

function mantissaOf(text: string): string {
  return text.slice(0, text.indexOf("e"));
}

/** `1e-5` as `1e-05`. */
function padExponent(text: string, width: number): string {
  const at = text.indexOf("e") + 2;
  return text.slice(0, at) + text.slice(at).padStart(width, "0");
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** Without spreading: arguments are limited in number, elements are not. */
function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
