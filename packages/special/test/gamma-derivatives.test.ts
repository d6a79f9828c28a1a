import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { gammainc, gammaincc, poissonDeviance, stirlingError } from "@adjoint/special";
import { checkPrimitive } from "@adjoint/testing";

test("stirlingError keeps the laws of a primitive", () => {
  checkPrimitive(stirlingError, [[0.3, 0.7, 3, 12]], { name: "stirlingError" });
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

test("poissonDeviance has its slopes where x is 0 and where x is the mean", () => {
  const inMu = (x: number, mu: number): number => grad((m) => poissonDeviance(x, m))(mu).item();
  const inX = (x: number, mu: number): number => grad((y) => poissonDeviance(y, mu))(x).item();
  expect(inMu(0, 2)).toBe(1);
  expect(inMu(0, 0)).toBe(1);
  expect(inMu(3, 3)).toBe(0);
  expect(inX(3, 3)).toBe(0);
  expect(inX(0, 3)).toBe(Number.NEGATIVE_INFINITY);
});
