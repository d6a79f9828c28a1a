import { widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { complexFormatterOf, formatComplexScalar } from "./format-complex.ts";
import { formatScalar, formatterOf } from "./format-element.ts";
import type { ElementStyle } from "./format-element.ts";
import { sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** How arrays are printed. */
export interface PrintStyle extends ElementStyle {
  /** Longer lines are broken between elements. */
  readonly lineWidth: number;
  /** Arrays of more elements are summarized. */
  readonly threshold: number;
  /** So many elements at each end of an axis are shown in a summary. */
  readonly edgeItems: number;
}

/** The conventions of NumPy's `printoptions`. */
export const defaultStyle: PrintStyle = {
  precision: 8,
  suppressSmall: false,
  lineWidth: 75,
  threshold: 1000,
  edgeItems: 3,
};

/**
 * The text of a tensor as NumPy's `str` prints an array: columns aligned, at most eight decimals,
 * scientific notation where fixed would lose digits, long axes summarized by their ends.
 */
export function printElements(
  shape: Shape,
  dtype: DType,
  data: TypedArray,
  style: PrintStyle = defaultStyle,
): string {
  if (shape.length === 0 && style === defaultStyle) {
    return dtype === "complex128" ? formatComplexScalar(data[0]!, data[1]!) : formatScalar(data[0]!, dtype);
  }
  if (data.length === 0) return "[]";
  const edgeItems = sizeOf(shape) > style.threshold ? style.edgeItems : Infinity;
  const strides = stridesOf(shape);
  const layOut = (write: (place: number) => string): string => {
    const part = (axis: number, place: number): string => {
      if (axis === shape.length) return write(place);
      const indent = " ".repeat(axis + 1);
      const parts = visibleIndices(shape[axis]!, edgeItems).map((i) =>
        i === undefined ? "..." : part(axis + 1, place + i * strides[axis]!),
      );
      const below = shape.length - 1 - axis;
      return `[${below === 0 ? wrap(parts, indent, style.lineWidth) : parts.join("\n".repeat(below) + indent)}]`;
    };
    return part(0, 0);
  };
  const places: number[] = [];
  layOut((place) => {
    places.push(place);
    return "";
  });
  return layOut(formatAt(dtype, data, places, style));
}

/** The indices of an axis that are shown; `undefined` stands for those left out. */
function visibleIndices(length: number, edgeItems: number): readonly (number | undefined)[] {
  if (length > 2 * edgeItems) {
    const edge = Array.from({ length: edgeItems }, (_, i) => i);
    return [...edge, undefined, ...edge.map((i) => length - edgeItems + i)];
  }
  return Array.from({ length }, (_, i) => i);
}

/** How the element at a place is written, beside those at the places that are shown. */
function formatAt(
  dtype: DType,
  data: TypedArray,
  places: readonly number[],
  style: PrintStyle,
): (place: number) => string {
  const width = widthOf(dtype);
  const parts = (part: 0 | 1): number[] => places.map((place) => data[place * width + part]!);
  if (width === 1) {
    const format = formatterOf(dtype, parts(0), style);
    return (place) => format(data[place]!);
  }
  const format = complexFormatterOf(parts(0), parts(1), style);
  return (place) => format(data[2 * place]!, data[2 * place + 1]!);
}

/** Elements in lines that leave room for the brackets which close all axes. */
function wrap(parts: readonly string[], indent: string, lineWidth: number): string {
  const width = lineWidth - indent.length;
  const lines: string[] = [];
  let line = indent;
  for (const part of parts) {
    const extended = line === indent ? line + part : `${line} ${part}`;
    if (line !== indent && extended.length > width) {
      lines.push(line.trimEnd());
      line = indent + part;
    } else {
      line = extended;
    }
  }
  return [...lines, line].join("\n").slice(indent.length);
}
