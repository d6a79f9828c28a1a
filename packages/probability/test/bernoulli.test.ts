import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import { bernoulli } from "../src/index.ts";
import type { Bernoulli } from "../src/index.ts";
import cases from "./fixtures/bernoulli.json" with { type: "json" };

const make = (parameters: { probs?: number; logits?: number }): Bernoulli =>
  parameters.probs === undefined
    ? bernoulli({ logits: parameters.logits! })
    : bernoulli({ probs: parameters.probs });

test("values agree with mpmath, however sure the outcome", () => {
  for (const expected of reviveNumbers(cases)) {
    const d = make(expected.parameters);
    const { x } = expected;
    expectClose(d.logProb(x), expected.logProb, { relative: 1e-14 });
    expectClose(d.logCdf(x), expected.logCdf, { relative: 1e-14 });
    expectClose(d.cdf(x), expected.cdf, { relative: 1e-14 });
    expectClose(d.survival(x), expected.survival, { relative: 1e-14 });
    expectClose(d.mean, expected.mean, { relative: 1e-14 });
    expectClose(d.variance, expected.variance, { relative: 1e-14 });
    expectClose(d.entropy(), expected.entropy, { relative: 1e-13 });
  }
});

test("certain outcomes are exact: 0 log 0 = 0, and what is impossible is −∞", () => {
  expectClose(bernoulli({ probs: [0, 1] }).logProb([[0], [1]]), [
    [0, -Infinity],
    [-Infinity, 0],
  ]);
  expectClose(bernoulli({ probs: [0, 1] }).entropy(), [0, 0]);
  expectClose(bernoulli({ logits: [1000, -1000] }).logProb([[0], [1]]), [
    [-1000, 0],
    [0, -1000],
  ]);
  expectClose(bernoulli({ logits: [1000, -1000] }).entropy(), [0, 0]);
});

test("gradients are finite where the outcome is possible, at the ends too", () => {
  const score = (x: number) => grad((p: Tensor) => bernoulli({ probs: p }).logProb(x));
  expectClose(score(0)(tensor(0)), -1);
  expectClose(score(1)(tensor(1)), 1);
  expectClose(score(1)(tensor(0.25)), 4);
  expectClose(grad((l: Tensor) => bernoulli({ logits: l }).logProb(1))(tensor(-1000)), 1);
  expectClose(grad((l: Tensor) => bernoulli({ logits: l }).logProb(0))(tensor(-1000)), 0);
  expectClose(grad((p: Tensor) => bernoulli({ probs: p }).logCdf(2))(tensor(1)), 0);
  expectClose(grad((p: Tensor) => bernoulli({ probs: p }).entropy())(tensor(0.5)), 0, { absolute: 1e-15 });
});

test("the gradient has the parameter that was given", () => {
  expectClose(grad((d: Bernoulli) => d.logProb(1))(bernoulli({ probs: 0.5 })), {
    probs: 2,
  });
  expectClose(grad((d: Bernoulli) => d.logProb(1))(bernoulli({ logits: 0 })), {
    logits: 0.5,
  });
});

test("vmap equals a loop", () => {
  const logProb = vmap((p: Tensor, x: Tensor) => bernoulli({ probs: p }).logProb(x))(
    tensor([0, 0.25, 1]),
    tensor([0, 1, 0]),
  );
  expectClose(logProb, [0, Math.log(0.25), -Infinity]);
});

test("samples are zeros and ones of the shape asked for", () => {
  const draws = bernoulli({ probs: [0, 0.5, 1] }).sample(key(0), [100]);
  expect(draws.shape).toEqual([100, 3]);
  expect(draws.dtype).toBe("float64");
  expect(new Set(draws.data)).toEqual(new Set([0, 1]));
  for (let i = 0; i < 100; i++) expect([draws.data[3 * i], draws.data[3 * i + 2]]).toEqual([0, 1]);
});

test("places between and outside the outcomes, and NaN", () => {
  const d = bernoulli({ probs: 0.25 });
  expectClose(d.prob([-1, 0.5, 2, Infinity, NaN]), [0, 0, 0, 0, NaN]);
  expectClose(d.cdf([-Infinity, -0.1, 0, 0.9, 1, Infinity, NaN]), [0, 0, 0.75, 0.75, 1, 1, NaN]);
  expectClose(d.quantile([0, 0.75, 0.7500001, 1]), [0, 0, 1, 1]);
  expectClose(bernoulli({ probs: [0.2, 0.5, 0.8] }).mode, [0, 0, 1]);
});

test("float32 parameters stay float32", () => {
  for (const d of [
    bernoulli({ probs: tensor([0.5], { dtype: "float32" }) }),
    bernoulli({ logits: tensor([0.5], { dtype: "float32" }) }),
  ]) {
    for (const result of [
      d.mean,
      d.variance,
      d.mode,
      d.entropy(),
      d.logProb(1),
      d.cdf(0),
      d.logCdf(0),
      d.survival(0),
      d.quantile(0.5),
      d.sample(key(0)),
    ]) {
      expect(result.dtype).toBe("float32");
    }
  }
});

test("parameters outside their domain are refused by name and value", () => {
  expect(() => bernoulli({ probs: [0.5, 1.1] })).toThrow(
    "bernoulli: probs must be between 0 and 1, got 1.1 at flat index 1; sigmoid or softmax turn logits into probabilities",
  );
  expect(() => bernoulli({ probs: NaN })).toThrow(DomainError);
  expect(() => bernoulli({ logits: Infinity })).toThrow("bernoulli: logits must be finite, got Infinity");
  expect(() => bernoulli({} as { probs: number })).toThrow(
    "bernoulli: give either probs or logits, and not both",
  );
  expect(() => bernoulli({ probs: 1, logits: 1 } as { probs: number })).toThrow(
    "give either probs or logits",
  );
});
