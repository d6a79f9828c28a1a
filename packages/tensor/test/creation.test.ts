import { expect, test } from "vitest";
import {
  arange,
  DomainError,
  eye,
  full,
  linspace,
  ones,
  ShapeError,
  zeros,
  zerosLike,
} from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";

test("zeros, ones and full have the shape and dtype asked for", () => {
  expect(zeros([2, 0])).toMatchObject({ shape: [2, 0], dtype: "float64" });
  expect(zeros([]).item()).toBe(0);
  expect(ones([2], { dtype: "int32" }).data).toEqual(Int32Array.of(1, 1));
  expect(ones([2], { dtype: "bool" }).toArray()).toEqual([true, true]);
  expect(full([2], 0.5, { dtype: "float32" }).data).toEqual(Float32Array.of(0.5, 0.5));
  expect(zerosLike(ones([2, 2], { dtype: "bool" })).toArray()).toEqual([
    [false, false],
    [false, false],
  ]);
});

test("full of booleans holds 0 and 1 only", () => {
  expect(full([1], 7, { dtype: "bool" }).data).toEqual(Uint8Array.of(1));
  expect(full([1], NaN, { dtype: "bool" }).data).toEqual(Uint8Array.of(1));
  expect(full([1], true).dtype).toBe("bool");
  expect(full([1], true, { dtype: "float64" }).toArray()).toEqual([1]);
});

test("full of an int32 that does not hold the value is refused", () => {
  expect(() => full([1], NaN, { dtype: "int32" })).toThrow(DomainError);
  expect(() => full([1], 3e9, { dtype: "int32" })).toThrow("full: 3000000000 does not fit into int32");
});

test.each<[unknown, string]>([
  [[2, -1], "zeros: shape [2, -1] has the length -1; lengths are integers from 0"],
  [[1.5], "zeros: shape [1.5] has the length 1.5; lengths are integers from 0"],
  [[NaN], "zeros: shape [NaN] has the length NaN; lengths are integers from 0"],
  [3, "zeros: shape must be an array of lengths, got 3"],
  [["2"], "zeros: shape [2] has the length 2; lengths are integers from 0"],
])("the shape %j is refused", (shape, message) => {
  expect(() => zeros(shape as Shape)).toThrow(message);
});

test("later writes to a shape do not reach the tensors made with it", () => {
  const shape = [2];
  const made = [zeros(shape), ones(shape), full(shape, 3)];
  shape[0] = 9;
  for (const x of made) expect(x.shape).toEqual([2]);
});

test("eye has ones on the diagonal, also of a rectangle", () => {
  expect(eye(2, 3).toArray()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(eye(3, 2).toArray()).toEqual([
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(eye(0).shape).toEqual([0, 0]);
  expect(eye(1, 1, { dtype: "bool" }).toArray()).toEqual([[true]]);
  expect(() => eye(-1)).toThrow(ShapeError);
});

test("arange counts up, down, and not at all", () => {
  expect(arange(0).shape).toEqual([0]);
  expect(arange(-3).shape).toEqual([0]);
  expect(arange(5, 0, -2).toArray()).toEqual([5, 3, 1]);
  expect(arange(0, 5, -1).shape).toEqual([0]);
  expect(arange(0, 1, 0.3).toArray()).toEqual([0, 0.3, 0.6, 0.8999999999999999]);
  expect(arange(0, 3, 1, { dtype: "int32" }).data).toEqual(Int32Array.of(0, 1, 2));
});

test("arange multiplies instead of adding up, so that errors do not grow", () => {
  expect(arange(0, 1000, 0.1).data[9999]).toBe(9999 * 0.1);
});

test.each([
  [0, 5, 0],
  [0, Infinity, 1],
  [NaN, 5, 1],
  [0, 5, NaN],
  [-Infinity, 0, 1],
  [0, 5, Infinity],
])("arange(%d, %d, %d) is refused", (start, stop, step) => {
  expect(() => arange(start, stop, step)).toThrow(
    `arange: cannot count from ${start} to ${stop} in steps of ${step}`,
  );
});

test("linspace hits both ends exactly", () => {
  expect(linspace(0, 1, 0).shape).toEqual([0]);
  expect(linspace(3, 7, 1).toArray()).toEqual([3]);
  expect(linspace(3, 7, 2).toArray()).toEqual([3, 7]);
  expect(linspace(1, -1, 5).toArray()).toEqual([1, 0.5, 0, -0.5, -1]);
  expect(linspace(0, 1).shape).toEqual([50]);
  expect(linspace(2, 3, 5, { endpoint: false }).toArray()).toEqual([2, 2.2, 2.4, 2.6, 2.8]);
  expect(linspace(3, 7, 1, { endpoint: false }).toArray()).toEqual([3]);
  expect(linspace(3, 7, 0, { endpoint: false }).toArray()).toEqual([]);
  for (const count of [3, 7, 10, 49, 101]) {
    const x = linspace(0.1, 0.7, count).data;
    expect([x[0], x[count - 1]]).toEqual([0.1, 0.7]);
    expect(x.every((value, i) => i === 0 || value > x[i - 1]!)).toBe(true);
  }
  expect(() => linspace(0, 1, -1)).toThrow("linspace: count must be an integer from 0, got -1");
  expect(() => linspace(0, 1, 2.5)).toThrow(DomainError);
});

test("more elements than there is memory for are refused at once", () => {
  expect(() => ones([1e15])).toThrow(ShapeError);
  expect(() => zeros([2 ** 30, 2 ** 30], { dtype: "float32" })).toThrow(
    "tensor: there is no memory for 1152921504606847000 elements of float32",
  );
});
