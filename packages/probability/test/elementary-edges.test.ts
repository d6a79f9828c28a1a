import { grad } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, flatten, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  cauchy,
  continuousBernoulli,
  exponential,
  gumbel,
  halfCauchy,
  halfNormal,
  kumaraswamy,
  laplace,
  logistic,
  logNormal,
  normal,
  pareto,
  truncated,
  uniform,
  weibull,
} from "../src/index.ts";
import type { Distribution } from "../src/index.ts";

const functions = ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const;

const bounded: readonly Distribution[] = [
  continuousBernoulli({ probs: 0.3 }),
  continuousBernoulli({ logits: 0 }),
  continuousBernoulli({ logits: 900 }),
  exponential({ rate: 2 }),
  halfCauchy(),
  halfNormal({ scale: 3 }),
  kumaraswamy({ alpha: 0.5, beta: 3 }),
  kumaraswamy({ alpha: 1, beta: 1 }),
  logNormal({ mean: 2 }),
  pareto({ concentration: 1, scale: 2 }),
  truncated(normal(), { low: -1, high: 1 }),
  uniform({ low: 1, high: 2 }),
  weibull({ concentration: 0.5 }),
];

const unbounded: readonly Distribution[] = [cauchy(), gumbel(), laplace(), logistic()];

describe.each(bounded.map((d) => [d.family, d] as const))("%s", (_, d) => {
  test("beyond the support nothing moves with a parameter or the place", () => {
    const [low, high] = [d.support.low.item(), d.support.high.item()];
    for (const x of [low - 1, high + 1].filter(Number.isFinite)) {
      for (const f of functions) {
        expectClose(
          slopesOf((other) => other[f](x), d),
          slopesOf(() => tensor(0), d),
        );
        expectClose(grad((at: Tensor) => d[f](at))(tensor(x)), 0);
      }
    }
  });

  test("what is infinitely far away has no mass, and moves no parameter", () => {
    for (const f of functions) {
      const slopes = slopesOf((other) => other[f](Infinity), d);
      expect(slopes.every((slope) => slope === 0)).toBe(true);
    }
    expectClose(
      [d.cdf(Infinity).item(), d.survival(Infinity).item(), d.logProb(Infinity).item()],
      [1, 0, -Infinity],
    );
  });
});

describe.each([...bounded, ...unbounded].map((d) => [d.family, d] as const))("%s", (_, d) => {
  test("second derivatives are finite inside the support, in both tails", () => {
    for (const p of [1e-12, 0.2, 0.7]) {
      for (const x of [d.quantile(p).item(), d.upperQuantile(p).item()]) {
        for (const f of functions) {
          const second = grad((at: Tensor) => grad((y: Tensor) => d[f](y))(at))(tensor(x));
          expect(second.item(), `${f} at ${x}`).toSatisfy(Number.isFinite);
        }
      }
    }
  });

  test("quantiles differentiate as 1/density, and move with the parameters as samples do", () => {
    for (const p of [1e-6, 0.4, 0.9]) {
      const x = d.quantile(p);
      expectClose(grad((level: Tensor) => d.quantile(level))(tensor(p)), Math.exp(-d.logProb(x).item()), {
        relative: 1e-7,
      });
      const moved = slopesOf((other) => other.quantile(p), d);
      const below = slopesOf((other) => other.cdf(x), d);
      // F(Q(p; θ); θ) = p
      expectClose(
        moved.map((slope) => slope * d.prob(x).item()),
        below.map((slope) => -slope),
        { relative: 1e-7, absolute: 1e-15 },
      );
    }
  });
});

test("at the ends of the support densities have their limits, and derivatives where they are finite", () => {
  expectClose(grad((rate: Tensor) => exponential({ rate }).logProb(0))(tensor(4)), 0.25);
  expectClose(weibull({ concentration: [0.5, 1, 2], scale: 4 }).logProb(0), [
    Infinity,
    -Math.log(4),
    -Infinity,
  ]);
  const k = kumaraswamy({ alpha: [0.5, 1, 2], beta: [3, 1, 0.5] });
  expectClose(k.logProb(0), [Infinity, 0, -Infinity]);
  expectClose(k.logProb(1), [-Infinity, 0, Infinity]);
  expectClose(pareto({ concentration: 3, scale: 2 }).prob([2, 1.999]), [1.5, 0]);
  expectClose(continuousBernoulli({ logits: -1000 }).logProb([0, 1]), [
    Math.log(1000),
    Math.log(1000) - 1000,
  ]);
  expectClose(logNormal().logProb(0), -Infinity);
});

test("modes of densities that are infinite or flat are the smallest of their places", () => {
  expectClose(
    kumaraswamy({ alpha: [0.5, 1, 2, 0.5, 2, 1], beta: [0.5, 1, 0.5, 2, 1, 0.5] }).mode,
    [0, 0, 1, 0, 1, 1],
  );
  expectClose(weibull({ concentration: [0.5, 1, 2] }).mode, [0, 0, Math.SQRT1_2]);
  expectClose(continuousBernoulli({ logits: [-2, 0, 2] }).mode, [0, 0, 1]);
});

test("moments that are infinite or do not exist say so, without a derivative that is not a number", () => {
  const d = pareto({ concentration: [0.5, 1.5, 3], scale: 1 });
  expectClose(d.mean, [Infinity, 3, 1.5]);
  expectClose(d.variance, [Infinity, Infinity, 0.75]);
  expectClose(grad((a: Tensor) => pareto({ concentration: a }).mean)(tensor(0.5)), 0);
  expect(cauchy().mean.item()).toBeNaN();
  expectClose(halfCauchy({ scale: 2 }).variance, Infinity);
});

test("probabilities and logits are the same distribution", () => {
  const x = [0, 0.25, 1];
  for (const probs of [0.01, 0.4999, 0.5, 0.9]) {
    const [a, b] = [
      continuousBernoulli({ probs }),
      continuousBernoulli({ logits: Math.log(probs / (1 - probs)) }),
    ];
    for (const f of functions) expectClose(a[f](x), b[f](x), { relative: 1e-12, absolute: 1e-15 });
  }
  const slope = grad((probs: Tensor) => continuousBernoulli({ probs }).mean)(tensor(0.5));
  // η′ = 4 and A″(0) = 1/12
  expectClose(slope, 1 / 3);
});

test("samples stay inside the support at extreme parameters", () => {
  for (const d of [
    continuousBernoulli({ logits: 1000 }),
    continuousBernoulli({ logits: -1e6 }),
    kumaraswamy({ alpha: 1e3, beta: 1e-2 }),
    weibull({ concentration: 0.01 }),
    pareto({ concentration: 0.05 }),
    uniform({ low: 1, high: 1 + 2 ** -50 }),
  ]) {
    const [low, high] = [d.support.low.item(), d.support.high.item()];
    expect(d.sample(key(5), [500]).data.every((x) => x >= low && x <= high)).toBe(true);
  }
});

test("parameters outside their domain are refused by name and value, and unknown ones by name", () => {
  expect(() => exponential({ rate: 0 })).toThrow("exponential: rate must be positive and finite, got 0");
  expect(() => uniform({ low: 1, high: 1 })).toThrow("uniform: low must be less than high, got 1.0 and 1.0");
  expect(() => uniform({ low: -1e308, high: 1e308 })).toThrow(
    "uniform: high - low must be finite, got Infinity",
  );
  expect(() => continuousBernoulli({ probs: 1 })).toThrow(
    "continuousBernoulli: probs must be greater than 0 and less than 1, got 1; give logits, which may be large",
  );
  expect(() => continuousBernoulli({} as { probs: number })).toThrow(
    "give either probs or logits, and not both",
  );
  expect(() => kumaraswamy({ alpha: 1, beta: [1, -2] })).toThrow("got -2 at flat index 1");
  expect(() => weibull({ shape: 1 } as never)).toThrow(DomainError);
  expect(exponential({ rate: [] }).logProb(1).shape).toEqual([0]);
});

function slopesOf(f: (d: Distribution) => Tensor, d: Distribution): number[] {
  return flatten("test", grad(f)(d)).leaves.map((leaf) => (leaf as Tensor).item());
}
