import { add, mul } from "./arithmetic.ts";
import { concat } from "./concat.ts";
import { full } from "./creation.ts";
import { allocate, widthOf } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { sizeOf } from "./shape.ts";
import { sliceAxis } from "./slice.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";

/** Along which axis a cumulative operation runs, and whether from its end. */
export interface ScanParams {
  readonly axis: number;
  readonly reverse: boolean;
}

/**
 * sᵢ = aᵢ sᵢ₋₁ + bᵢ along an axis, from 0: the derivative of cumulative products, without a division.
 * Its own derivative is one again, ṡᵢ = aᵢ ṡᵢ₋₁ + (ȧᵢ sᵢ₋₁ + ḃᵢ), and its transpose in b runs the other way.
 */
export function recurrence(a: Tensor, b: Tensor, params: ScanParams): Tensor {
  // The first value has none before it to be multiplied with.
  return a.shape[params.axis]! <= 1 ? b : bind(recurrencePrimitive, [a, b], params)[0];
}

/** What stands one place earlier in the direction of a scan, after a first value. */
export function previous(x: Tensor, { axis, reverse }: ScanParams, first: number): Tensor {
  const length = x.shape[axis]!;
  if (length === 0) return x;
  const edge = full(x.shape.with(axis, 1), first, { dtype: x.dtype });
  return reverse
    ? concat([sliceAxis(x, axis, 1, length), edge], { axis })
    : concat([edge, sliceAxis(x, axis, 0, length - 1)], { axis });
}

const recurrencePrimitive: Primitive<[a: Tensor, b: Tensor], [s: Tensor], ScanParams> = {
  name: "recurrence",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel([a, b], params) {
    const sums = allocate(a.dtype, a.size);
    const scan = a.dtype === "complex128" ? complexScan : realScan;
    forEachLine(a, params, (start, count, stride) => {
      scan(sums, a.data, b.data, start, count, stride);
    });
    return [new Tensor(a.shape, a.dtype, sums)];
  },
  jvp: ([da, db], [a], [s], params) => {
    const driven = da && mul(da, previous(s, params, 0));
    return [recurrence(a, driven && db ? add(driven, db) : (driven ?? db)!, params)];
  },
  transpose: ([cotangent], [a], { axis, reverse }): [null, Tangent] => {
    const back = { axis, reverse: !reverse };
    return [null, recurrence(previous(a as Tensor, back, 0), cotangent!, back)];
  },
  batch: (inputs, batched, size, { axis, reverse }) => {
    const [a, b] = alignBatches(inputs, batched, size);
    return [recurrence(a, b, { axis: axis + 1, reverse })];
  },
};

/** Visits every line along the axis of a scan: where it begins, how long it is, and how far apart its elements lie. */
export function forEachLine(
  { shape, dtype }: Spec,
  { axis, reverse }: ScanParams,
  visit: (start: number, count: number, stride: number) => void,
): void {
  const width = widthOf(dtype);
  const count = shape[axis]!;
  const stride = sizeOf(shape.slice(axis + 1)) * width;
  const outer = sizeOf(shape.slice(0, axis));
  if (count === 0) return;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < stride; i += width) {
      const first = o * count * stride + i;
      if (reverse) visit(first + (count - 1) * stride, count, -stride);
      else visit(first, count, stride);
    }
  }
}

function realScan(
  sums: TypedArray,
  a: TypedArray,
  b: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let s = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    s = s * a[at]! + b[at]!;
    sums[at] = s;
  }
}

/** The same of numbers whose imaginary part stands beside the real one. */
function complexScan(
  sums: TypedArray,
  a: TypedArray,
  b: TypedArray,
  start: number,
  count: number,
  stride: number,
): void {
  let re = 0;
  let im = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    const real = re * a[at]! - im * a[at + 1]! + b[at]!;
    im = re * a[at + 1]! + im * a[at]! + b[at + 1]!;
    re = real;
    sums[at] = re;
    sums[at + 1] = im;
  }
}
