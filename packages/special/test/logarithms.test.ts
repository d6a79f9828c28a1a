import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { erfcinv, lgamma, logAddExp, logit, multigammaln, xlog1py } from "@adjoint/special";
import { add, DomainError, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive } from "@adjoint/testing";
import { casesOf } from "./cases-of.ts";
import { ulpDistance } from "./ulp-distance.ts";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test.each([
  ["logit", logit, 2],
  ["erfcinv", erfcinv, 4],
] as const)("%s is within its ulps of mpmath", (name, f, ulps) => {
  for (const [x, expected] of casesOf(name)) {
    const value = f(x!).item();
    expect(ulpDistance(value, expected!), `${name}(${x}) = ${value}`).toBeLessThanOrEqual(ulps);
  }
});

test.each([
  ["logit", logit, [0.1, 0.4, 0.8]],
  ["erfcinv", erfcinv, [0.2, 1.1, 1.8]],
  ["multigammaln", (x: TensorLike): Tensor => multigammaln(x, 3), [1.3, 2, 9]],
] as const)("%s keeps the laws of a primitive", (name, f, x) => checkPrimitive(f, [x], { name }));

test.each([
  ["logAddExp", logAddExp],
  ["xlog1py", xlog1py],
] as const)("%s keeps the laws of a primitive", (name, f) => {
  checkPrimitive(
    f,
    [
      [0.5, -2, 3],
      [0.7, 1, -0.4],
    ],
    { name },
  );
});

test("logit, erfcinv and xlog1py at their special values", () => {
  expect(logit([0, 0.5, 1, -1, 2, nan]).toArray()).toEqual([-inf, 0, inf, nan, nan, nan]);
  expect(erfcinv([0, 1, 2, -1, 3, nan]).toArray()).toEqual([inf, 0, -inf, nan, nan, nan]);
  expect(xlog1py([0, 0, 1, 0, 2], [-1, -3, -1, nan, 1e-20]).toArray()).toEqual([0, 0, -inf, nan, 2e-20]);
});

test("logAddExp where exponentials overflow and vanish", () => {
  const a = [1000, -1000, -inf, -inf, inf, inf, inf, nan, 0];
  const b = [1000, -1000, -inf, 3, inf, -inf, 2, 1, nan];
  const values = [1000 + Math.LN2, -1000 + Math.LN2, -inf, 3, inf, inf, inf, nan, nan];
  expect(logAddExp(a, b).toArray()).toEqual(values);
  expect(logAddExp(0, -800).item()).toBe(0);
});

test("the slopes of logAddExp add up to 1, at infinities too", () => {
  for (const [a, b] of [
    [1000, -1000],
    [-inf, -inf],
    [-inf, 2],
    [inf, 3],
    [inf, inf],
  ] as const) {
    const inA = grad((x) => logAddExp(x, b))(a).item();
    const inB = grad((x) => logAddExp(a, x))(b).item();
    expect(inA + inB, `${a}, ${b}`).toBe(1);
  }
});

test("the slopes of xlog1py where 0 log 0 is 0", () => {
  expect(grad((y) => xlog1py(0, y))(-1).item()).toBe(0);
  expect(grad((x) => xlog1py(x, 1))(0).item()).toBe(Math.LN2);
});

test("multigammaln obeys its recurrence, and is NaN where it is not defined", () => {
  // Γ_d(a) = π^((d−1)/2) Γ(a) Γ_{d−1}(a − ½).
  const x = [2.6, 5, 40];
  const expected = add(
    add(lgamma(x), multigammaln(sub(x, 0.5), 3)),
    1.5 * Math.log(Math.PI),
  ).toArray() as number[];
  for (const [i, value] of (multigammaln(x, 4).toArray() as number[]).entries()) {
    expect(value / expected[i]!).toBeCloseTo(1, 14);
  }
  expect(multigammaln([1, 1.5], 4).toArray()).toEqual([nan, nan]);
  expect(multigammaln(3, 1).item()).toBe(Math.LN2);
  for (const d of [0, 1.5, nan]) expect(() => multigammaln(3, d)).toThrow(DomainError);
});
