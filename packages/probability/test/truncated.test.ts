import { evaluateProgram, grad, trace, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, flatten, mean, ShapeError, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  bernoulli,
  cauchy,
  exponential,
  independent,
  laplace,
  normal,
  poisson,
  truncated,
  uniform,
  weibull,
} from "../src/index.ts";
import type { Distribution, Truncated } from "../src/index.ts";
import fixtures from "./fixtures/truncated.json" with { type: "json" };

interface Case {
  readonly base: never;
  readonly low: number;
  readonly high: number;
  readonly logMass: number;
  readonly x: readonly number[];
  readonly logProb: readonly number[];
  readonly cdf: readonly number[];
  readonly logCdf: readonly number[];
  readonly survival: readonly number[];
  readonly logSurvival: readonly number[];
  readonly quantile: readonly number[];
  readonly mean: number;
  readonly variance: number;
  readonly entropy: number;
}

const levels = [1e-9, 0.125, 0.5, 0.9, 1 - 2 ** -30];
const cases = Object.entries(reviveNumbers(fixtures) as unknown as Readonly<Record<string, Case[]>>).flatMap(
  ([family, list]) => list.map((expected) => [family, expected.low, expected.high, expected] as const),
);

describe.each(cases)("%s from %d to %d", (family, low, high, expected) => {
  const base: Distribution = family === "normal" ? normal(expected.base) : exponential(expected.base);
  const d = truncated(base, { low, high });
  // What rounding of the logarithms of both ends leaves of their difference.
  const rounding = 4e-16 * (8 - expected.logMass);
  test("densities and probabilities agree with mpmath", () => {
    for (const f of ["logProb", "cdf", "survival"] as const) {
      expectClose(d[f](expected.x), expected[f], { relative: 1e-14, absolute: rounding });
    }
    for (const [i, x] of expected.x.entries()) {
      const share = { logCdf: expected.cdf[i]!, logSurvival: expected.survival[i]! };
      for (const f of ["logCdf", "logSurvival"] as const) {
        expectClose(d[f](x), expected[f][i], { relative: 1e-14, absolute: rounding / share[f] });
      }
    }
  });

  test("quantiles and moments agree with mpmath", () => {
    expectClose(d.quantile(levels), expected.quantile, { relative: 1e-13, absolute: 1e-15 });
    expectClose(d.mean, expected.mean, { relative: 1e-14, absolute: 1e-15 });
    expectClose(d.variance, expected.variance, { relative: 1e-12 });
    expectClose(d.entropy(), expected.entropy, { relative: 1e-12, absolute: 1e-14 });
  });
});

test("ends may be infinite, and then the base is left as it is on that side", () => {
  const base = normal({ mean: 1, scale: 2 });
  const whole = truncated(base);
  for (const x of [-3, 0.5, 8]) {
    expectClose(whole.logProb(x), base.logProb(x));
    expectClose(whole.logCdf(x), base.logCdf(x));
    expectClose(whole.logSurvival(x), base.logSurvival(x));
  }
  expectClose(whole.quantile([0, 0.3, 1]), base.quantile([0, 0.3, 1]));
  expectClose(
    [whole.mean.item(), whole.variance.item(), whole.entropy().item()],
    [1, 4, base.entropy().item()],
  );
});

test("half-infinite intervals stand beside finite ones in a batch", () => {
  const low = [-Infinity, 0, 40, -1];
  const high = [0, Infinity, Infinity, 1];
  const batch = truncated(normal(), { low, high });
  const one = (i: number): Distribution => truncated(normal(), { low: low[i]!, high: high[i]! });
  const x = [-0.5, 0.5, 40.1, 0.25];
  for (const f of ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const) {
    expectClose(
      batch[f](x),
      x.map((value, i) => one(i)[f](value).item()),
      { relative: 1e-12 },
    );
  }
  expectClose(
    batch.quantile(0.2),
    x.map((_, i) => one(i).quantile(0.2).item()),
  );
  expectClose(
    batch.mean,
    x.map((_, i) => one(i).mean.item()),
  );
});

test("every derivative is finite, of infinite ends too and far out in a tail", () => {
  const numbers = (tree: unknown): number[] =>
    flatten("test", tree).leaves.map((leaf) => (leaf as Tensor).item());
  for (const d of [
    truncated(normal(), { low: 40 }),
    truncated(normal(), { high: -40 }),
    truncated(normal(), { low: -1, high: Infinity }),
    truncated(normal(), { low: -1, high: 1 }),
    truncated(exponential(), { low: 800 }),
  ]) {
    const x = d.quantile(0.3).item();
    for (const f of [
      (other: Truncated) => other.logProb(x),
      (other: Truncated) => other.logCdf(x),
      (other: Truncated) => other.logSurvival(x),
      (other: Truncated) => other.mean,
      (other: Truncated) => other.entropy(),
      (other: Truncated) => mean(other.sample(key(1), [20])),
    ]) {
      const slopes = numbers(grad(f)(d));
      expect(slopes.every(Number.isFinite), slopes.join(" ")).toBe(true);
    }
  }
});

test("samples in a far tail move with its end", () => {
  const slope = grad((low: Tensor) => truncated(normal(), { low }).quantile(0.5))(tensor(40));
  const place = (low: number): number => truncated(normal(), { low }).quantile(0.5).item();
  expectClose(slope, (place(40 + 1e-3) - place(40 - 1e-3)) / 2e-3, { relative: 1e-6 });
});

test("heavy tails, bases of bounded support and integers are cut as well", () => {
  const heavy = truncated(cauchy(), { low: 1e10, high: 3e10 });
  expectClose(heavy.cdf(2e10), 0.75, { relative: 1e-9 });
  expectClose(heavy.quantile(0.75), 2e10, { relative: 1e-9 });
  const flat = truncated(uniform({ high: 10 }), { low: 4, high: 20 });
  expectClose(flat.prob([3, 5, 15]), [0, 1 / 6, 0]);
  expectClose([flat.support.low.item(), flat.support.high.item()], [4, 10]);
  expectClose(truncated(laplace(), { low: 800, high: 900 }).quantile(0.5), 800 + Math.LN2, {
    relative: 1e-13,
  });
  const one = truncated(bernoulli({ probs: 0.25 }), { low: 0.5 });
  expectClose(one.prob([0, 1]), [0, 1]);
  expectClose([one.mean.item(), one.variance.item(), one.entropy().item()], [1, 0, 0]);
  expectClose(one.cdf([0, 0.75, 1]), [0, 0, 1]);
  expectClose(one.quantile([0, 0.5, 1]), [1, 1, 1]);
});

test("a Poisson variable that is not 0 has the moments of the zero-truncated distribution", () => {
  for (const rate of [0.01, 1.5, 40, 900]) {
    const d = truncated(poisson({ rate }), { low: 0.5 });
    const mean = rate / -Math.expm1(-rate);
    expectClose(d.mean, mean, { relative: 1e-13 });
    expectClose(d.variance, mean * (1 + rate - mean), { relative: 1e-11 });
    expectClose(d.prob([0, 1, 2]), [0, mean * Math.exp(-rate), (mean * rate * Math.exp(-rate)) / 2], {
      relative: 1e-12,
    });
    expectClose(d.quantile(0), 1);
  }
  const slope = grad((rate: Tensor) => truncated(poisson({ rate }), { low: 1 }).mean)(tensor(1.5));
  expectClose(slope, (1 - Math.exp(-1.5) * 2.5) / (1 - Math.exp(-1.5)) ** 2);
  expect(() => truncated(poisson({ rate: 1 }), { low: 1e4 }).quantile(0.5)).toThrow("is too small");
});

test("a trace has no values, and chooses the side by the program", () => {
  const program = trace((low: Tensor, x: Tensor) => truncated(normal(), { low, high: 50 }).logCdf(x))(
    tensor(0),
    tensor([1]),
  );
  const [value] = evaluateProgram(program, [tensor(40), tensor([40.5])]);
  expectClose(value, truncated(normal(), { low: 40, high: 50 }).logCdf([40.5]));
});

test("the mode is where the density is largest, in the interval or at its ends", () => {
  expectClose(truncated(normal(), { low: -1, high: 2 }).mode, 0);
  expectClose(truncated(normal(), { low: 1, high: 2 }).mode, 1);
  expectClose(truncated(normal(), { high: -2 }).mode, -2);
  expectClose(truncated(weibull({ concentration: 0.5 }), { low: 1, high: 2 }).mode, 1);
});

test("vmap goes through the ends and the base", () => {
  const d = truncated(normal({ mean: [0, 1], scale: [1, 2] }), { low: [-1, 0], high: [1, 2] });
  expectClose(vmap((one: Distribution) => one.logProb(0.5))(d), d.logProb(0.5));
  expectClose(vmap((one: Distribution) => one.mean)(d), d.mean);
});

test("what cannot be truncated is refused", () => {
  expect(() => truncated(normal(), { low: 1, high: 1 })).toThrow(
    "truncated: low must be less than high, got 1",
  );
  expect(() => truncated(normal(), { low: NaN })).toThrow(DomainError);
  expect(() => truncated(exponential(), { high: -1 })).toThrow(
    "truncated: exponential has no probability from low to high, got -inf and -1.0",
  );
  expect(() => truncated(bernoulli({ probs: 0.5 }), { low: 0.2, high: 0.8 })).toThrow("has no probability");
  expect(() => truncated(normal(), { lower: 1 } as object)).toThrow("truncated: no option lower");
  expect(() => truncated(cauchy(), { low: 0, high: 1 }).mean).toThrow(
    "truncated.mean: there is none: for the base cauchy it has no closed form",
  );
  expect(() => truncated(independent(normal({ mean: [0, 1] })))).toThrow(ShapeError);
});
