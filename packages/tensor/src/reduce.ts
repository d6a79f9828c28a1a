import { allocate } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
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

/**
 * Reduces `x` over axes: `reducer` gets the data, where the slice begins, and the offsets of its elements from there.
 */
export function reduceAxes(
  x: Tensor,
  axes: readonly number[],
  dtype: DType,
  reducer: (data: ArrayLike<number>, base: number, offsets: Int32Array) => number,
): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const bases = offsetsOf(x.shape, kept);
  const offsets = offsetsOf(x.shape, axes);
  const elements = allocate(dtype, bases.length);
  for (let i = 0; i < bases.length; i++) elements[i] = reducer(x.data, bases[i]!, offsets);
  return new Tensor(reducedShape(x.shape, axes, false), dtype, elements);
}

/** The offsets, in row-major order, of all index combinations of some axes. */
export function offsetsOf(shape: Shape, axes: readonly number[]): Int32Array {
  const strides = stridesOf(shape);
  const offsets = new Int32Array(sizeOf(axes.map((axis) => shape[axis]!)));
  let repeat = 1;
  for (const axis of axes.toReversed()) {
    const length = shape[axis]!;
    const stride = strides[axis]!;
    for (let i = 0; i < offsets.length; i++) offsets[i]! += (Math.floor(i / repeat) % length) * stride;
    repeat *= length;
  }
  return offsets;
}
