import { DomainError } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { __camel__ } from "../src/index.ts";

// The laws of every distribution are put to the cases in families.ts. Here stand values that were computed elsewhere.
test("the tails keep their digits", () => {
  expectClose(__camel__().logCdf([-800, 40]), [-800, -4.248354255291589e-18]);
  expectClose(__camel__().quantile(1e-300), -690.7755278982137);
});

test("parameters broadcast, and infinities pass through", () => {
  expect(__camel__({ mean: [[0], [10]], scale: [1, 2, 3] }).batchShape).toEqual([2, 3]);
  expectClose(__camel__().logProb([Infinity, -Infinity, NaN]), [-Infinity, -Infinity, NaN]);
});

test("a scale that is not positive is refused by name and value", () => {
  expect(() => __camel__({ scale: 0 })).toThrow(DomainError);
  expect(() => __camel__({ scale: -1 })).toThrow("__camel__: scale must be positive and finite, got -1");
});
