import type { Complex } from "./complex-number.ts";
import { allocate, checkReal } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { gather, permuted } from "./strided.ts";
import { Tensor } from "./tensor.ts";

/** The options of every reduction. */
export interface ReductionOptions {
  /** The axis or axes to reduce; all of them if not given. */
  readonly axis?: number | readonly number[] | undefined;
  /** Whether reduced axes stay, with the length 1. */
  readonly keepDims?: boolean;
}

/** The parameter of reduction primitives: distinct axes in ascending order. */
export interface AxesParams {
  readonly axes: readonly number[];
}

/** A shape after reduction over some of its axes. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return shape.flatMap((length, axis) => (!axes.includes(axis) ? [length] : keepDims ? [1] : []));
}

/** One number from `count` elements that lie `stride` places apart, the first at `start`. */
export type Reducer = (data: TypedArray, start: number, count: number, stride: number) => number;

/** Reduces `x`, which is real, over axes in ascending order. */
export function reduceAxes(x: Tensor, axes: readonly number[], dtype: DType, reducer: Reducer): Tensor {
  checkReal("reduction", "x", x);
  const { shape } = x;
  const result = reducedShape(shape, axes, false);
  if (result.length === 0 && dtype === "float64") {
    return new Tensor(result, dtype, reducer(x.data, 0, x.data.length, 1));
  }
  const elements = allocate(dtype, sizeOf(result));
  const count = sizeOf(axes.map((axis) => shape[axis]!));
  const first = axes[0] ?? 0;
  const adjacent = axes.every((axis, i) => axis === first + i);
  const data = adjacent ? x.data : withReducedLast(x, axes);
  const inner = adjacent ? sizeOf(shape.slice(first + axes.length)) : 1;
  for (let at = 0, base = 0; at < elements.length; at += inner, base += inner * count) {
    for (let i = 0; i < inner; i++) elements[at + i] = reducer(data, base + i, count, inner);
  }
  return new Tensor(result, dtype, elements);
}

/** Reduces complex numbers over axes in ascending order, one after another; `empty` is the result for none. */
export function reduceComplex(
  z: Tensor,
  axes: readonly number[],
  empty: Complex,
  combine: (a: Complex, b: Complex) => Complex,
): Tensor {
  const result = reducedShape(z.shape, axes, false);
  const elements = allocate("complex128", sizeOf(result));
  const data = withReducedLast(z, axes);
  const count = 2 * sizeOf(axes.map((axis) => z.shape[axis]!));
  for (let at = 0, start = 0; at < elements.length; at += 2, start += count) {
    let total = count === 0 ? empty : { re: data[start]!, im: data[start + 1]! };
    for (let i = start + 2; i < start + count; i += 2) {
      total = combine(total, { re: data[i]!, im: data[i + 1]! });
    }
    elements[at] = total.re;
    elements[at + 1] = total.im;
  }
  return new Tensor(result, "complex128", elements);
}

function withReducedLast(x: Tensor, axes: readonly number[]): TypedArray {
  const order = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return gather(x.dtype, x.data, permuted(x.shape, [...order, ...axes]));
}
