import { grad } from "@adjoint/autodiff";
import { normal } from "@adjoint/probability";
import type { Normal } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { DomainError } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { entropy, estimateEntropy, estimateKlDivergence, klDivergence } from "../src/index.ts";

const [p, q] = [normal({ mean: [0, 1], scale: 2 }), normal({ mean: -0.5, scale: 3 })];

test("an estimate lies within a few of its standard errors of the truth, batch by batch", () => {
  for (const seed of [1, 2, 3]) {
    const { value, standardError } = estimateKlDivergence(p, q, key(seed));
    const exact = klDivergence(p, q).data;
    expect(value.shape).toEqual([2]);
    for (const [i, error] of standardError.data.entries()) {
      expect(Math.abs(value.data[i]! - exact[i]!)).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.02);
    }
  }
});

test("the standard error is the spread of estimates from other keys", () => {
  const estimates = Array.from({ length: 200 }, (_, seed) => estimateEntropy(q, key(seed), { count: 50 }));
  const values = estimates.map(({ value }) => value.item() - entropy(q).item());
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  const said = estimates.reduce((sum, { standardError }) => sum + standardError.item(), 0) / values.length;
  expect(Math.abs(spread / said - 1)).toBeLessThan(0.15);
});

test("it differentiates in q and, through the samples, in p, and counts bits", () => {
  const slope = (which: 0 | 1) =>
    grad((a: Normal, b: Normal) => estimateKlDivergence(a, b, key(1), { count: 20_000 }).value, {
      argnums: which,
    })(normal({ mean: 1 }), normal({ mean: 0.5, scale: 2 }));
  const exact = (which: 0 | 1) =>
    grad((a: Normal, b: Normal) => klDivergence(a, b), { argnums: which })(
      normal({ mean: 1 }),
      normal({ mean: 0.5, scale: 2 }),
    );
  expectClose(slope(0), exact(0), { absolute: 0.02 });
  expectClose(slope(1), exact(1), { absolute: 0.02 });
  const [nats, bits] = (["nats", "bits"] as const).map((base) => estimateEntropy(q, key(1), { base }).value);
  expectClose(bits, nats!.item() / Math.LN2);
});

test("one sample has no error to tell", () => {
  expect(() => estimateEntropy(q, key(1), { count: 1 })).toThrow(DomainError);
});
