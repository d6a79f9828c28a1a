import { grad } from "@adjoint/autodiff";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { describe, test } from "vitest";
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
  pareto,
  uniform,
  weibull,
} from "../src/index.ts";
import type { Distribution } from "../src/index.ts";
import fixtures from "./fixtures/elementary.json" with { type: "json" };

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
  readonly quantile: readonly number[];
  readonly upperQuantile: readonly number[];
  readonly mean: number;
  readonly variance: number;
  readonly mode: number;
  readonly entropy: number;
}

const factories: Readonly<Record<string, (parameters: never) => Distribution>> = {
  cauchy,
  continuousBernoulli,
  exponential,
  gumbel,
  halfCauchy,
  halfNormal,
  kumaraswamy,
  laplace,
  logNormal,
  logistic,
  pareto,
  uniform,
  weibull,
};

const levels = [1e-300, 1e-20, 1e-3, 0.3, 0.5, 0.875, 0.999];

describe.each(Object.entries(reviveNumbers(fixtures) as unknown as Readonly<Record<string, Case[]>>))(
  "%s",
  (name, cases) => {
    test.each(cases.map((expected) => [JSON.stringify(expected.parameters), expected] as const))(
      "%s agrees with mpmath in both tails",
      (_, expected) => {
        const d = factories[name]!(expected.parameters as never);
        for (const f of ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const) {
          naming(f, () => expectClose(d[f](tensor(expected.x)), expected[f]));
        }
        for (const f of ["quantile", "upperQuantile"] as const) {
          naming(f, () => expectClose(d[f](levels), expected[f]));
        }
        for (const f of ["mean", "variance", "mode"] as const)
          naming(f, () => expectClose(d[f], expected[f]));
        naming("entropy", () => expectClose(d.entropy(), expected.entropy));
      },
    );

    test.each(cases.map((expected) => [JSON.stringify(expected.parameters), expected] as const))(
      "%s has the score of mpmath in both tails",
      (_, expected) => {
        const d = factories[name]!(expected.parameters as never);
        for (const [i, x] of expected.x.entries()) {
          const score = grad((other: Distribution) => other.logProb(x))(d) as Readonly<
            Record<string, Tensor>
          >;
          for (const [parameter, values] of Object.entries(expected.gradient)) {
            const absolute = 1e-13 / unitOf(parameter, expected.parameters);
            naming(`${parameter} at ${x}`, () =>
              expectClose(score[parameter], values[i], { relative: 1e-12, absolute }),
            );
          }
          const slope = grad((at: Tensor) => d.logProb(at))(tensor(x));
          const absolute = 1e-13 / unitOf("x", expected.parameters);
          naming(`x at ${x}`, () => expectClose(slope, expected.slope[i], { relative: 1e-12, absolute }));
        }
      },
    );
  },
);

/** A parameter's natural unit: below its inverse, what is left of a score after cancellation is rounding. */
function unitOf(name: string, parameters: Case["parameters"]): number {
  const { scale, low, high } = parameters;
  if (low !== undefined && high !== undefined) return high - low;
  if (scale !== undefined && name !== "concentration") return scale;
  return Math.abs(parameters[name] ?? 1) || 1;
}

function naming(what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${what}: ${String(error)}`, { cause: error });
  }
}
