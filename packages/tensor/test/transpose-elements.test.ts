import { expect, test } from "vitest";
import { complex, imag, real, tensor, transpose } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Element by element: what stands at a place of the result, in its row-major order. */
function permuted(data: ArrayLike<number>, shape: readonly number[], order: readonly number[]): number[] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  let places = [0];
  for (const axis of order) {
    places = places.flatMap((place) =>
      Array.from({ length: shape[axis]! }, (_, i) => place + i * strides[axis]!),
    );
  }
  return places.map((place) => data[place]!);
}

function counting(shape: readonly number[]): Float64Array {
  return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i - 100);
}

const cases: readonly (readonly [shape: readonly number[], order: readonly number[]])[] = [
  [
    [1, 1],
    [1, 0],
  ],
  [
    [1, 9],
    [1, 0],
  ],
  [
    [9, 1],
    [1, 0],
  ],
  [
    [3, 5],
    [1, 0],
  ],
  [
    [4, 4],
    [1, 0],
  ],
  [
    [64, 64],
    [1, 0],
  ],
  [
    [63, 65],
    [1, 0],
  ],
  [
    [67, 130],
    [1, 0],
  ],
  [
    [129, 6],
    [1, 0],
  ],
  [
    [0, 7],
    [1, 0],
  ],
  [
    [7, 0],
    [1, 0],
  ],
  [
    [5, 6, 7],
    [0, 2, 1],
  ],
  [
    [5, 6, 7],
    [1, 0, 2],
  ],
  [
    [5, 6, 7],
    [2, 1, 0],
  ],
  [
    [5, 66, 7],
    [2, 0, 1],
  ],
  [
    [5, 6, 67],
    [1, 2, 0],
  ],
  [
    [3, 1, 70, 5],
    [3, 1, 2, 0],
  ],
  [
    [3, 4, 5, 6],
    [1, 3, 0, 2],
  ],
  [
    [2, 3, 4, 5, 6],
    [4, 2, 0, 3, 1],
  ],
];

test.each(cases)("%j in the order %j moves every element to its place", (shape, order) => {
  const data = counting(shape);
  const expected = permuted(data, shape, order);
  for (const dtype of ["float64", "float32", "int32"] as const) {
    const y: Tensor = transpose(tensor(data, { shape, dtype }), order);
    expect(y.shape).toEqual(order.map((axis) => shape[axis]));
    expect(y.dtype).toBe(dtype);
    expect(Array.from(y.data)).toEqual(expected);
  }
  const truth = data.map((value) => value & 1);
  const y = transpose(tensor(truth, { shape, dtype: "bool" }), order);
  expect(Array.from(y.data)).toEqual(permuted(truth, shape, order));
});

test.each(cases)("complex numbers of %j in the order %j stay whole", (shape, order) => {
  const data = counting(shape);
  const z = transpose(complex(tensor(data, { shape }), tensor(data.map(Math.sqrt), { shape })), order);
  expect(Array.from(real(z).data)).toEqual(permuted(data, shape, order));
  expect(Array.from(imag(z).data)).toEqual(permuted(data.map(Math.sqrt), shape, order));
});

test("zeros keep their signs, and NaN its place", () => {
  const y = transpose([
    [-0, NaN],
    [0, -Infinity],
  ]);
  expect(Array.from(y.data)).toEqual([-0, 0, NaN, -Infinity]);
});
