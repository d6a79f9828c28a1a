import { mul, numeric } from "./arithmetic.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { linear } from "./linear.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import { forEachLine, previous, recurrence } from "./recurrence.ts";
import type { ScanParams } from "./recurrence.ts";
import { reshape } from "./reshape.ts";
import { normalizeAxis } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** The options of `cumsum` and `cumprod`. */
export interface CumulativeOptions {
  /** The axis to run along; without it, `x` is flattened first. */
  readonly axis?: number;
  /** Whether to run from the end. */
  readonly reverse?: boolean;
}

/**
 * The sums of all elements up to each, yᵢ = Σⱼ≤ᵢ xⱼ, along an axis; from the end, yᵢ = Σⱼ≥ᵢ xⱼ.
 *
 * Booleans are counted, and int32 wraps around modulo 2³². Floating sums are compensated, so that rounding does not grow
 * with the length.
 *
 * Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 *
 * @throws ShapeError if there is no such axis.
 * @example
 * ```ts
 * import { cumsum } from "@adjoint/tensor";
 *
 * cumsum([1, 2, 3]).toArray(); // => [1, 3, 6]
 * cumsum([[1, 2], [3, 4]], { axis: 1, reverse: true }).toArray(); // => [[3, 2], [7, 4]]
 * ```
 */
export function cumsum(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumulate("cumsum", cumsumPrimitive, x, options);
}

/**
 * The products of all elements up to each, yᵢ = Πⱼ≤ᵢ xⱼ, along an axis; from the end, yᵢ = Πⱼ≥ᵢ xⱼ.
 *
 * Booleans count as 0 and 1, and int32 wraps around modulo 2³². The derivative obeys ẏᵢ = xᵢ ẏᵢ₋₁ + ẋᵢ yᵢ₋₁ and divides by
 * nothing, so zeros have the right derivatives.
 *
 * @throws ShapeError if there is no such axis.
 * @example
 * ```ts
 * import { cumprod } from "@adjoint/tensor";
 *
 * cumprod([1, 2, 3, 4]).toArray(); // => [1, 2, 6, 24]
 * ```
 */
export function cumprod(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumulate("cumprod", cumprodPrimitive, x, options);
}

function cumulate(
  operation: string,
  primitive: UnaryPrimitive<ScanParams>,
  x: TensorLike,
  options: CumulativeOptions,
): Tensor {
  const { axis, reverse = false } = checkOptions(operation, options, ["axis", "reverse"]);
  const given = numeric(asTensor(operation, "x", x));
  const input = axis === undefined ? reshape(given, [-1]) : given;
  const at = normalizeAxis(operation, axis ?? 0, input.shape.length);
  return bind(primitive, [input], { axis: at, reverse })[0];
}

const cumsumPrimitive: UnaryPrimitive<ScanParams> = /* @__PURE__ */ linear<ScanParams>({
  name: "cumsum",
  shape: ({ shape, dtype }) => ({ shape, dtype }),
  kernel: (x, params) => scanLines(x, params, sums),
  transpose: (cotangent, _x, { axis, reverse }) =>
    bind(cumsumPrimitive, [cotangent], { axis, reverse: !reverse })[0],
  batch: (x, _size, { axis, reverse }) => bind(cumsumPrimitive, [x], { axis: axis + 1, reverse })[0],
});

const cumprodPrimitive: UnaryPrimitive<ScanParams> = {
  name: "cumprod",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([x], params) => [scanLines(x, params, products)],
  jvp: ([t], [x], [y], params) => [recurrence(x, mul(t!, previous(y, params, 1)), params)],
  transpose: "not linear",
  batch: ([x], _batched, _size, { axis, reverse }) =>
    bind(cumprodPrimitive, [x], { axis: axis + 1, reverse }),
};

/** Writes what cumulates along a line of `data` to `results`, where it stands in `data`. */
type LineScan = (results: TypedArray, data: TypedArray, start: number, count: number, stride: number) => void;

const sums: Readonly<Record<DType, LineScan>> = {
  float64: compensatedSums,
  float32: compensatedSums,
  int32: integerSums,
  bool: integerSums,
  complex128(results, data, start, count, stride) {
    compensatedSums(results, data, start, count, stride);
    compensatedSums(results, data, start + 1, count, stride);
  },
};

const products: Readonly<Record<DType, LineScan>> = {
  float64: realProducts,
  float32: realProducts,
  int32: integerProducts,
  bool: integerProducts,
  complex128: complexProducts,
};

function scanLines(x: Tensor, params: ScanParams, scans: Readonly<Record<DType, LineScan>>): Tensor {
  const results = allocate(x.dtype, x.size);
  const scan = scans[x.dtype];
  forEachLine(x, params, (start, count, stride) => scan(results, x.data, start, count, stride));
  return new Tensor(x.shape, x.dtype, results);
}

/** Sums with the rounding errors of all additions summed beside them. */
function compensatedSums(
  results: TypedArray,
  data: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let sum = 0;
  let lost = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    const term = data[at]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
    // Beyond the range of doubles the errors are NaN.
    results[at] = Number.isFinite(sum) ? sum + lost : sum;
  }
}

function integerSums(
  results: TypedArray,
  data: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let sum = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    sum = (sum + data[at]!) | 0;
    results[at] = sum;
  }
}

function realProducts(
  results: TypedArray,
  data: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let product = 1;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    product *= data[at]!;
    results[at] = product;
  }
}

function complexProducts(
  results: TypedArray,
  data: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let re = 1;
  let im = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    const real = re * data[at]! - im * data[at + 1]!;
    im = re * data[at + 1]! + im * data[at]!;
    re = real;
    results[at] = re;
    results[at + 1] = im;
  }
}

/** Modulo 2³², like `mul`: a product of doubles would lose its last digits first. */
function integerProducts(
  results: TypedArray,
  data: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let product = 1;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    product = Math.imul(product, data[at]!);
    results[at] = product;
  }
}
