import { expect, test } from "vitest";
import {
  digamma,
  erf,
  erfc,
  erfcx,
  erfinv,
  lgamma,
  log1mexp,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  polygamma,
  xlogy,
} from "@adjoint/special";
import { DomainError } from "@adjoint/tensor";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test.each([
  ["erf", erf, [-inf, -0, 0, inf, nan], [-1, -0, 0, 1, nan]],
  ["erfc", erfc, [-inf, 0, 27.5, inf, nan], [2, 1, 0, 0, nan]],
  ["erfcx", erfcx, [-inf, -27, 0, inf, nan], [inf, inf, 1, 0, nan]],
  ["erfinv", erfinv, [-1, -0, 0, 1, 1.1, nan], [-inf, -0, 0, inf, nan, nan]],
  ["normalCdf", normalCdf, [-inf, -40, 0, 9, inf, nan], [0, 0, 0.5, 1, 1, nan]],
  ["logNormalCdf", logNormalCdf, [-inf, 40, inf, nan], [-inf, -0, -0, nan]],
  ["normalQuantile", normalQuantile, [0, 0.5, 1, -0.1, 1.1, nan], [-inf, 0, inf, nan, nan, nan]],
  ["log1mexp", log1mexp, [0, -inf, 1, nan], [-inf, -0, nan, nan]],
  ["lgamma", lgamma, [-inf, -2, -0, 0, 1, 2, inf, nan], [inf, inf, inf, inf, 0, 0, inf, nan]],
  ["digamma", digamma, [-inf, -2, -0, 0, inf, nan], [nan, nan, inf, -inf, inf, nan]],
] as const)("%s at its special values", (_name, f, inputs, expected) => {
  // Zeros of either sign are equal here.
  expect(Array.from(f(inputs).data, (value) => value + 0)).toEqual(expected.map((value) => value + 0));
});

test("the signs of zeros are kept by odd functions", () => {
  expect(Object.is(erf(-0).item(), -0)).toBe(true);
  expect(Object.is(erfinv(-0).item(), -0)).toBe(true);
});

test("polygamma at its poles and far out", () => {
  expect(polygamma(1, [0, -3, inf, nan]).toArray()).toEqual([inf, inf, 0, nan]);
  expect(polygamma(2, [0, -3]).toArray()).toEqual([-inf, nan]);
});

test("0 log 0 is 0, and NaN is not hidden", () => {
  expect(xlogy([0, 0, 0, 1, 2, 0], [0, 1, -1, 0, Math.E, nan]).toArray()).toEqual([0, 0, 0, -inf, 2, nan]);
  expect(xlogy([[1], [2]], [1, Math.E]).toArray()).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test("polygamma of an order that is not a small integer is refused", () => {
  for (const n of [-1, 0.5, 101, nan]) expect(() => polygamma(n, 1), String(n)).toThrow(DomainError);
});
