import { expect, test } from "vitest";
import {
  arange,
  broadcastTo,
  dot,
  matmul,
  outer,
  reshape,
  ShapeError,
  sub,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

const { matmul: products } = readFixture<{
  matmul: [a: number[], b: number[], shape: number[] | null, values: number[]][];
}>("shapes");

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);
const counted = (shape: readonly number[], dtype: DType): Tensor =>
  reshape(arange(0, sizeOf(shape), 1, { dtype }), shape);

test.each(products)("[%s] times [%s] is NumPy's, in every dtype", (a, b, shape, values) => {
  for (const dtype of ["float64", "float32", "int32"] as const) {
    const left = counted(a, dtype);
    const right = sub(counted(b, dtype), 3);
    if (shape === null) {
      expect(() => matmul(left, right)).toThrow(ShapeError);
    } else {
      const product = matmul(left, right);
      expect(product.dtype).toBe(dtype);
      expect(product.shape).toEqual(shape);
      expect(Array.from(product.data)).toEqual(values);
    }
  }
});

test("mixed dtypes are promoted", () => {
  expect(matmul([[1, 2]], tensor([[3], [4]], { dtype: "int32" })).dtype).toBe("float64");
  expect(matmul(Float32Array.of(1, 2), tensor([3, 4], { dtype: "int32" })).dtype).toBe("float64");
});

test("inner dimensions that differ are named", () => {
  expect(() => matmul(zeros([2, 3]), zeros([4, 5]))).toThrow(
    "matmul: inner dimensions must match: a is [2, 3], b is [4, 5] (axis 1 of a is 3, axis 0 of b is 4)",
  );
  expect(() => matmul(zeros([3]), zeros([7, 4, 5]))).toThrow(
    "matmul: inner dimensions must match: a is [3], b is [7, 4, 5] (axis 0 of a is 3, axis 1 of b is 4)",
  );
  expect(() => matmul(2, zeros([2]))).toThrow("matmul: a is [] and b is [2]; a scalar is no matrix: use mul");
  expect(() => matmul(zeros([2, 2, 3]), zeros([3, 3, 1]))).toThrow(
    /^matmul: shapes \[2\] and \[3\] do not broadcast/,
  );
});

test("NaN and infinities spread along rows and columns as in IEEE 754", () => {
  expect(
    matmul(
      [
        [NaN, 0],
        [1, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ).toArray(),
  ).toEqual([
    [NaN, NaN],
    [1, 1],
  ]);
  expect(matmul([[0, Infinity]], [[1], [0]]).toArray()).toEqual([[NaN]]);
});

test("dot of vectors, matrices and scalars", () => {
  expect(dot([1, 2, 3], [4, 5, 6]).item()).toBe(32);
  expect(dot([], []).item()).toBe(0);
  expect(dot([[1, 2]], [3, 4]).toArray()).toEqual([11]);
  expect(dot([1, 2], [[3], [4]]).toArray()).toEqual([11]);
  expect(dot(2, [3, 4]).toArray()).toEqual([6, 8]);
  expect(() => dot([1, 2], [1, 2, 3])).toThrow(
    "dot: inner dimensions must match: a is [2], b is [3] (axis 0 of a is 2, axis 0 of b is 3)",
  );
  expect(() => dot(zeros([1, 1, 1]), [1])).toThrow(/use matmul for batches/);
});

test("outer of vectors", () => {
  expect(outer([1, 2], [3, 4, 5]).toArray()).toEqual([
    [3, 4, 5],
    [6, 8, 10],
  ]);
  expect(outer([], [1, 2]).shape).toEqual([0, 2]);
  expect(() => outer([[1]], [1])).toThrow(
    "outer: a is [1, 1] and b is [1]; both must be vectors: reshape them to [-1]",
  );
});

test("stacks of every kind are multiplied matrix by matrix", () => {
  const shapes = [
    [
      [5, 4, 3],
      [5, 3, 2],
    ],
    [
      [5, 4, 3],
      [3, 2],
    ],
    [
      [4, 3],
      [5, 3, 2],
    ],
    [
      [2, 1, 4, 3],
      [1, 3, 3, 2],
    ],
    [
      [2, 3, 4, 3],
      [3, 3, 2],
    ],
    [
      [600, 4, 4],
      [4, 4],
    ],
    [
      [3, 20, 30],
      [3, 30, 40],
    ],
    [
      [3, 1, 30],
      [30, 40],
    ],
    [
      [0, 4, 3],
      [3, 2],
    ],
    [
      [0, 4, 3],
      [0, 3, 2],
    ],
  ] as const;
  for (const [a, b] of shapes) {
    for (const dtype of ["float64", "float32", "int32"] as const) {
      const x = sub(counted(a, dtype), 20);
      const y = sub(counted(b, dtype), 3);
      const product = matmul(x, y);
      const batch = product.shape.slice(0, -2);
      const [left, right] = [
        broadcastTo(x, [...batch, ...a.slice(-2)]),
        broadcastTo(y, [...batch, ...b.slice(-2)]),
      ];
      const [m, k] = a.slice(-2) as [number, number];
      const n = b.at(-1)!;
      const each = Array.from({ length: sizeOf(batch) }, (_, i) =>
        Array.from(
          matmul(
            tensor(left.data.slice(i * m * k, (i + 1) * m * k), { shape: [m, k] }),
            tensor(right.data.slice(i * k * n, (i + 1) * k * n), { shape: [k, n] }),
          ).data,
        ),
      ).flat();
      expect(Array.from(product.data), `${a.join()} ${b.join()} ${dtype}`).toEqual(each);
    }
  }
});
