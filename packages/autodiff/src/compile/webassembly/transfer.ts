import { allocate, sizeOf, Tensor } from "@adjoint/tensor";
import type { DType, Shape, TypedArray } from "@adjoint/tensor";
import { views } from "./memory.ts";

/** Up to so many elements a loop is faster than the engine's own copy, which needs a view. */
const short = 64;

/** From so many bytes on an array made of another is faster than zeros that are written over. */
const large = 4096;

/** Copies the elements of a tensor to an address. */
export function writeTensor(tensor: Tensor, address: number): void {
  const { dtype, uniform } = tensor;
  const memory = viewOf(dtype);
  const start = address / memory.BYTES_PER_ELEMENT;
  if (uniform !== undefined) {
    const { size } = tensor;
    if (size === 1) memory[start] = uniform;
    else memory.fill(uniform, start, start + size);
    return;
  }
  const { data } = tensor;
  if (data.length > short) memory.set(data, start);
  else for (let i = 0; i < data.length; i++) memory[start + i] = data[i]!;
}

/** A new tensor of the elements at an address; one without elements needs none. */
export function readTensor(shape: Shape, dtype: DType, address: number): Tensor {
  const memory = viewOf(dtype);
  const start = address / memory.BYTES_PER_ELEMENT;
  if (shape.length === 0 && dtype !== "complex128") return new Tensor(shape, dtype, memory[start]);
  const length = (dtype === "complex128" ? 2 : 1) * sizeOf(shape);
  if (length * memory.BYTES_PER_ELEMENT > large) {
    const copy = memory.constructor as new (elements: TypedArray) => TypedArray;
    return new Tensor(shape, dtype, new copy(memory.subarray(start, start + length)));
  }
  const elements = allocate(dtype, sizeOf(shape));
  if (length > short) elements.set(memory.subarray(start, start + length));
  else for (let i = 0; i < length; i++) elements[i] = memory[start + i]!;
  return new Tensor(shape, dtype, elements);
}

function viewOf(dtype: DType): TypedArray {
  const { f64, f32, i32, u8 } = views();
  if (dtype === "float64" || dtype === "complex128") return f64;
  if (dtype === "float32") return f32;
  return dtype === "int32" ? i32 : u8;
}
