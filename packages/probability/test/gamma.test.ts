import { grad } from "@adjoint/autodiff";
import { sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { describe, test } from "vitest";
import {
  beta,
  betaFamily,
  chiSquared,
  chiSquaredFamily,
  fit,
  gamma,
  gammaFamily,
  inverseGamma,
  inverseGammaFamily,
  studentT,
  vonMises,
  vonMisesFamily,
} from "../src/index.ts";
import type { Distribution, Family } from "../src/index.ts";
import fixtures from "./fixtures/gamma.json" with { type: "json" };

interface Case {
  readonly parameters: Readonly<Record<string, number>>;
  readonly x: readonly number[];
  readonly logProb: readonly number[];
  readonly cdf: readonly number[];
  readonly logCdf: readonly number[];
  readonly survival: readonly number[];
  readonly logSurvival: readonly number[];
  readonly gradient: Readonly<Record<string, readonly number[]>>;
  readonly slope: readonly number[];
  readonly mean: number;
  readonly variance: number;
  readonly mode?: number;
  readonly entropy: number;
}

const factories: Readonly<Record<string, (parameters: never) => Distribution>> = {
  beta,
  chiSquared,
  gamma,
  inverseGamma,
  studentT,
  vonMises,
};

describe.each(Object.entries(reviveNumbers(fixtures) as unknown as Readonly<Record<string, Case[]>>))(
  "%s",
  (name, cases) => {
    const rows = cases.map((expected) => [JSON.stringify(expected.parameters), expected] as const);

    test.each(rows)("%s agrees with mpmath in both tails", (_, expected) => {
      const d = factories[name]!(expected.parameters as never);
      const problems: string[] = [];
      const near = (what: string, check: () => void): void => {
        try {
          check();
        } catch (error) {
          problems.push(`${what}: ${String(error)}`);
        }
      };
      for (const [i, x] of expected.x.entries()) {
        for (const f of ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const) {
          near(`${f} at ${x}`, () =>
            expectClose(d[f](x), expected[f][i], { relative: 1e-12, absolute: f === "logProb" ? 1e-12 : 0 }),
          );
        }
      }
      for (const f of ["mean", "variance", "mode"] as const) {
        if (f in expected) near(f, () => expectClose(d[f], expected[f], { relative: 1e-12 }));
      }
      near("entropy", () => expectClose(d.entropy(), expected.entropy, { relative: 1e-12, absolute: 1e-13 }));
      if (problems.length > 0) throw new Error(problems.join("\n"));
    });

    test.each(rows)("%s has the score of mpmath in both tails", (_, expected) => {
      const d = factories[name]!(expected.parameters as never);
      const problems: string[] = [];
      const near = (what: string, actual: unknown, value: number | undefined, unit: number): void => {
        try {
          expectClose(actual, value, { relative: 1e-11, absolute: 1e-13 / unit });
        } catch (error) {
          problems.push(`${what}: ${String(error)}`);
        }
      };
      for (const [i, x] of expected.x.entries()) {
        const score = grad((other: Distribution) => other.logProb(x))(d) as Readonly<Record<string, Tensor>>;
        for (const [parameter, values] of Object.entries(expected.gradient)) {
          near(
            `${parameter} at ${x}`,
            score[parameter],
            values[i],
            Math.abs(expected.parameters[parameter]!) || 1,
          );
        }
        near(`x at ${x}`, grad((at: Tensor) => d.logProb(at))(tensor(x)), expected.slope[i], Math.abs(x));
      }
      if (problems.length > 0) throw new Error(problems.join("\n"));
    });
  },
);

test.each([
  ["gamma", gamma({ concentration: 1.7, rate: 3 })],
  ["inverseGamma", inverseGamma({ concentration: 400, scale: 2 })],
  ["chiSquared", chiSquared({ df: 9 })],
  ["beta", beta({ alpha: 5, beta: 400 })],
  ["studentT", studentT({ df: 12 })],
  ["studentT next to normal", studentT({ df: 1e9 })],
  ["vonMises", vonMises({ concentration: 1e5 })],
])("quantiles of %s invert both tails down to 1e-300", (_, d) => {
  const levels = [1e-300, 1e-100, 1e-20, 1e-6, 0.3];
  expectClose(d.logCdf(d.quantile(levels)), levels.map(Math.log), { relative: 1e-11 });
  if (d.family === "beta") return;
  expectClose(d.logSurvival(d.upperQuantile(levels)), levels.map(Math.log), { relative: 1e-11 });
});

test.each([
  ["gamma", gammaFamily, [0.3, 1.2, 5, 0.02, 0.9]],
  ["gamma of nearly equal numbers", gammaFamily, [1000.1, 1000, 999.7, 1000.4]],
  ["inverseGamma", inverseGammaFamily, [0.3, 1.2, 5, 0.02, 0.9]],
  ["chiSquared", chiSquaredFamily, [3, 1.2, 5, 0.2, 9]],
  ["beta", betaFamily, [0.3, 0.12, 0.5, 0.02, 0.9]],
  ["vonMises", vonMisesFamily, [0.1, 0.5, -0.3, 1.2, 2]],
  ["vonMises of nearly equal angles", vonMisesFamily, [0.1, 0.101, 0.099]],
] as const)("the score is 0 where %s is fitted", (_, family, samples) => {
  const best = fit(family as unknown as Family, [...samples]);
  const score = grad((d: Distribution) => sum(d.logProb(samples)))(best) as Readonly<Record<string, Tensor>>;
  const parameters = best.parameters;
  for (const [name, value] of Object.entries(score)) {
    expectClose(value.item() * (parameters[name]!.item() || 1), 0, { absolute: 1e-8 });
  }
});
