import { expect, test } from "vitest";
import { formatAccess } from "../../../src/compile/loops/format-access.ts";

const written = (
  offset: number,
  strides: readonly number[],
  lengths: readonly number[],
  size: number,
  shape?: readonly number[],
): string => formatAccess({ buffer: 0, offset, strides }, { lengths, loops: ["i", "j", "k"], size, shape });

test("places are those on the axes of the shape", () => {
  expect(written(0, [4, 1], [3, 4], 12, [3, 4])).toBe("[i, j]");
  expect(written(0, [1, 4], [4, 3], 12, [3, 4])).toBe("[j, i]");
  expect(written(6, [4], [2], 12, [3, 4])).toBe("[i + 1, 2]");
  expect(written(11, [-4, -1], [3, 4], 12, [3, 4])).toBe("[2 − i, 3 − j]");
  expect(written(1, [2], [5], 10, [10])).toBe("[2 i + 1]");
  expect(written(0, [0, 1], [3, 4], 4, [4])).toBe("[j]");
});

test("a loop over several axes walks over the elements", () => {
  expect(written(0, [1], [12], 12, [3, 4])).toBe("[i]");
});

test("a shape that is not known is read off the strides", () => {
  expect(written(0, [4, 1], [3, 4], 12)).toBe("[i, j]");
  expect(written(0, [1, 1], [3, 4], 6)).toBe("[i + j]");
});

test("a diagonal is counted in elements", () => {
  expect(written(0, [5], [4], 16, [4, 4])).toBe("[5 i]");
});

test("an array of one element needs no place", () => {
  expect(written(0, [], [], 1, [])).toBe("");
  expect(written(0, [0], [3], 1, [1, 1])).toBe("");
});
