import { grad } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, mean, ShapeError, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { bernoulliFamily, fit, normal, normalFamily } from "../src/index.ts";

test("a fit is where the score of the observations is 0", () => {
  const x = normal({ mean: 3, scale: 2 }).sample(key(1), [100]);
  const fitted = fit(normalFamily, x);
  const score = grad((d: typeof fitted) => mean(d.logProb(x)))(fitted);
  expectClose(score, { mean: 0, scale: 0 }, { absolute: 1e-14 });
});

test("further axes are a batch, and weights count observations", () => {
  const two = fit(normalFamily, [
    [0, 10],
    [2, 30],
  ]);
  expectClose(two.parameters, { mean: [1, 20], scale: [1, 10] });
  const repeated = fit(normalFamily, [0, 1, 1, 1]);
  expectClose(fit(normalFamily, [0, 1], { weights: [1, 3] }).parameters, repeated.parameters);
  expectClose(fit(bernoulliFamily, [0, 1], { weights: [3, 1] }).mean, 0.25);
});

test("a fit differentiates in the observations", () => {
  const slope = grad((x: Tensor) => fit(normalFamily, x).mean)(tensor([1, 2, 5, 8]));
  expectClose(slope, [0.25, 0.25, 0.25, 0.25]);
});

test("what cannot be fitted is refused", () => {
  expect(() => fit(normalFamily, 1)).toThrow(ShapeError);
  expect(() => fit(normalFamily, [])).toThrow("fit: samples must have observations along axis 0, got [0]");
  expect(() => fit(normalFamily, [1, 1])).toThrow("fit(normal): scale must be positive and finite, got 0");
  expect(() => fit(normalFamily, [1, 2], { weights: [1] })).toThrow("weights must have the shape [2]");
  expect(() => fit(normalFamily, [1, 2], { weights: [1, -1] })).toThrow(DomainError);
  expect(() => fit(normalFamily, [1, 1])).toThrow("too few, all equal, or at an end of the support");
  expect(() => fit(normalFamily, [1, Number.NaN])).toThrow(
    "fit(normal): samples must be finite, got NaN at flat index 1; leave such observations out",
  );
  const closed = { ...normalFamily, fit: "its likelihood has no maximum" };
  expect(() => fit(closed, [1, 2])).toThrow("the family normal has no fit of its own: its likelihood has no");
  expect(sum(fit(normalFamily, [1, 2]).variance).item()).toBe(0.25);
});
