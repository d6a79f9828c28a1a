import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, mean, ShapeError, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { empirical, empiricalFamily, fit } from "../src/index.ts";
import type { Empirical } from "../src/index.ts";

test("points that are equal add their shares, and order does not matter", () => {
  const d = empirical([2, -1, 2, 0.5, 2], { weights: [1, 2, 0.5, 0, 1.5] });
  expectClose(d.prob([-1, 0.5, 2, 7]), [0.4, 0, 0.6, 0]);
  expectClose(d.logProb([0.5, 1]), [-Infinity, -Infinity]);
  expectClose(d.entropy(), -(0.4 * Math.log(0.4) + 0.6 * Math.log(0.6)));
  expectClose([d.mean.item(), d.variance.item(), d.mode.item()], [0.8, 2.16, 2]);
  expectClose([d.support.low.item(), d.support.high.item()], [-1, 2]);
  expect(d.support.kind).toBe("points");
});

test("a level that is a share of the points is reached by rounding too", () => {
  for (const n of [3, 7, 10, 49, 100, 1000]) {
    const d = empirical(Array.from({ length: n }, (_, i) => i + 1));
    const levels = Array.from({ length: n }, (_, i) => (i + 1) / n);
    expectClose(
      d.quantile(levels),
      levels.map((_, i) => i + 1),
    );
    expectClose(
      d.upperQuantile(levels),
      levels.map((_, i) => (i === n - 1 ? 1 : n - i - 1)),
    );
  }
});

test("points without weight are not there", () => {
  const d = empirical([0, 1, 2, 3], { weights: [0, 1, 1, 0] });
  expectClose(d.quantile([0, 0.5, 1]), [1, 1, 2]);
  expectClose(d.upperQuantile([0, 0.5, 1]), [2, 1, 1]);
  expect(new Set(d.sample(key(1), [200]).data)).toEqual(new Set([1, 2]));
  expectClose(empirical([1, 2], { weights: [1e-30, 1] }).prob(1), 1e-30);
});

test("places between the points and infinite ones have the shares of a step function", () => {
  const d = empirical([1, 2, 4]);
  expectClose(d.cdf([-Infinity, 0.9, 1, 3.9, Infinity]), [0, 0, 1 / 3, 2 / 3, 1]);
  expectClose(d.survival([-Infinity, 1, 3.9, 4]), [1, 2 / 3, 1 / 3, 0]);
  expectClose(d.logCdf(4), 0);
  expectClose(d.logSurvival(4), -Infinity);
});

test("it differentiates in weights and points", () => {
  const d = empirical([1, 2, 4], { weights: [1, 1, 2] });
  const score = grad((other: Empirical) => other.logProb(2))(d);
  expectClose(score, { samples: [0, 0, 0], weights: [-0.25, 0.75, -0.25] });
  const slope = grad((other: Empirical) => sum(other.sample(key(2), [8])))(d);
  expectClose(sum(slope.samples), 8);
  expectClose(grad((x: Tensor) => empirical(x).variance)(tensor([0, 2])), [-1, 1]);
  expect(
    grad((other: Empirical) => other.entropy())(empirical([1, 2], { weights: [0, 1] })).weights.data,
  ).toSatisfy((values: Float64Array) => !values.some(Number.isNaN));
});

test("a batch is as good as each by itself, also by vmap and where places broadcast", () => {
  const samples = tensor([
    [1, 2, 4],
    [3, 3, 0],
  ]);
  const d = empirical(samples, { weights: [1, 2, 1] });
  expect([d.batchShape, d.eventShape]).toEqual([[2], []]);
  expectClose(d.cdf([[2], [3]]), [
    [0.75, 0.25],
    [0.75, 1],
  ]);
  expectClose(d.cdf(2), [0.75, 0.25]);
  expectClose(d.mode, [2, 3]);
  expectClose(d.quantile([0.5, 0.1]), [2, 0]);
  expect(d.sample(key(0), [5]).shape).toEqual([5, 2]);
  const mapped = vmap((row: Tensor) => empirical(row, { weights: [1, 2, 1] }).cdf([2, 3]))(samples);
  expectClose(mapped, [
    [0.75, 0.75],
    [0.25, 1],
  ]);
  expect(empirical([[[1, 2]], [[3, 4]]]).logProb([0, 1, 2]).shape).toEqual([2, 3]);
});

test("a fit is the observations themselves", () => {
  const fitted = fit(empiricalFamily, [4, 1, 1], { weights: [2, 1, 1] });
  expectClose(fitted.prob([1, 4]), [0.5, 0.5]);
  expectClose(
    fit(empiricalFamily, [
      [0, 10],
      [2, 30],
    ]).mean,
    [1, 20],
  );
});

test("what is no distribution is refused", () => {
  expect(() => empirical([])).toThrow(ShapeError);
  expect(() => empirical(3)).toThrow(
    "empirical: samples must have points along the last axis, got the shape []",
  );
  expect(() => empirical([1, NaN])).toThrow(DomainError);
  expect(() => empirical([1, 2], { weights: [1, -1] })).toThrow(
    "empirical: weights must be from 0 and finite",
  );
  expect(() => empirical([1, 2], { weights: [0, 0] })).toThrow("got the sum 0");
  expect(() => empirical([1, 2], { weights: [1, 2, 3] })).toThrow("weights must have the length 2");
  expect(mean(empirical([1, 2]).sample(key(1), [10])).item()).toBeGreaterThan(0.9);
});
