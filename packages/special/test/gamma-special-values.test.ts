import { expect, test } from "vitest";
import { poissonDeviance, stirlingError } from "@adjoint/special";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test("stirlingError at its special values", () => {
  expect(stirlingError([0, inf, -1, nan]).toArray()).toEqual([inf, 0, nan, nan]);
});

test("poissonDeviance at its special values", () => {
  const x = [0, 0, 2, 2, 2, inf, inf, -1, 2, nan, 1e308, 1e-300];
  const mu = [0, 3, 0, 2, inf, 2, inf, 2, -1, 1, 1.5e308, 1e300];
  const values = [0, 3, inf, 0, inf, inf, nan, nan, nan, nan, 9.453489189183562e306, 1e300];
  expect(poissonDeviance(x, mu).toArray()).toEqual(values);
});
