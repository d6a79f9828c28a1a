import type { DType, TypedArray } from "./dtype.ts";
import { stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** The conventions of NumPy's `printoptions`. */
const precision = 8;
const lineWidth = 75;
const summarizeAbove = 1000;
const edgeItems = 3;

/**
 * The text of a tensor as NumPy's `str` prints an array: columns aligned, at most eight decimals,
 * scientific notation where fixed would lose digits, long axes summarized by their ends.
 */
export function formatTensor(shape: Shape, dtype: DType, data: TypedArray): string {
  if (shape.length === 0) return formatScalar(data[0]!, dtype);
  if (data.length === 0) return "[]";
  const summarize = data.length > summarizeAbove;
  const strides = stridesOf(shape);
  const format = formatterOf(dtype, visibleElements(shape, strides, data, summarize));

  const rows = (axis: number, offset: number, indent: string): string => {
    const length = shape[axis]!;
    const entries = visibleIndices(length, summarize);
    const last = axis === shape.length - 1;
    const parts = entries.map((i) => {
      if (i === undefined) return "...";
      const at = offset + i * strides[axis]!;
      return last ? format(data[at]!) : rows(axis + 1, at, `${indent} `);
    });
    if (last) return `[${wrap(parts, `${indent} `)}]`;
    const gap = "\n".repeat(shape.length - 1 - axis);
    return `[${parts.join(`${gap}${indent} `)}]`;
  };
  return rows(0, 0, "");
}

function formatScalar(value: number, dtype: DType): string {
  if (dtype === "bool") return value === 0 ? "false" : "true";
  if (dtype === "int32") return String(value);
  const shortest = dtype === "float32" ? shortestFloat32(value) : value;
  if (!Number.isFinite(shortest)) return formatNonFinite(shortest);
  const magnitude = Math.abs(shortest);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16))
    return padExponent(shortest.toExponential());
  return Number.isInteger(shortest) ? `${negativeZero(shortest)}${shortest}.0` : String(shortest);
}

/** The shortest decimal that rounds to the same float32. */
function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}

function formatterOf(dtype: DType, elements: readonly number[]): (value: number) => string {
  if (dtype === "bool") {
    const width = elements.some((value) => value === 0) ? 5 : 4;
    return (value) => (value === 0 ? "false" : "true").padStart(width);
  }
  if (dtype === "int32") {
    const width = Math.max(...elements.map((value) => String(value).length));
    return (value) => String(value).padStart(width);
  }
  const round = dtype === "float32" ? shortestFloat32 : (value: number): number => value;
  const finite = elements.filter(Number.isFinite).map(round);
  const text = usesExponent(finite) ? exponential(finite) : fixed(finite);
  const print = (value: number): string =>
    Number.isFinite(value) ? text(round(value)) : formatNonFinite(value);
  const width = Math.max(...elements.map((value) => print(value).length));
  return (value) => print(value).padStart(width);
}

function usesExponent(finite: readonly number[]): boolean {
  const magnitudes = finite.map(Math.abs).filter((value) => value !== 0);
  if (magnitudes.length === 0) return false;
  const largest = Math.max(...magnitudes);
  const smallest = Math.min(...magnitudes);
  return largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1e3;
}

/** Fixed notation with as many decimals as any element needs, up to the precision: `1.   `, `0.25`. */
function fixed(finite: readonly number[]): (value: number) => string {
  const decimals = Math.max(0, ...finite.map((value) => fractionOf(trimmed(value)).length));
  return (value) => {
    const digits = trimmed(value);
    const [whole = "0"] = digits.split(".");
    return `${whole}.${fractionOf(digits).padEnd(decimals)}`;
  };
}

function trimmed(value: number): string {
  const text = Math.abs(value).toFixed(precision);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + (text.includes(".") ? text.replace(/0+$/, "") : text);
}

function fractionOf(text: string): string {
  return text.split(".")[1] ?? "";
}

function exponential(finite: readonly number[]): (value: number) => string {
  const decimals = Math.max(0, ...finite.map((value) => significantDecimals(value)));
  return (value) => {
    const [mantissa = "0", exponent = "+0"] = value.toExponential(decimals).split("e");
    return padExponent(`${negativeZero(value)}${decimals === 0 ? `${mantissa}.` : mantissa}e${exponent}`);
  };
}

function significantDecimals(value: number): number {
  const rounded = Number(value.toExponential(precision));
  const [mantissa = "0"] = rounded.toExponential().split("e");
  return fractionOf(mantissa).length;
}

/** `1e-5` as `1e-05`: at least two digits. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function negativeZero(value: number): string {
  return Object.is(value, -0) ? "-" : "";
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

/** The indices of an axis that are shown; `undefined` stands for those left out. */
function visibleIndices(length: number, summarize: boolean): readonly (number | undefined)[] {
  const all = Array.from({ length }, (_, i) => i);
  if (!summarize || length <= 2 * edgeItems) return all;
  return [...all.slice(0, edgeItems), undefined, ...all.slice(-edgeItems)];
}

function visibleElements(
  shape: Shape,
  strides: readonly number[],
  data: TypedArray,
  summarize: boolean,
): number[] {
  const collect = (axis: number, offset: number): number[] =>
    axis === shape.length
      ? [data[offset]!]
      : visibleIndices(shape[axis]!, summarize).flatMap((i) =>
          i === undefined ? [] : collect(axis + 1, offset + i * strides[axis]!),
        );
  return collect(0, 0);
}

function wrap(parts: readonly string[], indent: string): string {
  let text = "";
  let column = indent.length;
  for (const part of parts) {
    const separator = text === "" ? "" : " ";
    if (text !== "" && column + separator.length + part.length + 1 > lineWidth) {
      text += `\n${indent}${part}`;
      column = indent.length + part.length;
    } else {
      text += separator + part;
      column += separator.length + part.length;
    }
  }
  return text;
}
