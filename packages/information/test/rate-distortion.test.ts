import { grad, hessian, vmap } from "@adjoint/autodiff";
import { NotDifferentiableError, ShapeError, softmax, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { expect, test } from "vitest";
import { entropy, rateDistortion, rateDistortionCurve } from "../src/index.ts";

const entropyOf = (p: number): number =>
  p === 0 || p === 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
const hamming = (n: number): number[][] =>
  Array.from({ length: n }, (_, x) => Array.from({ length: n }, (_symbol, y) => (x === y ? 0 : 1)));

test("a binary source with Hamming distortion has R(D) = H(p) − H(D)", () => {
  for (const p of [0.5, 0.3, 0.1]) {
    const curve = (target: number): number =>
      rateDistortion([p, 1 - p], hamming(2), { target, base: "bits" }).rate.item();
    for (const share of [0, 1e-3, 0.25, 0.5, 0.9]) {
      expectClose(curve(share * p), entropyOf(p) - entropyOf(share * p), { relative: 1e-8 });
    }
    expect(curve(p)).toBe(0);
    expect(curve(0.7)).toBe(0);
  }
});

test("n equal symbols with Hamming distortion have R(D) = log n − H(D) − D log(n − 1)", () => {
  const n = 5;
  for (const target of [0.05, 0.3, 0.7]) {
    const { rate, distortion, slope, gap, converged } = rateDistortion(
      Array.from({ length: n }, () => 1 / n),
      hamming(n),
      { target, base: "bits" },
    );
    expectClose(rate, Math.log2(n) - entropyOf(target) - target * Math.log2(n - 1), { relative: 1e-9 });
    expectClose(distortion, target, { relative: 1e-12 });
    expectClose(slope, Math.log2(((1 - target) / target) * (n - 1)), { relative: 1e-6 });
    expect(gap.item()).toBeLessThan(1e-9);
    expect(converged.toArray()).toBe(true);
  }
});

test("forbidden reproductions: an erasure source has a straight curve, R(D) = 1 − D", () => {
  const erasure = [
    [0, Infinity, 1],
    [Infinity, 0, 1],
  ];
  for (const target of [0, 0.25, 0.5, 1]) {
    const { rate, distortion } = rateDistortion([0.5, 0.5], erasure, { target, base: "bits" });
    expectClose(rate, 1 - target, { relative: 1e-8, absolute: 1e-12 });
    expectClose(distortion, target, { absolute: 1e-12 });
  }
});

test("a point by its slope lies on the curve by distortions, which is convex and falls", () => {
  const p = softmax(randomTensor([4], { seed: 2 }));
  const distortion = randomTensor([4, 3], { seed: 3, low: 0, high: 2 });
  for (const slope of [0.5, 2, 8]) {
    const point = rateDistortion(p, distortion, { slope, base: "bits" });
    const same = rateDistortion(p, distortion, { target: point.distortion, base: "bits" });
    expectClose(same.rate, point.rate, { relative: 1e-8, absolute: 1e-9 });
    expectClose(point.slope, slope);
  }
  const curve = rateDistortionCurve(p, distortion, { points: 9 });
  const rates = curve.rate.toArray() as number[];
  rates.slice(1).forEach((rate, i) => expect(rate).toBeLessThan(rates[i]!));
  rates
    .slice(2)
    .forEach((rate, i) => expect(rates[i]! + rate).toBeGreaterThanOrEqual(2 * rates[i + 1]! - 1e-9));
  expect(rates.at(-1)).toBe(0);
  expectClose(rateDistortionCurve(p, hamming(4)).rate.data[0], entropy(p), { relative: 1e-9 });
});

test("derivatives hold the best reproduction fixed, and agree with differences", () => {
  const logits = randomTensor([3], { seed: 5 });
  const distortion = [
    [0, 1, 2],
    [1, 0, 1.5],
    [2, 1, 0],
  ];
  checkPrimitive(
    (z, d, target) => rateDistortion(softmax(z), d, { target, tolerance: 1e-14 }).rate,
    [logits, distortion, 0.25],
    { name: "rateDistortion", order: 1, step: 1 / 64, tolerance: 1e-6 },
  );
  const rate = (target: Tensor): Tensor => rateDistortion([0.5, 0.5], hamming(2), { target }).rate;
  expectClose(grad(rate)(0.2), -Math.log(4), { relative: 1e-8 });
  expect(() => hessian(rate)(tensor(0.2))).toThrow(NotDifferentiableError);
  const atSlope = (p: Tensor): Tensor => rateDistortion(p, hamming(2), { slope: 1 }).rate;
  expect(() => grad(atSlope)(tensor([0.5, 0.5]))).toThrow("give a target, at which the derivative is known");
});

test("targets, sources and maps are batches", () => {
  const p = tensor([
    [0.5, 0.5],
    [0.2, 0.8],
  ]);
  const expected = [1 - entropyOf(0.1), entropyOf(0.2) - entropyOf(0.1)];
  const found = rateDistortion(p, hamming(2), { target: 0.1, base: "bits" });
  expectClose(found.rate, expected, { relative: 1e-9 });
  expect(found.conditional.shape).toEqual([2, 2, 2]);
  expectClose(sum(found.conditional, { axis: -1 }), [
    [1, 1],
    [1, 1],
  ]);
  const mapped = vmap((x: Tensor) => rateDistortion(x, hamming(2), { target: 0.1, base: "bits" }).rate);
  expectClose(mapped(p), expected, { relative: 1e-9 });
  expect(
    rateDistortion(tensor([0.5, 0.5], { dtype: "float32" }), hamming(2), { target: 0.1 }).rate.dtype,
  ).toBe("float32");
});

test("what cannot be reached or is no distortion is refused", () => {
  const p = [0.5, 0.5];
  expect(() =>
    rateDistortion(
      p,
      [
        [1, 2],
        [2, 1],
      ],
      { target: 0.5 },
    ),
  ).toThrow("rateDistortion: no reproduction has the mean distortion 0.5; the least that is possible is 1");
  expect(() => rateDistortion(p, hamming(3), { target: 0.5 })).toThrow(ShapeError);
  expect(() => rateDistortion(p, hamming(2), {})).toThrow("give either target or slope, got neither");
  expect(() => rateDistortion(p, hamming(2), { slope: -1 })).toThrow("slope must be a number from 0, got -1");
  expect(() =>
    rateDistortion(
      p,
      [
        [0, NaN],
        [1, 0],
      ],
      { slope: 1 },
    ),
  ).toThrow("distortion must be numbers or Infinity");
  expect(() =>
    rateDistortionCurve(p, [
      [0, Infinity],
      [Infinity, 0],
    ]),
  ).toThrow("every reproduction is forbidden");
});
