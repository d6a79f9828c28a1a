import { expect, test } from "vitest";
import { arange, compress, greater, reshape, ShapeError, tensor, zeros } from "@adjoint/tensor";

const x = reshape(arange(6), [2, 3]);

test("a mask of the shape keeps elements, one for an axis keeps slices", () => {
  expect(compress(x, greater(x, 2)).toArray()).toEqual([3, 4, 5]);
  expect(compress(x, [true, false, false, true, false, false]).toArray()).toEqual([0, 3]);
  expect(compress(x, [true, false, true], { axis: 1 }).toArray()).toEqual([
    [0, 2],
    [3, 5],
  ]);
  expect(compress(x, [false, true], { axis: -2 }).toArray()).toEqual([[3, 4, 5]]);
  expect(compress(x, [0, 2], { axis: 0 }).toArray()).toEqual([[3, 4, 5]]);
});

test("nothing, everything, scalars and other dtypes", () => {
  expect(compress(x, [false, false, false], { axis: 1 }).shape).toEqual([2, 0]);
  expect(compress(zeros([0, 3]), zeros([0, 3], { dtype: "bool" })).shape).toEqual([0]);
  expect(compress(zeros([0, 3]), [true, false, true], { axis: 1 }).shape).toEqual([0, 2]);
  expect(compress(5, true).toArray()).toEqual([5]);
  expect(compress([true, false], [false, true])).toMatchObject({ dtype: "bool", shape: [1] });
  expect(compress([NaN, 1], [true, false]).toArray()).toEqual([NaN]);
  expect(compress(tensor([1, 2], { dtype: "float32" }), [true, true]).dtype).toBe("float32");
});

test("a mask that does not fit is refused", () => {
  expect(() => compress(x, [true, false], { axis: 1 })).toThrow(
    "compress: mask must have the shape [3] of axis 1 of x: mask is [2], x is [2, 3]",
  );
  expect(() => compress(x, [true, false, true])).toThrow(
    "compress: mask must have the shape of x: mask is [3], x is [2, 3]",
  );
  expect(() => compress(x, [[true], [true]])).toThrow(ShapeError);
  expect(() => compress(1, true, { axis: 0 })).toThrow(/a scalar has no axes/);
});
