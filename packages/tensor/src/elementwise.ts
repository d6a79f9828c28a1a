import { zipComplex, zipParts } from "./complex-elements.ts";
import { divide, multiply } from "./complex-number.ts";
import { allocate } from "./dtype.ts";
import { zipLoop } from "./pair-loop.ts";
import type { PairLoop } from "./pair-loop.ts";
import { sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

// A loop of its own for float64, in which nothing differs from call to call: the engine compiles it to a few
// instructions an element, where a loop that calls a function, or meets several kinds of arrays, takes many.
// An operand of which every element is the same number is not read: it need not be stored.

/** a + b for tensors of equal shape and dtype. */
export function addElements(a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== "float64") {
    return a.dtype === "complex128" ? zipParts(a, b, addElements) : zipLoop(a, b, a.dtype, addLoop);
  }
  const x = a.uniform;
  const y = b.uniform;
  if (x !== undefined) return y === undefined ? addNumber(b, x) : repeated(a.shape, x + y);
  if (y !== undefined) return addNumber(a, y);
  const left = a.data;
  const right = b.data;
  const result = allocate("float64", left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! + right[i]!;
  return new Tensor(a.shape, "float64", result);
}

/** a − b for tensors of equal shape and dtype. */
export function subElements(a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== "float64") {
    return a.dtype === "complex128" ? zipParts(a, b, subElements) : zipLoop(a, b, a.dtype, subLoop);
  }
  const x = a.uniform;
  const y = b.uniform;
  if (y !== undefined) return x === undefined ? addNumber(a, -y) : repeated(a.shape, x - y);
  const right = b.data;
  const result = allocate("float64", right.length);
  if (x !== undefined) {
    for (let i = 0; i < result.length; i++) result[i] = x - right[i]!;
    return new Tensor(a.shape, "float64", result);
  }
  const left = a.data;
  for (let i = 0; i < result.length; i++) result[i] = left[i]! - right[i]!;
  return new Tensor(a.shape, "float64", result);
}

/** a · b for tensors of equal shape and dtype; of integers modulo 2³². */
export function mulElements(a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== "float64") {
    if (a.dtype === "complex128") return zipComplex(a, b, multiply);
    return zipLoop(a, b, a.dtype, a.dtype === "int32" ? integerMulLoop : mulLoop);
  }
  const x = a.uniform;
  const y = b.uniform;
  if (x !== undefined) return y === undefined ? mulNumber(b, x) : repeated(a.shape, x * y);
  if (y !== undefined) return mulNumber(a, y);
  const left = a.data;
  const right = b.data;
  const result = allocate("float64", left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! * right[i]!;
  return new Tensor(a.shape, "float64", result);
}

/** a / b for inexact tensors of equal shape and dtype. */
export function divElements(a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== "float64") {
    return a.dtype === "complex128" ? zipComplex(a, b, divide) : zipLoop(a, b, a.dtype, divLoop);
  }
  const x = a.uniform;
  const y = b.uniform;
  if (x !== undefined && y !== undefined) return repeated(a.shape, x / y);
  const result = allocate("float64", (x === undefined ? a : b).data.length);
  if (x !== undefined) {
    const right = b.data;
    for (let i = 0; i < result.length; i++) result[i] = x / right[i]!;
  } else if (y !== undefined) {
    const left = a.data;
    for (let i = 0; i < result.length; i++) result[i] = left[i]! / y;
  } else {
    const left = a.data;
    const right = b.data;
    for (let i = 0; i < result.length; i++) result[i] = left[i]! / right[i]!;
  }
  return new Tensor(a.shape, "float64", result);
}

/** A result whose elements are the same number; only operands may leave it unwritten. */
function repeated(shape: Shape, value: number): Tensor {
  const elements = shape.length === 0 ? value : allocate("float64", sizeOf(shape)).fill(value);
  return new Tensor(shape, "float64", elements);
}

function addNumber(a: Tensor, y: number): Tensor {
  const left = a.data;
  const result = allocate("float64", left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! + y;
  return new Tensor(a.shape, "float64", result);
}

function mulNumber(a: Tensor, y: number): Tensor {
  // Every gradient begins with a product with 1.
  if (y === 1) return a;
  const left = a.data;
  const result = allocate("float64", left.length);
  for (let i = 0; i < result.length; i++) result[i] = left[i]! * y;
  return new Tensor(a.shape, "float64", result);
}

const addLoop: PairLoop = (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! + b[k]!;
};

const subLoop: PairLoop = (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! - b[k]!;
};

const mulLoop: PairLoop = (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! * b[k]!;
};

const integerMulLoop: PairLoop = (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Math.imul(a[j]!, b[k]!);
};

const divLoop: PairLoop = (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! / b[k]!;
};
