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
  return signed(value, "", (magnitude) => {
    const shortest = shortestOf(dtype, magnitude);
    if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
      return padExponent(shortest.toExponential(), 2);
    }
    return String(shortest) + (Number.isInteger(shortest) ? ".0" : "");
  });
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
  const text = dtype === "int32" ? String : floatFormatter(dtype, elements, style);
  const width = maximum(elements.map((value) => text(value).length));
  return (value) => text(value).padStart(width);
}

function floatFormatter(
  dtype: DType,
  elements: readonly number[],
  { precision, suppressSmall, plus = false }: ElementStyle,
): (value: number) => string {
  const magnitudes = elements.filter(Number.isFinite).map(Math.abs);
  const notation = usesExponent(dtype, magnitudes, suppressSmall) ? scientific : positional;
  const text = notation(dtype, magnitudes, precision);
  return (value) => signed(value, plus ? "+" : "", text);
}

function usesExponent(dtype: DType, magnitudes: readonly number[], suppressSmall: boolean): boolean {
  const positive = magnitudes.filter((value) => value !== 0);
  if (positive.length === 0) return false;
  const largest = maximum(positive);
  const smallest = -maximum(positive.map((value) => -value));
  const ratio = dtype === "float32" ? Math.fround(largest / smallest) : largest / smallest;
  return largest >= 1e8 || (!suppressSmall && (smallest < 1e-4 || ratio > 1e3));
}

/** How a number without its sign is written, beside others. */
type Notation = (
  dtype: DType,
  magnitudes: readonly number[],
  precision: number,
) => (magnitude: number) => string;

/** With the decimals that each element needs, and blanks where another needs more: `1.   `, `0.25`. */
const positional: Notation = (dtype, magnitudes, precision) => {
  const digits = (magnitude: number): string => {
    const shortest = shortestOf(dtype, magnitude);
    const [mantissa = "", exponent] = shortest.toExponential().split("e");
    const decimals = Math.max(fractionOf(mantissa).length - Number(exponent), 0);
    // Digits before the point are written as they are, not rounded to the fewest that identify the number.
    if (decimals <= precision) return (decimals === 0 ? magnitude : shortest).toFixed(decimals);
    return rounded(magnitude, precision, "toFixed").replace(/(\.\d*?)0+$/, "$1");
  };
  const decimals = maximum(magnitudes.map((value) => fractionOf(digits(value)).length));
  return (magnitude) => {
    const [whole = "", fraction = ""] = digits(magnitude).split(".");
    return `${whole}.${fraction.padEnd(decimals)}`;
  };
};

/** With as many decimals, and digits of the exponent, as any element needs. */
const scientific: Notation = (dtype, magnitudes, precision) => {
  const decimals = maximum(
    magnitudes.map((magnitude) => {
      const needed = fractionOf(shortestOf(dtype, magnitude).toExponential());
      const shown =
        needed.length <= precision ? needed : fractionOf(rounded(magnitude, precision, "toExponential"));
      return shown.replace(/0+$/, "").length;
    }),
  );
  const digits = (magnitude: number): string => rounded(magnitude, decimals, "toExponential");
  const exponentWidth = maximum(magnitudes.map((value) => digits(value).split("e")[1]!.length - 1));
  return (magnitude) => {
    const text = digits(magnitude);
    return padExponent(decimals === 0 ? text.replace("e", ".e") : text, Math.max(exponentWidth, 2));
  };
};

/** So many further digits tell a tie from a number near one: doubles hold 17. */
const tieDigits = 30;

/** A number with so many decimals. JavaScript rounds ties up, C and NumPy to even. */
function rounded(magnitude: number, decimals: number, write: "toFixed" | "toExponential"): string {
  const [exact = "", exponent] = magnitude[write](decimals + tieDigits).split("e");
  const end = exact.indexOf(".") + 1 + decimals;
  const kept = exact.slice(0, end).replace(/\.$/, "");
  if (!/^50*$/.test(exact.slice(end)) || !/[02468]$/.test(kept)) return magnitude[write](decimals);
  return exponent === undefined ? kept : `${kept}e${exponent}`;
}

/** The shortest decimal that rounds to the same number of its type. */
function shortestOf(dtype: DType, value: number): number {
  if (dtype !== "float32") return value;
  for (let count = 1; count < 10; count++) {
    const nearest = Number(value.toPrecision(count));
    if (Math.fround(nearest) !== value) continue;
    const even = Number(rounded(value, count - 1, "toExponential"));
    return Math.fround(even) === value ? even : nearest;
  }
  return value;
}

/** A number with its sign; `text` writes those that have digits. */
function signed(value: number, plus: string, text: (magnitude: number) => string): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : plus;
  if (Number.isNaN(value)) return `${sign}nan`;
  return sign + (Number.isFinite(value) ? text(Math.abs(value)) : "inf");
}

/** The digits after the point. */
function fractionOf(text: string): string {
  return /\.(\d*)/.exec(text)?.[1] ?? "";
}

/** `1e-5` as `1e-05`. */
function padExponent(text: string, width: number): string {
  const at = text.indexOf("e") + 2;
  return text.slice(0, at) + text.slice(at).padStart(width, "0");
}

/** Without spreading: arguments are limited in number, elements are not. */
function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
