import { allocate } from "./dtype.ts";
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

/** Reduces `x` over axes in ascending order. */
export function reduceAxes(x: Tensor, axes: readonly number[], dtype: DType, reducer: Reducer): Tensor {
  const { shape } = x;
  const result = reducedShape(shape, axes, false);
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

function withReducedLast(x: Tensor, axes: readonly number[]): TypedArray {
  const order = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return gather(x.dtype, x.data, permuted(x.shape, [...order, ...axes]));
}
