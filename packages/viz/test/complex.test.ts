import { contour, dot, heatmap, line, surface } from "@adjoint/viz";
import { expect, test } from "vitest";

/** As a complex tensor looks from outside: each element is two numbers. */
const z = { dtype: "complex128", shape: [2], data: [1, 3, 2, 3] };
const matrix = { dtype: "complex128", shape: [2, 2], data: [1, 1, 2, 1, 3, 1, 4, 1] };

test("complex numbers have no place on an axis, and are refused with what to plot instead", () => {
  expect(() => dot({ x: [1, 2], y: z })).toThrow(
    "dot: y: expected real numbers, take real, imag, abs or angle",
  );
  expect(() => line(matrix)).toThrow("line: expected real numbers");
  for (const field of [contour, heatmap, surface])
    expect(() => field(matrix)).toThrow("expected real numbers");
});
