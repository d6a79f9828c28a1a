import { grad } from "@adjoint/autodiff";
import { gammaincinv, gammainccinv, gammaQuantileSlope } from "@adjoint/special";
import { log, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, finiteDifferences } from "@adjoint/testing";
import { expect, test } from "vitest";

test("it is the slope of the logarithm of a quantile, in both tails", () => {
  for (const a of [0.3, 1, 2.5, 19, 40, 1000]) {
    for (const p of [1e-8, 0.01, 0.5, 0.99]) {
      for (const quantile of [gammaincinv, gammainccinv]) {
        const [expected] = finiteDifferences((s) => [log(quantile(s, p))], [tensor(a)], [tensor(1)], a / 64);
        expectClose(gammaQuantileSlope(a, log(quantile(a, p))), expected, { relative: 1e-8 });
      }
    }
  }
});

test("for tiny draws it goes on in the logarithm, where x itself underflows: (ψ(a + 1) − log x)/a", () => {
  for (const y of [-700, -746, -1e4]) {
    const expected = (-0.5772156649015329 + 0.001 * 1.6449340668482264 - y) / 0.001;
    expect(Math.abs(gammaQuantileSlope(0.001, y).item() / expected - 1)).toBeLessThan(3e-6);
  }
});

test("it keeps the laws of a primitive, to higher orders too", () => {
  checkPrimitive(gammaQuantileSlope, [
    [0.7, 2.5, 9, 30],
    [-1, 0.6, 2.4, 3.1],
  ]);
  const slope = grad((a: Tensor) => gammaQuantileSlope(a, 0.5));
  checkPrimitive((a: Tensor) => slope(a), [tensor(1.7)], { name: "its derivative" });
});
