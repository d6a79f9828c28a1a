import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { logGammainc, logGammaincc } from "@adjoint/special";
import { checkPrimitive } from "@adjoint/testing";
import { casesOf } from "./cases-of.ts";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test("the logarithms of the gamma tails are within 4e-15 of mpmath, where the tails underflow and where they are 1", () => {
  for (const [isUpper, a, x, expected] of casesOf("log-gammainc")) {
    const value = (isUpper === 1 ? logGammaincc : logGammainc)(a!, x!).item();
    expect(Math.abs(value / expected! - 1), `${isUpper}, ${a}, ${x}: ${value}`).toBeLessThanOrEqual(4e-15);
  }
});

test("their slopes are within 1e-13 of mpmath far out", () => {
  for (const [isUpper, byX, a, x, expected] of casesOf("log-gammainc-slopes")) {
    const f = isUpper === 1 ? logGammaincc : logGammainc;
    const value = (byX === 1 ? grad((t) => f(a!, t))(x!) : grad((t) => f(t, x!))(a!)).item();
    const name = `by ${byX === 1 ? "x" : "a"} at ${isUpper}, ${a}, ${x}: ${value}, not ${expected}`;
    expect(Math.abs(value / expected! - 1), name).toBeLessThanOrEqual(1e-13);
  }
});

test.each([
  ["logGammainc", logGammainc],
  ["logGammaincc", logGammaincc],
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

test("they keep the laws of a primitive where the tails underflow", () => {
  checkPrimitive(
    logGammainc,
    [
      [400, 300],
      [20, 5],
    ],
    { name: "logGammainc" },
  );
  checkPrimitive(
    logGammaincc,
    [
      [3, 40],
      [900, 1200],
    ],
    { name: "logGammaincc" },
  );
});

test("the logarithms of the tails at their special values", () => {
  const a = [0, 0, 2, 2, inf, -1, nan];
  const x = [0, 3, 0, inf, 2, 1, 1];
  expect(Array.from(logGammainc(a, x).data, (y) => y + 0)).toEqual([nan, 0, -inf, 0, -inf, nan, nan]);
  expect(Array.from(logGammaincc(a, x).data, (y) => y + 0)).toEqual([nan, -inf, 0, -inf, 0, nan, nan]);
});
