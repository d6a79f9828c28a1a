import { expect, test } from "vitest";
import {
  arange,
  broadcastTo,
  concat,
  expandDims,
  moveAxis,
  reshape,
  ShapeError,
  squeeze,
  stack,
  swapAxes,
  take,
  tensor,
  transpose,
  zeros,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";

const x = reshape(arange(24), [2, 3, 4]);

/** The element of row-major data at an index. */
function at({ shape, data }: Tensor, index: readonly number[]): number {
  return data[index.reduce((flat, i, axis) => flat * shape[axis]! + i, 0)]!;
}

test("reshape keeps the order and infers one length", () => {
  expect(reshape(x, [4, 6]).data).toEqual(x.data);
  expect(reshape(x, [-1]).shape).toEqual([24]);
  expect(reshape(x, [2, -1, 2]).shape).toEqual([2, 6, 2]);
  expect(reshape(5, [1, 1]).toArray()).toEqual([[5]]);
  expect(reshape([[5]], []).shape).toEqual([]);
  expect(reshape([], [0, 3]).shape).toEqual([0, 3]);
  expect(reshape(zeros([0, 3]), [-1]).shape).toEqual([0]);
  expect(reshape(zeros([0, 3]), [-1, 3]).shape).toEqual([0, 3]);
  expect(reshape(x, [2, 3, 4])).toBe(x);
});

test.each<[from: Shape, to: unknown, message: string]>([
  [
    [3],
    [2, 2],
    "reshape: x of shape [3] has 3 elements, [2, 2] has 4; the number of elements must stay the same",
  ],
  [[5], [2, -1], "reshape: x of shape [5] has 5 elements, [2, -1] needs a multiple of 2"],
  [[0], [0, -1], "reshape: x of shape [0] has 0 elements, [0, -1] leaves the length open"],
  [[3], [0, -1], "reshape: x of shape [3] has 3 elements, [0, -1] leaves the length open"],
  [[4], [-1, -1], "reshape: shape [-1, -1] has two lengths of -1; only one can be inferred"],
  [[4], [-2, -2], "reshape: shape [-2, -2] has the length -2; lengths are integers from 0"],
  [[3], [1.5, 2], "reshape: shape [1.5, 2] has the length 1.5; lengths are integers from 0"],
  [[3], 3, "reshape: shape must be an array of lengths, got 3"],
])("reshape of %j to %j is refused", (from, to, message) => {
  expect(() => reshape(zeros(from), to as Shape)).toThrow(message);
});

test("transpose moves every element to its place", () => {
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
    [-1, 0, 1],
  ]) {
    const y = transpose(x, order);
    const axes = order.map((axis) => (axis + 3) % 3);
    expect(y.shape).toEqual(axes.map((axis) => x.shape[axis]));
    for (const index of [
      [0, 0, 0],
      [1, 2, 3],
      [0, 1, 2],
      [1, 0, 3],
      [1, 2, 0],
    ]) {
      expect(
        at(
          y,
          axes.map((axis) => index[axis]!),
        ),
      ).toBe(at(x, index));
    }
  }
});

test("transpose of a large matrix is its own inverse", () => {
  const matrix = reshape(arange(70 * 90), [70, 90]);
  const turned = transpose(matrix);
  expect(at(turned, [89, 3])).toBe(at(matrix, [3, 89]));
  expect(transpose(turned).data).toEqual(matrix.data);
});

test("transpose of scalars, vectors and nothing", () => {
  expect(transpose(3).item()).toBe(3);
  expect(transpose([1, 2]).toArray()).toEqual([1, 2]);
  expect(transpose(zeros([0, 3])).shape).toEqual([3, 0]);
  expect(transpose(zeros([2, 0, 3]), [2, 0, 1]).shape).toEqual([3, 2, 0]);
});

test("transpose wants every axis once", () => {
  expect(() => transpose(x, [0, 1])).toThrow(
    "transpose: axes [0, 1] must name each of the 3 axes of x once (x is [2, 3, 4])",
  );
  expect(() => transpose(x, [0, 0, 1])).toThrow(ShapeError);
  expect(() => transpose(x, [0, 1, 3])).toThrow("transpose: no axis 3 in a tensor of rank 3");
});

test("moveAxis and swapAxes follow NumPy", () => {
  expect(moveAxis(x, 0, -1).shape).toEqual([3, 4, 2]);
  expect(moveAxis(x, [0, 1], [-1, -2]).shape).toEqual([4, 3, 2]);
  expect(moveAxis(x, [2, 0], [0, 1]).shape).toEqual([4, 2, 3]);
  expect(swapAxes(x, 0, 2).shape).toEqual([4, 3, 2]);
  expect(swapAxes(x, 1, 1)).toBe(x);
  expect(() => moveAxis(x, [0, 0], [1, 2])).toThrow(/must name equally many, distinct axes/);
});

test("expandDims and squeeze undo each other", () => {
  expect(expandDims([1, 2], 0).shape).toEqual([1, 2]);
  expect(expandDims([1, 2], [0, -1]).shape).toEqual([1, 2, 1]);
  expect(expandDims(3, 0).shape).toEqual([1]);
  expect(squeeze([[[1]]]).shape).toEqual([]);
  expect(squeeze(zeros([1, 2, 1]), 0).shape).toEqual([2, 1]);
  expect(squeeze(zeros([1, 2, 1]), [0, -1]).shape).toEqual([2]);
  expect(() => expandDims([1], 2)).toThrow("expandDims: no axis 2 in a tensor of rank 2");
  expect(() => squeeze(zeros([1, 2]), 1)).toThrow(
    "squeeze: axis 1 of x has the length 2, not 1 (x is [1, 2]); use slice or a reduction to drop it",
  );
});

test("broadcastTo repeats along axes of length 1 and new ones", () => {
  expect(broadcastTo([[1], [2]], [2, 2, 3]).toArray()).toEqual([
    [
      [1, 1, 1],
      [2, 2, 2],
    ],
    [
      [1, 1, 1],
      [2, 2, 2],
    ],
  ]);
  expect(broadcastTo(7, [2, 2]).toArray()).toEqual([
    [7, 7],
    [7, 7],
  ]);
  expect(broadcastTo([1], [0]).shape).toEqual([0]);
  expect(broadcastTo(true, [2]).toArray()).toEqual([true, true]);
  const message =
    "does not fit into [2]; its lengths must be 1 or those of the shape, aligned at the last axis";
  expect(() => broadcastTo([1, 2, 3], [2])).toThrow(`broadcastTo: x of shape [3] ${message}`);
  expect(() => broadcastTo([[1, 2]], [2])).toThrow(`broadcastTo: x of shape [1, 2] ${message}`);
  expect(() => broadcastTo([], [2])).toThrow(ShapeError);
});

test("concat joins along an axis", () => {
  expect(concat([[1], [], [2, 3]]).toArray()).toEqual([1, 2, 3]);
  expect(
    concat(
      [
        [[1], [2]],
        [
          [3, 4],
          [5, 6],
        ],
      ],
      { axis: -1 },
    ).toArray(),
  ).toEqual([
    [1, 3, 4],
    [2, 5, 6],
  ]);
  expect(concat([zeros([2, 0]), zeros([2, 3])], { axis: 1 }).shape).toEqual([2, 3]);
  expect(concat([zeros([0, 2]), zeros([0, 3])], { axis: 1 }).shape).toEqual([0, 5]);
  expect(concat([[true], [false]]).dtype).toBe("bool");
});

test("stack joins along a new axis", () => {
  expect(stack([1, 2, 3]).toArray()).toEqual([1, 2, 3]);
  expect(
    stack(
      [
        [1, 2],
        [3, 4],
      ],
      { axis: -1 },
    ).toArray(),
  ).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(stack([zeros([2, 0]), zeros([2, 0])], { axis: 1 }).shape).toEqual([2, 2, 0]);
  const parts = [0, 1, 2].map((i) => take(x, i, { axis: 1 }));
  expect(stack(parts, { axis: 1 }).data).toEqual(x.data);
});

test("what does not join is refused", () => {
  expect(() => concat([])).toThrow("concat: tensors is empty; at least one tensor is needed");
  expect(() => stack([])).toThrow("stack: tensors is empty");
  expect(() => concat([1, 2])).toThrow("concat: no axis 0 in a tensor of rank 0; a scalar has no axes");
  expect(() => concat([[[1, 2]], [[1, 2, 3]]])).toThrow(
    "concat: tensors[1] of shape [1, 3] does not fit tensors[0] of shape [1, 2]; all axes but axis 0 must be equal",
  );
  expect(() => stack([[1], [1, 2]])).toThrow(
    "stack: tensors[1] has the shape [2], tensors[0] has [1]; only equal shapes stack: broadcastTo or reshape one of them",
  );
  expect(() => concat(tensor([[1], [2]]) as unknown as TensorLike[])).toThrow(
    "concat: tensors must be an array of tensors",
  );
});
