import { grad } from "@adjoint/autodiff";
import { logBetainc, logBetaincc } from "@adjoint/special";
import { type Tensor, tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { cases } from "./fixtures/log-betainc.json" with { type: "json" };

test.each(cases.map((row) => [row.slice(0, 4).join(" "), row] as const))(
  "%s: the logarithm and its slopes agree with mpmath, also where the tail underflows",
  (_, [isUpper, a, b, x, value, slopeA, slopeB, slopeX]) => {
    const f = isUpper === 1 ? logBetaincc : logBetainc;
    expectClose(f(a!, b!, x!), value, { relative: 2e-13 });
    const slopes = grad((p: { a: Tensor; b: Tensor; x: Tensor }) => f(p.a, p.b, p.x))({
      a: tensor(a!),
      b: tensor(b!),
      x: tensor(x!),
    });
    expectClose(slopes, { a: slopeA, b: slopeB, x: slopeX }, { relative: 1e-11, absolute: 1e-14 });
  },
);

test("both logarithms obey the laws of a primitive to the second order", () => {
  const shapes = [
    [0.7, 3, 30, 2],
    [2, 0.4, 20, 5],
  ];
  for (const f of [logBetainc, logBetaincc]) checkPrimitive(f, [...shapes, [0.3, 0.6, 0.75, 0.06]]);
  checkPrimitive(logBetainc, [
    [400, 900],
    [300, 20],
    [0.03, 0.25],
  ]);
  checkPrimitive(logBetaincc, [
    [300, 20],
    [400, 900],
    [0.97, 0.75],
  ]);
});

test("the ends are the logarithms of 0 and 1", () => {
  expect(logBetainc(2, 3, [0, 1, NaN, 2]).toArray()).toEqual([-Infinity, 0, NaN, NaN]);
  expect(logBetaincc(2, 3, [0, 1, NaN, 2]).toArray()).toEqual([0, -Infinity, NaN, NaN]);
});
