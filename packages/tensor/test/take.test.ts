import { expect, test } from "vitest";
import {
  arange,
  at,
  compress,
  DTypeError,
  gather,
  reshape,
  scatterAdd,
  ShapeError,
  take,
  tensor,
  zeros,
} from "@adjoint/tensor";

const x = reshape(arange(24), [2, 3, 4]);

test("take replaces an axis by the shape of the indices", () => {
  expect(take(x, [2, 0], { axis: 1 }).shape).toEqual([2, 2, 4]);
  expect(
    take(
      x,
      [
        [2, 0],
        [1, 1],
        [0, 0],
      ],
      { axis: 1 },
    ).shape,
  ).toEqual([2, 3, 2, 4]);
  expect(take(x, 1, { axis: 2 }).toArray()).toEqual([
    [1, 5, 9],
    [13, 17, 21],
  ]);
  expect(take(x, [-1, 0], { axis: -1 }).toArray()).toEqual([
    [
      [3, 0],
      [7, 4],
      [11, 8],
    ],
    [
      [15, 12],
      [19, 16],
      [23, 20],
    ],
  ]);
  expect(take(x, [], { axis: 0 }).shape).toEqual([0, 3, 4]);
});

test("take without an axis counts through all elements", () => {
  expect(take(x, [0, 23, -1]).toArray()).toEqual([0, 23, 23]);
  expect(take(7, [0, 0]).toArray()).toEqual([7, 7]);
});

test("take of long and of short rows is the same", () => {
  const wide = reshape(arange(600), [3, 200]);
  expect(take(wide, [2, -3], { axis: 0 }).data).toEqual(
    Float64Array.from([...arange(400, 600).data, ...arange(200).data]),
  );
});

test("an index out of bounds, or not whole, is refused", () => {
  expect(() => take([1, 2, 3], [3])).toThrow(
    "take: index 3 is out of bounds on axis 0 of x, which has the length 3 (x is [3])",
  );
  expect(() => take([1, 2, 3], [-4])).toThrow(ShapeError);
  expect(() => take(zeros([0]), [0])).toThrow(ShapeError);
  expect(() => take([1, 2, 3], [0.5])).toThrow(
    "take: indices must be integers, got [0.5]; for a mask use compress or where",
  );
  expect(() => take([1, 2], [true, false])).toThrow(DTypeError);
  expect(() => take([1, 2], tensor([{ re: 0, im: 1 }]))).toThrow(
    "take: indices must be integers, got complex128",
  );
  expect(() => take([1, 2, 3], [4294967296])).toThrow(/does not fit into int32/);
  expect(() => take([1, 2, 3], [NaN])).toThrow(DTypeError);
});

test("scatterAdd adds every update, also at a place named twice", () => {
  expect(scatterAdd([1, 1, 1], [2, 0, 2], [1, 10, 100]).toArray()).toEqual([11, 1, 102]);
  expect(
    scatterAdd(
      zeros([2, 3]),
      [-1, -1],
      [
        [1, 2],
        [3, 4],
      ],
      { axis: 1 },
    ).toArray(),
  ).toEqual([
    [0, 0, 3],
    [0, 0, 7],
  ]);
  expect(scatterAdd(zeros([3, 2]), [0, 2], 5).toArray()).toEqual([
    [5, 5],
    [0, 0],
    [5, 5],
  ]);
  expect(scatterAdd([1, 2], [], []).toArray()).toEqual([1, 2]);
});

test("scatterAdd is the transpose of take", () => {
  const indices = tensor(
    [
      [1, 0],
      [1, 1],
    ],
    { dtype: "int32" },
  );
  const updates = reshape(arange(2 * 2 * 2 * 4), [2, 2, 2, 4]);
  const y = reshape(arange(24), [2, 3, 4]);
  const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    Array.from(a).reduce((total, value, i) => total + value * b[i]!, 0);
  expect(inner(take(y, indices, { axis: 1 }).data, updates.data)).toBe(
    inner(y.data, scatterAdd(zeros([2, 3, 4]), indices, updates, { axis: 1 }).data),
  );
});

test("scatterAdd promotes instead of truncating, and counts booleans", () => {
  const sum = scatterAdd(tensor([1, 2], { dtype: "int32" }), [0], [0.5]);
  expect([sum.dtype, sum.toArray()]).toEqual(["float64", [1.5, 2]]);
  expect(scatterAdd([true, false], [0, 0], [true, true]).toArray()).toEqual([3, 0]);
});

test("scatterAdd leaves its operand as it was", () => {
  const before = tensor([1, 2]);
  scatterAdd(before, [0], 1);
  expect(before.toArray()).toEqual([1, 2]);
});

test("updates that do not fit are refused", () => {
  expect(() => scatterAdd(zeros([3]), [0, 1], [1, 2, 3])).toThrow(/^scatterAdd: shapes \[3\] and \[2\]/);
  expect(() => scatterAdd(zeros([3]), [0], [[1], [2]])).toThrow(
    "scatterAdd: updates of shape [2, 1] do not fit into [1], the shape of x with axis 0 replaced by that of the indices",
  );
});

test("complex elements move whole, wherever they are taken or put", () => {
  const z = tensor([
    { re: 1, im: 2 },
    { re: 3, im: 4 },
    { re: 5, im: 6 },
  ]);
  const [a, b, c] = z.toArray() as object[];
  expect(take(z, [2, 0]).toArray()).toEqual([c, a]);
  expect(gather(z, [1, 1]).toArray()).toEqual([b, b]);
  expect(compress(z, [true, false, true]).toArray()).toEqual([a, c]);
  expect(scatterAdd(z, [0, 0], [1, { re: 0, im: 1 }]).toArray()).toEqual([{ re: 2, im: 3 }, b, c]);
  expect(at(z, 1).set({ re: 0, im: 9 }).toArray()).toEqual([a, { re: 0, im: 9 }, c]);
  expect(
    at(z, tensor([0, 0]))
      .multiply({ re: 0, im: 1 })
      .toArray(),
  ).toEqual([{ re: -1, im: -2 }, b, c]);
  expect(() => at(z, 0).max(1)).toThrow(DTypeError);
});
