import { grad, hessian } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { mean, mul, square, stopGradient, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { bernoulli, categorical, normal, poisson, scoreFunction } from "../src/index.ts";
import type { Distribution } from "../src/index.ts";

/** The expectation of the surrogate over all outcomes, of which only it knows how probable they are. */
const enumerated = (
  of: (p: Tensor) => Distribution,
  outcomes: readonly number[],
  cost: (x: Tensor, p: Tensor) => Tensor,
  baseline: number,
): { readonly exact: (p: Tensor) => Tensor; readonly estimated: (p: Tensor) => Tensor } => {
  const x = tensor(outcomes);
  return {
    exact: (p) => sum(mul(of(p).prob(x), cost(x, p))),
    estimated: (p) =>
      sum(mul(stopGradient(of(p).prob(x)), scoreFunction(of(p), x, cost(x, p), { baseline }))),
  };
};

describe("the expectation over all outcomes has the exact value and derivatives of two orders", () => {
  const cases = {
    "a Bernoulli trial": [(p: Tensor) => bernoulli({ probs: p }), [0, 1], tensor(0.3)],
    "a categorical choice": [(p: Tensor) => categorical({ logits: p }), [0, 1, 2], tensor([0.2, -1, 0.7])],
    "a Poisson count": [
      (p: Tensor) => poisson({ rate: p }),
      Array.from({ length: 60 }, (_, k) => k),
      tensor(2.5),
    ],
  } as const;
  for (const [title, [of, outcomes, at]] of Object.entries(cases)) {
    test.each([0, 1.7])(`${title}, with the baseline %d`, (baseline) => {
      const cost = (x: Tensor, p: Tensor): Tensor => square(sub(mul(2, x), sum(p)));
      const { exact, estimated } = enumerated(of, outcomes, cost, baseline);
      expectClose(estimated(at), exact(at), { relative: 1e-12 });
      expectClose(grad(estimated)(at), grad(exact)(at), { relative: 1e-11, absolute: 1e-12 });
      expectClose(hessian(estimated)(at), hessian(exact)(at), { relative: 1e-11, absolute: 1e-11 });
    });
  }
});

test("the value is the cost, and draws are constants", () => {
  const d = normal({ mean: 1, scale: 2 });
  const x = d.sample(key(1), [5]);
  expectClose(scoreFunction(d, x, square(x), { baseline: 3 }), square(x), { relative: 1e-15 });
  const slope = grad((m: Tensor) => {
    const draws = normal({ mean: m }).sample(key(1), [5]);
    return sum(scoreFunction(normal({ mean: m }), draws, 2));
  })(tensor(0));
  expectClose(slope, mul(2, sum(normal().sample(key(1), [5]))), { relative: 1e-14 });
});

test("draws estimate the gradient of an expectation, more steadily with a baseline", () => {
  const slopeOf = (baseline: number): ((p: Tensor) => Tensor) =>
    grad((p: Tensor) => {
      const d = poisson({ rate: p });
      const x = d.sample(key(2), [4000]);
      return mean(scoreFunction(d, x, square(x), { baseline }));
    });
  // d/dλ (λ + λ²)
  const errors = [0, 12].map((baseline) => Math.abs(slopeOf(baseline)(tensor(3)).item() - 7));
  expect(errors[0]).toBeLessThan(1.2);
  expect(errors[1]).toBeLessThan(0.6);
});
