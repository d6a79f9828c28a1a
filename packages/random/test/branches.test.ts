import { binomial, gamma, gumbelSoftmax, key, poisson } from "@adjoint/random";
import { gammainc, gammaincc, poissonDeviance, stirlingError } from "@adjoint/special";
import type { Tensor } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import { logBinomialWeight, logPoissonMass } from "../src/log-mass.ts";
import { frequencyScore, kolmogorovSmirnov } from "./statistics.ts";

const n = 40_000;
const follows = (sample: Tensor, prob: (k: number) => number): void =>
  expect(frequencyScore(sample.data as Float64Array, prob)).toBeLessThan(3.5);

describe("where an algorithm changes to another, both sides follow the distribution", () => {
  test.each([
    [40, 0.2499],
    [40, 0.2501],
    [40, 0.7499],
    [40, 0.7501],
    [25, 0.4],
    [10_000, 0.000_999],
    [10_000, 0.001_001],
    [1000, 0.5],
    [1000, 0.500_001],
  ])("binomial of %d trials with %d", (total, p) => {
    // The ratio of neighbouring probabilities, from the mode, knows nothing of factorials.
    const mode = Math.floor((total + 1) * p);
    const masses = new Map([[mode, 1]]);
    const odds = p / (1 - p);
    for (let k = mode; k < total; k++) masses.set(k + 1, masses.get(k)! * ((total - k) / (k + 1)) * odds);
    for (let k = mode; k > 0; k--) masses.set(k - 1, masses.get(k)! / (((total - k + 1) / k) * odds));
    const sum = [...masses.values()].reduce((a, b) => a + b, 0);
    follows(binomial(key(40), [n], { total, probs: p }), (k) => masses.get(k)! / sum);
  });

  test.each([9.99999, 10, 10.5, 13.7])("Poisson of rate %d", (rate) => {
    // Differences of the distribution function, which is an incomplete gamma function.
    const cdf = (k: number): number => (k < 0 ? 0 : gammaincc(k + 1, rate).item());
    follows(poisson(key(41), [n], { rate }), (k) => cdf(k) - cdf(k - 1));
  });

  test.each([1 - 1e-12, 1, 1 + 1e-12, 0.3334])("gamma of shape %d", (a) => {
    const sample = gamma(key(42), [n], { concentration: a }).data as Float64Array;
    expect(kolmogorovSmirnov(sample, (x) => gammainc(a, x).item())).toBeLessThan(1.95);
  });

  test("gamma of a tiny shape, where half of the draws underflow", () => {
    const sample = gamma(key(43), [n], { concentration: 0.001 });
    // P(X = 0) is that of rounding to 0: log X below −745.13
    const score = frequencyScore(
      sample.data.map((x) => (x === 0 ? 0 : 1)),
      (k) => {
        const below = Math.exp(0.001 * -745.133_219_101_941_1 + 0.001 * 0.577_215_664_901_532_9);
        return k === 0 ? below : 1 - below;
      },
    );
    expect(score).toBeLessThan(3.5);
    const positive = (sample.data as Float64Array).filter((x) => x > 0);
    const atLeast = gammainc(0.001, 5e-324).item();
    expect(
      kolmogorovSmirnov(positive, (x) => (gammainc(0.001, x).item() - atLeast) / (1 - atLeast)),
    ).toBeLessThan(1.95);
  });
});

test("masses are accurate where their factorials are not", () => {
  for (const rate of [3, 60, 1e6, 1e15]) {
    for (const z of [-1.5, 0, 0.3, 7]) {
      const k = Math.round(rate + z * Math.sqrt(rate));
      const exact =
        k === 0
          ? -rate
          : -poissonDeviance(k, rate).item() - stirlingError(k).item() - 0.5 * Math.log(2 * Math.PI * k);
      expect(Math.abs(logPoissonMass(k, rate) - exact)).toBeLessThan(2e-10);
    }
  }
  // 10 choose 3 and 10 choose 4 at p = 1/4
  expect(logBinomialWeight(3, 10, 0.25, 0.75) - logBinomialWeight(4, 10, 0.25, 0.75)).toBeCloseTo(
    Math.log((120 * 3) / 210),
    10,
  );
  expect(logBinomialWeight(0, 10, 0.25, 0.75) - logBinomialWeight(10, 10, 0.25, 0.75)).toBeCloseTo(
    10 * Math.log(3),
    10,
  );
});

test("soft choices with impossible outcomes, without outcomes, and of another shape", () => {
  const never = gumbelSoftmax(key(44), [3, 2], { logits: [-Infinity, 0] });
  expect(never.toArray()).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(gumbelSoftmax(key(44), [2, 0], { logits: [] }).shape).toEqual([2, 0]);
  const rows = [
    [1, 2],
    [3, 4],
  ];
  expect(() => gumbelSoftmax(key(44), [2], { logits: rows })).toThrow(
    "gumbelSoftmax: parameters of shape [2, 2] do not broadcast into the shape [2]",
  );
});
