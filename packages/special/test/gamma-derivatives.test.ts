import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import {
  gamma,
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  poissonDeviance,
  stirlingError,
} from "@adjoint/special";
import { checkPrimitive } from "@adjoint/testing";

test("stirlingError keeps the laws of a primitive", () => {
  checkPrimitive(stirlingError, [[0.3, 0.7, 3, 12]], { name: "stirlingError" });
});

test("gamma keeps the laws of a primitive", () => {
  checkPrimitive(gamma, [[-1.4, -0.3, 0.6, 1.5, 4.2]], { name: "gamma" });
});

test("poissonDeviance keeps the laws of a primitive", () => {
  checkPrimitive(
    poissonDeviance,
    [
      [2, 3.3, 0.4, 50],
      [2.5, 3, 9, 49],
    ],
    { name: "poissonDeviance" },
  );
});

test.each([
  ["gammainc", gammainc],
  ["gammaincc", gammaincc],
] as const)("%s keeps the laws of a primitive", (name, f) => {
  checkPrimitive(
    f,
    [
      [0.3, 2, 0.5, 30, 30],
      [0.4, 1.4, 3, 27, 44],
    ],
    { name },
  );
});

test.each([
  ["gammaincinv", gammaincinv],
  ["gammainccinv", gammainccinv],
] as const)("%s keeps the laws of a primitive", (name, f) => {
  checkPrimitive(
    f,
    [
      [0.7, 2, 5, 30],
      [0.4, 0.7, 0.1, 0.5],
    ],
    { name },
  );
});

test("the slopes of the quantile are those of the implicit function, far down the tails too", () => {
  for (const p of [1e-250, 1e-10, 0.3]) {
    const x = gammainccinv(3, p).item();
    const inP = grad((q) => gammainccinv(3, q))(p).item();
    const inA = grad((a) => gammainccinv(a, p))(3).item();
    const density = 0.5 * x * x * Math.exp(-x);
    expect(-inP * density).toBeCloseTo(1, 12);
    expect(grad((a) => gammaincc(a, x))(3).item() / density / inA).toBeCloseTo(1, 12);
  }
});

test("the slopes of the quantile at the ends of the support", () => {
  const inA = (a: number, p: number): number => grad((shape) => gammaincinv(shape, p))(a).item();
  const inP = (a: number, p: number): number => grad((q) => gammaincinv(a, q))(p).item();
  expect([inA(2, 0), inA(2, 1)]).toEqual([0, 0]);
  expect([inP(2, 0), inP(1, 0), inP(0.5, 0), inP(2, 1)]).toEqual([Infinity, 1, 0, Infinity]);
});

test("poissonDeviance has its slopes where x is 0 and where x is the mean", () => {
  const inMu = (x: number, mu: number): number => grad((m) => poissonDeviance(x, m))(mu).item();
  const inX = (x: number, mu: number): number => grad((y) => poissonDeviance(y, mu))(x).item();
  expect(inMu(0, 2)).toBe(1);
  expect(inMu(0, 0)).toBe(1);
  expect(inMu(3, 3)).toBe(0);
  expect(inX(3, 3)).toBe(0);
  expect(inX(0, 3)).toBe(Number.NEGATIVE_INFINITY);
});
