import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { i0, i0e, i1, i1e } from "@adjoint/special";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive } from "@adjoint/testing";
import { casesOf } from "./cases-of.ts";
import { ulpDistance } from "./ulp-distance.ts";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test.each([
  ["bessel", i0, i1],
  ["scaled-bessel", i0e, i1e],
] as const)("%s functions are within 4 ulp of mpmath", (name, zero, one) => {
  for (const [v, x, expected] of casesOf(name)) {
    const value = (v === 0 ? zero : one)(x!).item();
    expect(ulpDistance(value, expected!), `${name} ${v} at ${x}: ${value}`).toBeLessThanOrEqual(4);
  }
});

test("the derivatives of i0e keep their digits for large x, to order 3", () => {
  const slopes = [i0e, i0e, i0e, i0e] as ((x: TensorLike) => Tensor)[];
  for (let n = 1; n < 4; n++) slopes[n] = grad(slopes[n - 1]!);
  for (const [n, x, expected] of casesOf("scaled-bessel-derivatives")) {
    const value = slopes[n!]!(x!).item();
    expect(ulpDistance(value, expected!), `derivative ${n} of i0e at ${x}: ${value}`).toBeLessThanOrEqual(12);
    expect(slopes[n!]!(-x!).item()).toBe((n! % 2 === 0 ? 1 : -1) * value);
  }
});

test.each([
  ["i0", i0, [-2.3, 0.4, 9]],
  ["i1", i1, [-2.3, 0.4, 9]],
  ["i0e", i0e, [-2.3, 0.4, 9, 30]],
  ["i1e", i1e, [-2.3, 0.4, 9, 30]],
] as const)("%s keeps the laws of a primitive", (name, f, x) => checkPrimitive(f, [x], { name }));

test("Bessel functions at their special values", () => {
  const x = [0, inf, -inf, 714, nan];
  expect(i0(x).toArray()).toEqual([1, inf, inf, inf, nan]);
  expect(i1(x).toArray()).toEqual([0, inf, -inf, inf, nan]);
  expect(i0e([0, inf, -inf, nan]).toArray()).toEqual([1, 0, 0, nan]);
  expect(i1e([0, inf, -inf, nan]).toArray()).toEqual([0, 0, -0, nan]);
  expect(i0(713.9).item()).toBeLessThan(inf);
});

test("Bessel functions have their slopes at 0", () => {
  const slope = (f: (x: TensorLike) => Tensor): number => grad(f)(0).item() + 0;
  expect([slope(i0), slope(i1), slope(i0e), slope(i1e)]).toEqual([0, 0.5, 0, 0.5]);
});
