import { grad } from "@adjoint/autodiff";
import { betainc, betaincc, betainccinv, betaincinv, logBeta, logBinomial } from "@adjoint/special";
import { ShapeError, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkPrimitive, expectClose, finiteDifferences } from "@adjoint/testing";
import { expect, test } from "vitest";

test("whole numbers give polynomials, and equal shapes a half", () => {
  expectClose(betainc(2, 3, [0, 0.25, 0.5, 1]), [0, 0.26171875, 0.6875, 1], { relative: 1e-15 });
  expectClose(betainc(1, 0.3, 0.7), 1 - 0.3 ** 0.3, { relative: 1e-14 });
  expectClose(betaincc([1e-5, 1, 30, 1e4, 1e8], [1e-5, 1, 30, 1e4, 1e8], 0.5), new Array(5).fill(0.5), {
    relative: 1e-12,
  });
});

test("both tails keep their digits, and the reflection holds", () => {
  // (1 − x)ᵇ (1 + b x) for a = 2
  expectClose(betaincc(2, 30, 0.99), 1e-2 ** 30 * (1 + 30 * 0.99), { relative: 3e-13 });
  expectClose(betainc(50, 1, 1e-6), 1e-300, { relative: 1e-13 });
  // for tiny a nearly all lies at 0: 1 − I ≈ a (ψ(b) + γ − log x)
  expectClose(betaincc(1e-10, 1, 1e-3), 1e-10 * Math.log(1000), { relative: 1e-9 });
  for (const [a, b, x] of [
    [0.3, 5, 0.01],
    [40, 2, 0.9],
    [1e5, 3e5, 0.2501],
  ] as const) {
    expectClose(betainc(a, b, x), betaincc(b, a, 1 - x), { relative: 1e-9 });
  }
});

test("edges: 0, 1, shapes of 0, and what is outside", () => {
  expect(betainc([0, 2, 2], [2, 0, 3], 0.5).toArray()).toEqual([1, 0, 0.6875]);
  expect(betainc([2, 2, -1, 2], 3, [-0.1, 1.1, 0.5, NaN]).toArray()).toEqual([NaN, NaN, NaN, NaN]);
  expect(betaincinv(2, 3, [0, 1, -0.1, 1.1]).toArray()).toEqual([0, 1, NaN, NaN]);
  expect(betainccinv(2, 3, [0, 1]).toArray()).toEqual([1, 0]);
  expect(betainc(tensor([2], { dtype: "float32" }), 3, 0.5).dtype).toBe("float32");
  expect(() => betainc([1, 2], [1, 2, 3], 0.5)).toThrow(ShapeError);
});

test("derivatives by a small shape, by mpmath", () => {
  const cases = [
    [1e-6, 20, 1e-8, -14.872721667697533, 5.1270049079012213e-8],
    [1e-4, 2, 1e-5, -10.501988921703655, 6.4422623277071757e-5],
    [
      1.246131369706122e-7, 0.08503957879225414, 4.984532185470183e-7, -26.139076583884734,
      1.7413502360572698e-5,
    ],
  ] as const;
  for (const [a, b, x, byA, byB] of cases) {
    expectClose(grad((s) => betainc(s, b, x))(a), byA, { relative: 1e-14 });
    expectClose(grad((s) => betainc(a, s, x))(b), byB, { relative: 1e-14 });
  }
  const x = 2 ** -17;
  const upper = grad((s) => betaincc(2, s, 1 - x))(1e-4);
  expectClose(upper, grad((s) => betainc(s, 2, x))(1e-4), { relative: 1e-14 });
});

test("curvatures at the ends", () => {
  const atZero = (a: number): number => grad(grad((x: TensorLike) => betainc(a, 3, x)))(0).item();
  const atOne = (b: number): number => grad(grad((x: TensorLike) => betainc(3, b, x)))(1).item();
  const shapes = [0.5, 1, 1.5, 2, 3];
  // Of 1 − (1 − x)³ and 6x² − 8x³ + 3x⁴ for the whole ones.
  expectClose(shapes.map(atZero), [-Infinity, -6, Infinity, 12, 0]);
  expectClose(shapes.map(atOne), [Infinity, 6, -Infinity, -12, 0]);
});

test("inverses undo, in both tails", () => {
  for (const [a, b] of [
    [2, 3],
    [0.5, 0.5],
    [0.05, 20],
    [500, 0.7],
    [1e6, 2e6],
  ] as const) {
    const p = [a < 1 ? 1e-10 : 1e-300, 1e-12, 0.01, 0.3, 0.5];
    expectClose(betainc(a, b, betaincinv(a, b, p)), p, { relative: 1e-9 });
    if (b >= 1) expectClose(betaincc(a, b, betainccinv(a, b, p.slice(2))), p.slice(2), { relative: 1e-9 });
  }
});

test("derivatives keep the laws of a primitive, by all arguments", () => {
  const shapes = [
    [0.7, 2.5, 9, 3],
    [1.6, 0.8, 4, 30],
  ];
  for (const f of [betainc, betaincc]) checkPrimitive(f, [...shapes, [0.3, 0.6, 0.75, 0.06]]);
  for (const f of [betaincinv, betainccinv]) checkPrimitive(f, [...shapes, [0.3, 0.6, 0.2, 0.5]]);
  checkPrimitive(logBeta, shapes);
});

test("derivatives by a shape keep their digits in the far tails", () => {
  for (const [a, b, x] of [
    [3, 5, 1e-20],
    [400, 300, 0.1],
    [400, 300, 0.9],
    [1e-3, 2, 0.4],
    [2e5, 3e5, 0.39],
  ] as const) {
    const lower = x < a / (a + b);
    const f = (s: Tensor): Tensor => (lower ? betainc(s, b, x) : betaincc(s, b, x));
    const [expected] = finiteDifferences((s) => [f(s)], [tensor(a)], [tensor(1)], a / 4096);
    expectClose(grad(f)(tensor(a)), expected, { relative: 1e-7 });
  }
});

test("the slope of log B keeps its digits beside large arguments", () => {
  // ψ(a) − ψ(a + b) → −b/a
  expectClose(grad((a: Tensor) => logBeta(a, 0.5))(tensor(1e12)), -5e-13, { relative: 1e-11 });
  expectClose(grad((a: Tensor) => logBeta(a, 2))(tensor(3)), -1 / 3 - 1 / 4, { relative: 1e-14 });
  expectClose(grad((a: Tensor) => logBeta(a, 1))(tensor(1e-200)), -1e200, { relative: 1e-14 });
});

test("logarithms of beta functions and binomial coefficients, small, large and mixed", () => {
  expectClose(
    logBeta([1, 2, 0.5, 1e-300], [1, 3, 0.5, 1]),
    [0, -Math.log(12), Math.log(Math.PI), 300 * Math.LN10],
    {
      relative: 1e-14,
      absolute: 1e-15,
    },
  );
  // B(a, ½) → √(π/a)
  expectClose(logBeta(1e16, 0.5), 0.5 * Math.log(Math.PI / 1e16), { relative: 1e-15 });
  expectClose(logBinomial(5, [0, 1, 2, 5, 6, -1]), [0, Math.log(5), Math.log(10), 0, -Infinity, -Infinity], {
    absolute: 1e-14,
  });
  expectClose(logBinomial(1e15, 2), Math.log(1e15) + Math.log(1e15 - 1) - Math.LN2, { relative: 1e-14 });
  expect(logBeta([0, -1], [1, 1]).toArray()).toEqual([Infinity, NaN]);
});
