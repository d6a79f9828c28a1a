import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { defaultStyle, printElements } from "./print.ts";
import type { PrintStyle } from "./print.ts";

/** The options of `formatTensor`: those of NumPy's `printoptions`, with their defaults. */
export interface FormatOptions {
  /** At most so many decimals, from 0 to 70; 8 if not given. */
  readonly precision?: number;
  /** Arrays of more elements are summarized; 1000 if not given, `Infinity` for never. */
  readonly threshold?: number;
  /** So many elements at each end of an axis are shown in a summary; 3 if not given. */
  readonly edgeItems?: number;
  /** Longer lines are broken between elements; 75 if not given, `Infinity` for never. */
  readonly lineWidth?: number;
  /** Whether numbers too small for the decimals are written as zeros, rather than all in scientific notation. */
  readonly suppressSmall?: boolean;
}

/** `toFixed` takes 100 digits, of which 30 tell a tie from a number near one. */
const mostDecimals = 70;

/**
 * The elements as text, laid out as NumPy prints arrays; without options what `String(x)` gives.
 *
 * Options change this one text: there is no global setting. A scalar is rounded too if there are any.
 *
 * In Node `console.log(x)` shows the elements, the shape and the dtype. A browser's console shows the fields of the
 * object, which a page cannot change: there `console.log("%s", x)` shows the elements.
 *
 * Source: `numpy.array2string` of NumPy 1.24.
 *
 * @throws DomainError for a precision that is no integer from 0 to 70, and for other numbers that are negative or NaN.
 * @example
 * ```ts
 * import { arange, formatTensor } from "@adjoint/tensor";
 *
 * formatTensor([Math.PI, 1e-10], { precision: 2, suppressSmall: true }); // => "[3.14 0.  ]"
 * formatTensor(arange(100), { threshold: 10, edgeItems: 2 }); // => "[ 0.  1. ... 98. 99.]"
 * ```
 */
export function formatTensor(x: TensorLike, options: FormatOptions = {}): string {
  const { shape, dtype, data } = asTensor("formatTensor", "x", x);
  const given = checkOptions("formatTensor", options, [
    "precision",
    "threshold",
    "edgeItems",
    "lineWidth",
    "suppressSmall",
  ]);
  if (Object.keys(given).length === 0) return printElements(shape, dtype, data);
  const style: PrintStyle = { ...defaultStyle, ...given };
  checkNumber("precision", style.precision, mostDecimals, Number.isInteger(style.precision));
  checkNumber("edgeItems", style.edgeItems, Infinity, Number.isInteger(style.edgeItems));
  checkNumber("threshold", style.threshold, Infinity);
  checkNumber("lineWidth", style.lineWidth, Infinity);
  return printElements(shape, dtype, data, style);
}

function checkNumber(option: keyof FormatOptions, value: number, most: number, whole = true): void {
  if (whole && value >= 0 && value <= most) return;
  throw new DomainError(
    `formatTensor: ${option} must be ${most === Infinity ? "a number from 0" : `an integer from 0 to ${most}`}, ` +
      `got ${String(value)}`,
    { operation: "formatTensor", option, value },
  );
}
