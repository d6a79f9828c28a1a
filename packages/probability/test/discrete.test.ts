import { grad } from "@adjoint/autodiff";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { describe, test } from "vitest";
import {
  betaBinomial,
  binomial,
  categorical,
  geometric,
  multinomial,
  negativeBinomial,
  poisson,
  relaxedBernoulli,
  relaxedCategorical,
} from "../src/index.ts";
import type { Distribution } from "../src/index.ts";
import fixtures from "./fixtures/discrete.json" with { type: "json" };

interface Case {
  readonly parameters: Readonly<Record<string, number>>;
  readonly x: readonly number[];
  readonly logProb: readonly number[];
  readonly gradient: Readonly<Record<string, readonly number[]>>;
  readonly mean: number;
  readonly variance: number;
  readonly mode: number;
  readonly entropy?: number;
  readonly cdf?: readonly number[];
  readonly logCdf?: readonly number[];
  readonly survival?: readonly number[];
  readonly logSurvival?: readonly number[];
  readonly quantile?: readonly number[];
  readonly upperQuantile?: readonly number[];
}

interface VectorCase {
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly x: number | readonly number[];
  readonly logProb: number;
  readonly gradient: Readonly<Record<string, number | readonly number[]>>;
}

const factories: Readonly<Record<string, (parameters: never) => Distribution>> = {
  betaBinomial,
  binomial,
  categorical,
  geometric,
  multinomial,
  negativeBinomial,
  poisson,
  relaxedBernoulli,
  relaxedCategorical,
};

const levels = [1e-300, 1e-20, 1e-3, 0.3, 0.5, 0.875, 0.999];
const counts = Object.entries(reviveNumbers(fixtures.counts) as unknown as Readonly<Record<string, Case[]>>);
const others = Object.entries(
  reviveNumbers(fixtures.others) as unknown as Readonly<Record<string, VectorCase[]>>,
);

describe.each(counts)("%s", (name, cases) => {
  const named = cases.map((expected) => [JSON.stringify(expected.parameters), expected] as const);

  test.each(named)("%s agrees with mpmath in both tails", (_, expected) => {
    const d = factories[name]!(expected.parameters as never);
    const x = tensor(expected.x);
    for (const f of ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const) {
      if (expected[f] !== undefined) naming(f, () => expectClose(d[f](x), expected[f]));
    }
    for (const f of ["quantile", "upperQuantile"] as const) {
      if (expected[f] !== undefined) {
        naming(f, () => expectClose(d[f](levels), expected[f], { relative: 1e-14 }));
      }
    }
    for (const f of ["mean", "variance", "mode"] as const) naming(f, () => expectClose(d[f], expected[f]));
    if (expected.entropy !== undefined) naming("entropy", () => expectClose(d.entropy(), expected.entropy));
  });

  test.each(named)("%s has the score of mpmath", (_, expected) => {
    const d = factories[name]!(expected.parameters as never);
    for (const [i, x] of expected.x.entries()) {
      const score = scoreOf(d, x);
      for (const [parameter, values] of Object.entries(expected.gradient)) {
        // Where the score changes its sign, what is left is rounding, in units of the parameter and of what it cancels,
        // or of logarithms of ratios next to 1.
        const absolute =
          1.2e-16 + (1e-13 * (1 + Math.sqrt(expected.variance))) / Math.abs(expected.parameters[parameter]!);
        naming(`${parameter} at ${x}`, () =>
          expectClose(score[parameter], values[i], { relative: 1e-12, absolute }),
        );
      }
    }
  });
});

describe.each(others)("%s", (name, cases) => {
  test.each(cases.map((expected) => [JSON.stringify([expected.parameters, expected.x]), expected] as const))(
    "%s agrees with mpmath and PyTorch in value and derivatives",
    (_, expected) => {
      const d = factories[name]!(expected.parameters as never);
      const at = tensor(expected.x);
      expectClose(d.logProb(at), expected.logProb, { relative: 1e-13 });
      const score = scoreOf(d, at);
      for (const [parameter, values] of Object.entries(expected.gradient)) {
        naming(parameter, () => expectClose(score[parameter], values, { relative: 1e-12, absolute: 1e-13 }));
      }
    },
  );
});

function scoreOf(d: Distribution, x: number | Tensor): Readonly<Record<string, Tensor>> {
  return grad((other: Distribution) => other.logProb(x))(d) as Readonly<Record<string, Tensor>>;
}

function naming(what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${what}: ${String(error)}`, { cause: error });
  }
}
