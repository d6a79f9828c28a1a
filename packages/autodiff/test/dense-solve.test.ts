import { mul, sin, square } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { solveDense } from "../src/dense-solve.ts";
import { scattered } from "./close.ts";

test("the residual is small for systems of any size, with pivots wherever they are", () => {
  for (const n of [0, 1, 2, 3, 10, 40]) {
    // Without a pattern, and with small elements on the diagonal.
    const a = sin(mul(1e4, square(scattered([n, n], 3 + n))));
    const b = scattered([n], 5 + n);
    const x = Float64Array.from(b.data);
    solveDense("test", Float64Array.from(a.data), x);
    const product = Float64Array.from({ length: n }, (_, i) =>
      x.reduce((sum, value, j) => sum + a.data[i * n + j]! * value, 0),
    );
    product.forEach((value, i) => expect(Math.abs(value - b.data[i]!)).toBeLessThan(1e-12));
  }
  const x = Float64Array.of(3, 5);
  solveDense("test", Float64Array.of(0, 1, 1, 0), x);
  expect([...x]).toEqual([5, 3]);
});

test("a matrix that is singular or not finite is named with its pivot", () => {
  const solve =
    (...a: number[]) =>
    () =>
      solveDense("implicitRoot", Float64Array.from(a), new Float64Array(Math.sqrt(a.length)));
  expect(solve(1, 2, 2, 4)).toThrow(
    "implicitRoot: the derivative of the residual with respect to the root is singular there (pivot 1 is 0), so the root has no derivative; check that the root is isolated and that the residual has as many independent equations as unknowns",
  );
  expect(solve(0)).toThrow("pivot 0 is 0");
  expect(solve(1, 0, Number.NaN, 1)).toThrow("not finite there (pivot 0 is NaN)");
  expect(solve(Infinity)).toThrow("pivot 0 is Infinity");
});
