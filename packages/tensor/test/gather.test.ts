import { expect, test } from "vitest";
import { arange, argmax, DTypeError, gather, reshape, ShapeError, tensor, zeros } from "@adjoint/tensor";
import { fromFlat, toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

type Case = [shape: number[], axis: number, indices: FlatArray, result: FlatArray];

test.each(readFixture<Case[]>("gather"))(
  "gather from shape %j along axis %j is NumPy's take_along_axis",
  (shape, axis, indices, expected) => {
    const x = reshape(arange(shape.reduce((a, b) => a * b, 1)), shape);
    expect(toFlat(gather(x, fromFlat(indices, "int32"), { axis }))).toEqual(expected);
  },
);

test("gather takes what argmax finds, of every dtype", () => {
  const x = tensor([
    [3, 9, 1],
    [7, 2, 8],
  ]);
  const where = argmax(x, { axis: 1, keepDims: true });
  expect(gather(x, where, { axis: 1 }).toArray()).toEqual([[9], [8]]);
  expect(gather([true, false], [1, 1, 0]).toArray()).toEqual([false, false, true]);
  expect(gather(tensor([1, 2], { dtype: "int32" }), [1]).dtype).toBe("int32");
});

test("indices that do not fit are refused", () => {
  expect(() => gather([1, 2], [2])).toThrow(
    "gather: index 2 is out of bounds on axis 0 of x, which has the length 2 (x is [2])",
  );
  expect(() => gather(zeros([2, 3]), [0, 1])).toThrow(
    "gather: indices must have as many axes as x: indices is [2], x is [2, 3]; " +
      "use take for one list of indices for all lines",
  );
  expect(() => gather(zeros([2, 3]), [[0], [0], [0]], { axis: 1 })).toThrow(ShapeError);
  expect(() => gather([1, 2], [0.5])).toThrow(DTypeError);
  expect(() => gather([1, 2], [true, false])).toThrow(DTypeError);
  expect(() => gather(1, 0)).toThrow(/a scalar has no axes/);
  expect(() => gather([1], [0], { dim: 0 } as object)).toThrow("gather: no option dim");
});
