import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { zeta } from "@adjoint/special";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive } from "@adjoint/testing";
import { casesOf } from "./cases-of.ts";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test("zeta is within 1e-15 of mpmath for s > 1, 4e-15 below and 2e-13 below -170, and so are its derivatives", () => {
  for (const [order, s, q = 1, expected] of casesOf("zeta")) {
    let f = (t: TensorLike): Tensor => zeta(t, q);
    for (let n = 0; n < order!; n++) f = grad(f);
    const value = f(s!).item();
    const bound = s! > 1 ? 1e-15 : s! > -170 ? 4e-15 : 2e-13;
    const error = Math.abs(value - expected!) / (Math.abs(expected!) || 1);
    expect(error, `derivative ${order} of zeta(${s}, ${q}): ${value}`).toBeLessThanOrEqual(bound);
  }
});

test("zeta keeps the laws of a primitive", () => {
  checkPrimitive(
    zeta,
    [
      [1.4, 3, 7, 0.4],
      [0.7, 2, 0.3, 3],
    ],
    { name: "zeta" },
  );
});

test("zeta at its special values", () => {
  const s = [1, 2, inf, inf, inf, 2, 2, -2, -1, -4, nan, 2, 0, -1];
  const q = [1, inf, 1, 2, 0.5, 0, -1, 1, 2, 1, 1, nan, 3, inf];
  const values = [inf, 0, 1, 0, inf, inf, nan, 0, nan, 0, nan, nan, -2.5, nan];
  expect(Array.from(zeta(s, q).data, (value) => value + 0)).toEqual(values);
});

test("zeta takes q = 1 unless told, broadcasts and keeps float32", () => {
  expect(zeta(2).item()).toBeCloseTo(Math.PI ** 2 / 6, 15);
  expect(zeta([[2], [3]], [1, 2, 3]).shape).toEqual([2, 3]);
  expect(zeta(new Float32Array([2])).dtype).toBe("float32");
});
