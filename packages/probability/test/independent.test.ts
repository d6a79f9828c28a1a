import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, ones, ShapeError } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { bernoulli, independent, normal } from "../src/index.ts";
import type { Independent } from "../src/index.ts";

const base = normal({
  mean: [
    [0, 1, 2],
    [3, 4, 5],
  ],
  scale: [1, 2, 4],
});

test("batch axes become axes of one draw", () => {
  const d = independent(base);
  expect([d.batchShape, d.eventShape]).toEqual([[2], [3]]);
  expect(d.support.kind).toBe("reals");
  const x = [0.5, -1, 3];
  const parts = base.logProb(x).toArray() as number[][];
  expectClose(
    d.logProb(x),
    parts.map(([a, b, c]) => a! + b! + c!),
  );
  expect(d.logProb(x).shape).toEqual([2]);
  expect(d.sample(key(1), [5]).shape).toEqual([5, 2, 3]);
  expectClose(d.sample(key(1), [5]), base.sample(key(1), [5]));
  expectClose(d.mean, base.mean);
  expectClose(
    d.entropy(),
    [base.entropy(), base.entropy()].map((_, i) =>
      (base.entropy().toArray() as number[][])[i]!.reduce((a, b) => a + b, 0),
    ),
  );
  expectClose(d.covariance, [
    [
      [1, 0, 0],
      [0, 4, 0],
      [0, 0, 16],
    ],
    [
      [1, 0, 0],
      [0, 4, 0],
      [0, 0, 16],
    ],
  ]);
});

test("the rank says how many axes, none for 0", () => {
  const all = independent(base, 2);
  expect([all.batchShape, all.eventShape]).toEqual([[], [2, 3]]);
  const x = ones([2, 3]);
  expectClose(all.logProb(x), independent(independent(base)).logProb(x));
  expect(() => all.covariance).toThrow("only vectors have a matrix of covariances");
  const none = independent(base, 0);
  expectClose(none.logProb(1), base.logProb(1));
  expect(none.eventShape).toEqual([]);
});

test("the probability that no part is above its x is a product", () => {
  const d = independent(normal({ mean: [0, 1] }));
  expectClose(d.cdf([0, 1]), 0.25);
  expectClose(d.logCdf([-40, 1]), normal().logCdf(-40).item() - Math.LN2);
  expect(() => d.quantile(0.5)).toThrow("independent.quantile: there is none: vectors have no order");
  expect(() => d.survival([0, 0])).toThrow(DomainError);
});

test("parts may be integers, and gradients and vmap reach the base", () => {
  const d = independent(bernoulli({ probs: [0.5, 0.25] }));
  expectClose(d.prob([1, 0]), 0.375);
  expect(d.support.kind).toBe("counts");
  const slope = grad((other: Independent<ReturnType<typeof normal>>) => other.logProb([1, 1]))(
    independent(normal({ mean: [0, 0], scale: [1, 1] })),
  );
  expectClose(slope.base.mean, [1, 1]);
  const mapped = vmap((one: Independent) => one.logProb([0, 0, 0]))(
    independent(
      normal({
        mean: [
          [0, 1, 2],
          [3, 4, 5],
        ],
        scale: [
          [1, 1, 1],
          [2, 2, 2],
        ],
      }),
    ),
  );
  expect(mapped.shape).toEqual([2]);
});

test("a base with fewer axes is refused", () => {
  expect(() => independent(normal())).toThrow(ShapeError);
  expect(() => independent(base, 3)).toThrow(
    "independent: rank is 3, but the base has the batch shape [2, 3]",
  );
  expect(() => independent(base, -1)).toThrow("independent: rank must be a whole number from 0, got -1");
});
