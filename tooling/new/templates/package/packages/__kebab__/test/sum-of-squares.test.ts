import { expect, test } from "vitest";
import { sumOfSquares } from "../src/index.ts";

test("the sum of squares of a matrix is that of its elements", () => {
  expect(
    sumOfSquares([
      [1, 2],
      [3, 4],
    ]).item(),
  ).toBe(30);
});
