import { allocate } from "./dtype.ts";
import { Tensor } from "./tensor.ts";

// One loop for each operation: a loop that calls a function for every element is several times slower, because the
// engine cannot inline what differs from call to call.

/** a + b for tensors of equal shape and dtype. */
export function addElements(a: Tensor, b: Tensor): Tensor {
  const left = a.data;
  const right = b.data;
  const result = allocate(a.dtype, left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! + right[i]!;
  return new Tensor(a.shape, a.dtype, result);
}

/** a − b for tensors of equal shape and dtype. */
export function subElements(a: Tensor, b: Tensor): Tensor {
  const left = a.data;
  const right = b.data;
  const result = allocate(a.dtype, left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! - right[i]!;
  return new Tensor(a.shape, a.dtype, result);
}

/** a · b for tensors of equal shape and dtype; of integers modulo 2³². */
export function mulElements(a: Tensor, b: Tensor): Tensor {
  const left = a.data;
  const right = b.data;
  const result = allocate(a.dtype, left.length);
  if (a.dtype === "int32") {
    for (let i = 0; i < result.length; i++) result[i] = Math.imul(left[i]!, right[i]!);
  } else {
    for (let i = 0; i < result.length; i++) result[i] = left[i]! * right[i]!;
  }
  return new Tensor(a.shape, a.dtype, result);
}

/** a / b for floating-point tensors of equal shape and dtype. */
export function divElements(a: Tensor, b: Tensor): Tensor {
  const left = a.data;
  const right = b.data;
  const result = allocate(a.dtype, left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! / right[i]!;
  return new Tensor(a.shape, a.dtype, result);
}
