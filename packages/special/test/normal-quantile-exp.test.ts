import { logNormalCdf, normalQuantile, normalQuantileExp } from "@adjoint/special";
import { exp, tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";

test("it inverts log Φ, from the far lower tail to the upper one", () => {
  const x = [-1e8, -1e5, -100, -38, -37.5, -20, -3, -1, -0.1, 0.1, 1, 5, 30];
  expectClose(normalQuantileExp(logNormalCdf(x)), x, { relative: 2e-15 });
});

test("it is the quantile of the exponential where there is one", () => {
  const y = [-690, -50, -1, -0.5, -0.01];
  expectClose(normalQuantileExp(y), normalQuantile(exp(y)), { relative: 1e-13 });
});

test("at the ends it is infinite, and above it is not a number", () => {
  expect(normalQuantileExp([-Infinity, 0, 0.1, NaN]).toArray()).toEqual([-Infinity, Infinity, NaN, NaN]);
  expect(normalQuantileExp(tensor([-1], { dtype: "float32" })).dtype).toBe("float32");
});

test("it keeps the laws of a primitive", () => {
  checkPrimitive(normalQuantileExp, [[-900, -20, -1.5, -0.3, -0.1]]);
});
