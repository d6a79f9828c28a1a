import { expect, test } from "vitest";
import { arange, flip, pad, reshape, ShapeError, slice, tensor, zeros } from "@adjoint/tensor";
import type { SlicePart } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";

const grid = readFixture<{
  ends: (number | null)[];
  steps: number[];
  rows: { length: number; results: string }[];
}>("slice");

test.each(grid.rows)(
  "every start, stop and step on an axis of length $length selects as in Python",
  ({ length, results }) => {
    const x = arange(length);
    const expected = results.split(",");
    let at = 0;
    for (const start of grid.ends) {
      for (const stop of grid.ends) {
        for (const step of grid.steps) {
          const got = Array.from(slice(x, [start, stop, step]).data).join("");
          expect(got, `[${start}, ${stop}, ${step}]`).toBe(expected[at++]);
        }
      }
    }
    expect(at).toBe(expected.length);
  },
);

const x = reshape(arange(24), [2, 3, 4]);

test.each<[parts: SlicePart[], shape: number[], first: number]>([
  [[], [2, 3, 4], 0],
  [[1], [3, 4], 12],
  [[-1], [3, 4], 12],
  [[1, 2, 3], [], 23],
  [[[]], [2, 3, 4], 0],
  [[[1]], [1, 3, 4], 12],
  [[[], [1, 3]], [2, 2, 4], 4],
  [[[], [], [null, null, 2]], [2, 3, 2], 0],
  [[[], [], [null, null, -1]], [2, 3, 4], 3],
  [[[null, null, -1], 0, [1, -1]], [2, 2], 13],
  [["..."], [2, 3, 4], 0],
  [["...", 1], [2, 3], 1],
  [[1, "..."], [3, 4], 12],
  [[1, "...", 2], [3], 14],
  [[0, 1, 2, "..."], [], 6],
  [[null], [1, 2, 3, 4], 0],
  [["...", null], [2, 3, 4, 1], 0],
  [[0, null, [], null, 1], [1, 3, 1], 1],
  [[[], null, "..."], [2, 1, 3, 4], 0],
  [[[2, 1]], [0, 3, 4], NaN],
])("slice(x, ...%j) has the shape %j and begins with %d", (parts, shape, first) => {
  const y = slice(x, ...parts);
  expect(y.shape).toEqual(shape);
  if (y.size > 0) expect(y.data[0]).toBe(first);
});

test("the parts of a slice keep the order of the elements", () => {
  expect(slice(x, 1, [null, null, -2], [1, 3]).toArray()).toEqual([
    [21, 22],
    [13, 14],
  ]);
});

test("a slice of everything is the tensor itself", () => {
  expect(slice(x, [], "...")).toBe(x);
});

test("a place outside an axis is refused, a range is cut off", () => {
  expect(() => slice(x, 2)).toThrow(
    "slice: no place 2 on axis 0 of x, which has the length 2 (x is [2, 3, 4])",
  );
  expect(() => slice(x, 0, -4)).toThrow(/no place -4 on axis 1/);
  expect(() => slice(x, 0.5)).toThrow(ShapeError);
  expect(() => slice(zeros([0]), 0)).toThrow(/no place 0 on axis 0/);
  expect(slice(x, [-100, 100]).shape).toEqual([2, 3, 4]);
  expect(slice(x, [5, 9]).shape).toEqual([0, 3, 4]);
});

test("too many parts are refused", () => {
  expect(() => slice(x, 0, 0, 0, 0)).toThrow(
    'slice: 4 parts for the 3 axes of x (x is [2, 3, 4]); give at most one part an axis and one "..."',
  );
  expect(() => slice(x, "...", 0, "...")).toThrow(/one "\.\.\."/);
  expect(() => slice(5, 0)).toThrow(/1 parts for the 0 axes/);
});

test("ranges need integers and a step", () => {
  expect(() => slice(x, [0, 2, 0])).toThrow(
    "slice: a range needs integers and a step that is not 0, got [0, 2, 0]",
  );
  expect(() => slice(x, [0.5])).toThrow(/a range needs integers/);
});

test.each([
  [":", 'a part must be a number, [start, stop, step], "..." or null, got ":"'],
  [undefined, "got undefined"],
  [true, "got true"],
  [tensor([0, 1]), "got a tensor: use take or at"],
])("%s is no part of a slice", (part, message) => {
  expect(() => slice(x, part as SlicePart)).toThrow(message);
});

test("flip reverses all axes, or those named", () => {
  expect(
    flip([
      [1, 2],
      [3, 4],
    ]).toArray(),
  ).toEqual([
    [4, 3],
    [2, 1],
  ]);
  expect(
    flip(
      [
        [1, 2],
        [3, 4],
      ],
      -1,
    ).toArray(),
  ).toEqual([
    [2, 1],
    [4, 3],
  ]);
  expect(
    flip(
      [
        [1, 2],
        [3, 4],
      ],
      [0, -1],
    ).toArray(),
  ).toEqual([
    [4, 3],
    [2, 1],
  ]);
  expect(flip(zeros([0, 2])).shape).toEqual([0, 2]);
  expect(flip(3).item()).toBe(3);
  expect(() => flip([1, 2], 1)).toThrow("flip: no axis 1 in a tensor of rank 1; axes run from -1 to 0");
});

test("pad puts zeros around every axis", () => {
  expect(
    pad(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [0, 2],
      ],
    ).toArray(),
  ).toEqual([
    [0, 0, 0, 0],
    [1, 2, 0, 0],
    [3, 4, 0, 0],
  ]);
  expect(pad([], [[1, 1]]).toArray()).toEqual([0, 0]);
  expect(
    pad(zeros([0, 2]), [
      [1, 0],
      [0, 1],
    ]).shape,
  ).toEqual([1, 3]);
  expect(pad([true], [[1, 0]]).toArray()).toEqual([false, true]);
  expect(pad(5, []).item()).toBe(5);
  expect(() => pad([1, 2], [[1, -1]])).toThrow(
    "pad: widths [[1,-1]] must be one [before, after] pair of integers from 0 for each of the 1 axes of x (x is [2])",
  );
  expect(() => pad([1, 2], [])).toThrow(ShapeError);
});
