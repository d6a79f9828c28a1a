import { allocate } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { Tensor } from "./tensor.ts";

/**
 * Writes f(a, b) of every pair to `y`. Each operand goes on by its step, 1 or 0, which repeats one number.
 *
 * Every operation has a loop of its own, with f written into it: a loop that calls a function which differs from
 * call to call takes ten times as long.
 */
export type PairLoop = (a: TypedArray, aStep: number, b: TypedArray, bStep: number, y: TypedArray) => void;

/** A new tensor from each pair of elements of two real tensors of equal shape. */
export function zipLoop(a: Tensor, b: Tensor, dtype: DType, loop: PairLoop): Tensor {
  const left = a.uniform;
  const right = b.uniform;
  const elements = allocate(dtype, a.size);
  loop(
    left === undefined ? a.data : single(a.dtype, left),
    left === undefined ? 1 : 0,
    right === undefined ? b.data : single(b.dtype, right),
    right === undefined ? 1 : 0,
    elements,
  );
  return new Tensor(a.shape, dtype, elements);
}

function single(dtype: DType, value: number): TypedArray {
  const elements = allocate(dtype, 1);
  elements[0] = value;
  return elements;
}
