import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
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
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive } from "@adjoint/testing";

test.each([
  ["erf", erf, [-1.3, 0.2, 2]],
  ["erfc", erfc, [-1.3, 0.2, 2]],
  ["erfcx", erfcx, [-1.3, 0.2, 0.6, 5]],
  ["erfinv", erfinv, [-0.6, 0.1, 0.7]],
  ["normalCdf", normalCdf, [-2, 0.3, 1.5]],
  ["logNormalCdf", logNormalCdf, [-20, -1.5, 0.3, 2]],
  ["normalQuantile", normalQuantile, [0.3, 0.5, 0.8]],
  ["log1mexp", log1mexp, [-3, -1, -0.4]],
  ["lgamma", lgamma, [-0.6, 0.7, 1.4, 9]],
  ["digamma", digamma, [-0.6, 0.7, 1.4, 9]],
  ["polygamma of order 2", (x: TensorLike): Tensor => polygamma(2, x), [0.9, 1.4, 9]],
] as const)("%s keeps the laws of a primitive", (name, f, x) => checkPrimitive(f, [x], { name }));

test("xlogy keeps the laws of a primitive", () => {
  checkPrimitive(xlogy, [
    [0.5, 0, 2],
    [0.7, 2, 3],
  ]);
});

const slope = (f: (x: TensorLike) => Tensor, x: number): number => grad(f)(x).item();

test("the slope of erfcx stays accurate where 2x erfcx(x) − 2/√π cancels", () => {
  // −(1/√π) x⁻² (1 − 3/(2x²) + …), DLMF 7.12.1.
  for (const x of [1e3, 1e6, 1e9]) {
    const expected = (-1 / Math.sqrt(Math.PI) / x / x) * (1 - 1.5 / (x * x));
    expect(slope(erfcx, x) / expected).toBeCloseTo(1, 10);
  }
});

test("log Φ has slope −x and curvature −1 far down the tail", () => {
  expect(slope(logNormalCdf, -1e8) / 1e8).toBeCloseTo(1, 14);
  const curvature = slope((x) => grad(logNormalCdf)(x), -1e6);
  expect(curvature).toBeCloseTo(-1, 11);
});

test("the entropy's terms have finite slopes where they should", () => {
  const inY = (x: number, y: number): number => slope((t) => xlogy(x, t), y);
  const inX = (x: number, y: number): number => slope((t) => xlogy(t, y), x);
  expect(inY(0, 0)).toBe(0);
  expect(inY(2, 4)).toBe(0.5);
  expect(inX(0, 1)).toBe(0);
  expect(inX(3, 0)).toBe(Number.NEGATIVE_INFINITY);
});

test("log Φ keeps its higher derivatives where Φ is 1", () => {
  const curvature = (x: number): number => slope((y) => grad(logNormalCdf)(y), x);
  // −x φ(x) to leading order.
  expect(curvature(30) / (-30 * Math.exp(-450) * 0.3989422804014327)).toBeCloseTo(1, 10);
  for (const x of [40, 1e10]) expect(curvature(x)).toBeCloseTo(0, 300);
});

test("log(1 − eˣ) keeps its higher derivatives where eˣ is 0", () => {
  const curvature = (x: number): number => slope((y) => grad(log1mexp)(y), x);
  expect(curvature(-40) / -Math.exp(-40)).toBeCloseTo(1, 12);
  for (const x of [-800, -1e10]) expect(curvature(x)).toBeCloseTo(0, 300);
});
