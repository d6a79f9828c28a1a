import { key } from "@adjoint/random";
import { DomainError } from "@adjoint/tensor";
import { checkDistribution, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { __camel__ } from "../src/index.ts";

test("__kebab__ distributions obey the laws of a distribution", () => {
  for (const [seed, parameters] of [
    { mean: 0, scale: 1 },
    { mean: -3.5, scale: 0.02 },
    { mean: 1e4, scale: 700 },
  ].entries()) {
    const d = __camel__(parameters);
    checkDistribution(d, {
      name: JSON.stringify(parameters),
      sample: (count) => d.sample(key(seed), [count]),
    });
  }
});

test("parameters broadcast, and infinities pass through", () => {
  const d = __camel__({ mean: [[0], [10]], scale: [1, 2, 3] });
  expect(d.batchShape).toEqual([2, 3]);
  expectClose(__camel__().logProb([Infinity, -Infinity, NaN]), [-Infinity, -Infinity, NaN]);
  expectClose(__camel__().quantile([0, 1]), [-Infinity, Infinity]);
});

test("a scale that is not positive is refused by name and value", () => {
  expect(() => __camel__({ scale: 0 })).toThrow(DomainError);
  expect(() => __camel__({ scale: -1 })).toThrow("__camel__: scale must be positive and finite, got -1");
});
