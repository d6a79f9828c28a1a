import { grad } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, flatten, mean, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  bernoulliFamily,
  continuousBernoulli,
  continuousBernoulliFamily,
  exponential,
  exponentialFamily,
  fit,
  gumbel,
  gumbelFamily,
  halfCauchy,
  halfCauchyFamily,
  halfNormal,
  halfNormalFamily,
  laplace,
  laplaceFamily,
  logistic,
  logisticFamily,
  logNormal,
  logNormalFamily,
  pareto,
  paretoFamily,
  uniform,
  uniformFamily,
  weibull,
  weibullFamily,
} from "../src/index.ts";
import type { Distribution, Family } from "../src/index.ts";

/** Families whose likelihood is smooth at the fit, and the distributions that observations are drawn from. */
const smooth: readonly (readonly [string, object, readonly Distribution[]])[] = [
  ["exponential", exponentialFamily, [exponential({ rate: 3 }), exponential({ rate: 1e-150 })]],
  ["logNormal", logNormalFamily, [logNormal({ mean: 3, scale: 2 })]],
  [
    "gumbel",
    gumbelFamily,
    [gumbel({ location: 3, scale: 2 }), gumbel({ location: -1e4, scale: 0.5 }), gumbel({ scale: 1e100 })],
  ],
  [
    "weibull",
    weibullFamily,
    [
      weibull({ concentration: 0.3, scale: 5 }),
      weibull({ concentration: 4 }),
      weibull({ concentration: 40, scale: 1e-20 }),
    ],
  ],
  [
    "logistic",
    logisticFamily,
    [logistic({ mean: 3, scale: 2 }), logistic({ mean: -100, scale: 0.5 }), logistic({ scale: 1e100 })],
  ],
  ["halfNormal", halfNormalFamily, [halfNormal({ scale: 0.1 })]],
  ["halfCauchy", halfCauchyFamily, [halfCauchy({ scale: 7 }), halfCauchy({ scale: 1e-80 })]],
  [
    "continuousBernoulli",
    continuousBernoulliFamily,
    [
      continuousBernoulli({ probs: 0.2 }),
      continuousBernoulli({ logits: 50 }),
      continuousBernoulli({ logits: -3000 }),
      continuousBernoulli({ probs: 0.5 }),
    ],
  ],
];

describe.each(smooth)("%s", (_, given, truths) => {
  const family = given as Family<object>;
  test.each(truths.map((truth) => [parametersOf(truth).join(" "), truth] as const))(
    "where it was drawn at %s, the score of the fit is 0",
    (_name, truth) => {
      const x = truth.sample(key(1), [200]);
      const fitted = fit(family, x);
      const score = grad((d: Distribution) => mean(d.logProb(x)))(fitted);
      const parameters = parametersOf(fitted);
      for (const [i, slope] of flatten("test", score).leaves.entries()) {
        const last = parameters.at(-1) ?? 0;
        // In units of the parameter, or of the scale where the parameter is a location.
        const unit = Math.min(Math.abs(parameters[i]!) || 1, last > 0 ? last : Infinity);
        expect(Math.abs((slope as Tensor).item() * unit)).toBeLessThan(1e-10);
      }
    },
  );

  test("a fit counts by weights, for each of a batch, and differentiates in the observations", () => {
    const truth = truths[0]!;
    const x = truth.sample(key(2), [6]);
    const values = Array.from(x.data);
    const weighted = fit(family, x, { weights: [1, 2, 1, 1, 3, 1] });
    const repeated = fit(family, [...values, values[1]!, values[4]!, values[4]!]);
    expectClose(parametersOf(weighted), parametersOf(repeated), {
      relative: 1e-11,
    });
    const batch = fit(
      family,
      values.map((value) => [value, value]),
    );
    const alone = parametersOf(fit(family, x));
    expectClose(
      flatten("test", batch).leaves.map((leaf) => (leaf as Tensor).toArray()),
      alone.map((value) => [value, value]),
      { relative: 1e-12 },
    );
    const first = (y: Tensor): Tensor => flatten("test", fit(family, y)).leaves[0] as Tensor;
    const slope = grad(first)(x).data[2]!;
    const step = 1e-4 * values[2]!;
    const moved = (by: number): number => first(tensor(values.with(2, values[2]! + by))).item();
    expectClose(slope, (moved(step) - moved(-step)) / (2 * step), { relative: 1e-5 });
  });
});

test("where the likelihood has a corner, no neighbour is more likely", () => {
  const ends: readonly (readonly [object, Distribution])[] = [
    [laplaceFamily, laplace({ mean: 2, scale: 3 })],
    [paretoFamily, pareto({ concentration: 1.5, scale: 4 })],
    [uniformFamily, uniform({ low: -1, high: 5 })],
  ];
  for (const [given, truth] of ends) {
    const family = given as Family<Readonly<Record<string, Tensor>>>;
    const x = truth.sample(key(3), [41]);
    const fitted = fit(family, x);
    const best = sum(fitted.logProb(x)).item();
    for (const [name, value] of Object.entries(fitted.parameters)) {
      for (const factor of [0.99, 1.01]) {
        const moved = { ...fitted.parameters, [name]: tensor(value.item() * factor) };
        expect(sum(family.logProb(moved, x)).item()).toBeLessThan(best);
      }
    }
  }
});

test("outliers do not throw the fit of a logistic distribution off its maximum", () => {
  const x = [-0.1, 0, 0.05, 0.1, 0.12, 0.3, 1e4];
  const fitted = fit(logisticFamily, x);
  const score = grad((d: Distribution) => mean(d.logProb(x)))(fitted) as Readonly<Record<string, Tensor>>;
  const scale = fitted.parameters.scale.item();
  expect(Math.abs(score.mean!.item() * scale)).toBeLessThan(1e-12);
  expect(Math.abs(score.scale!.item() * scale)).toBeLessThan(1e-12);
});

test("the median of an even number of observations is the middle of the two", () => {
  expectClose(fit(laplaceFamily, [4, 1, 3, 10]).mean, 3.5);
  expectClose(fit(laplaceFamily, [4, 1, 3]).mean, 3);
  expectClose(fit(laplaceFamily, [1, 2, 3], { weights: [1, 1, 2] }).mean, 2.5);
  expectClose(fit(laplaceFamily, [1, 2, 3], { weights: [1, 1, 3] }).mean, 3);
});

test("observations without a scale have no fit", () => {
  expect(() => fit(gumbelFamily, [2, 2])).toThrow("fit(gumbel): ");
  expect(() => fit(weibullFamily, [2, 2])).toThrow("fit(weibull): ");
  expect(() => fit(continuousBernoulliFamily, [1, 1])).toThrow(
    "fit(continuousBernoulli): logits must be finite",
  );
  expect(() => fit(uniformFamily, [2, 2])).toThrow(
    "fit(uniform): low must be less than high, got 2.0 and 2.0",
  );
});

test("observations outside the support are refused", () => {
  expect(() => fit(exponentialFamily, [1, -0.5])).toThrow(
    "fit(exponential): samples must be in the support, which is interval from 0.0 to inf, got -0.5 at flat index 1",
  );
  expect(() => fit(bernoulliFamily, [0, 0.5])).toThrow("got 0.5 at flat index 1");
  expect(() => fit(continuousBernoulliFamily, [0.5, 1.5])).toThrow(DomainError);
});

function parametersOf(d: Distribution): number[] {
  return flatten("test", d).leaves.map((leaf) => (leaf as Tensor).item());
}
