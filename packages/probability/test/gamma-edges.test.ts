import { grad } from "@adjoint/autodiff";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { beta, chiSquared, gamma, inverseGamma, studentT } from "../src/index.ts";
import type { Distribution } from "../src/index.ts";

const functions = ["logProb", "cdf", "logCdf", "survival", "logSurvival"] as const;

test.each([
  ["gamma", gamma({ concentration: 3, rate: 1e-200 }), [1e-310, 1, 1e300, Infinity, -1]],
  ["a steep gamma", gamma({ concentration: 2, rate: 1e200 }), [1e-300, 1, 1e300, Infinity]],
  ["inverseGamma", inverseGamma({ concentration: 0.3, scale: 2 }), [0, 1e-310, 1, 1e300, Infinity]],
  ["chiSquared", chiSquared({ df: 3 }), [1e-310, 1, 1e300, Infinity, -1]],
  ["beta", beta({ alpha: 1e-5, beta: 1e8 }), [1e-310, 1e-8, 0.5, 2, -1]],
  ["studentT", studentT({ df: 0.1 }), [0, 1e-6, 1e-3, 1, -1e200, 1e200, Infinity, -Infinity]],
  ["studentT next to normal", studentT({ df: 1e10 }), [0, 5e-5, 1e-3, 40, -40, 1e200, -Infinity]],
] as const)("%s has no NaN among its values and slopes, however far out", (_, d, places) => {
  for (const x of places) {
    for (const f of functions) {
      const slopes = grad((other: Distribution) => other[f](x))(d) as Readonly<Record<string, Tensor>>;
      const all = [d[f](x), grad((at: Tensor) => d[f](at))(tensor(x)), ...Object.values(slopes)];
      for (const value of all) expect(value.item(), `${f} at ${x}`).not.toBeNaN();
    }
  }
});

test("densities at the ends are their limits", () => {
  expectClose(gamma({ concentration: [0.5, 1, 2], rate: 3 }).prob(0), [Infinity, 3, 0]);
  expectClose(chiSquared({ df: [1, 2, 3] }).prob(0), [Infinity, 0.5, 0]);
  expectClose(inverseGamma({ concentration: 2 }).prob(0), 0);
  expectClose(beta({ alpha: [0.5, 1, 2], beta: 3 }).prob(0), [Infinity, 3, 0]);
  expectClose(beta({ alpha: 3, beta: [0.5, 1, 2] }).prob(1), [Infinity, 3, 0]);
});

test("moments that do not exist are NaN, and infinite ones are infinite", () => {
  expectClose(inverseGamma({ concentration: [1, 2, 3] }).mean, [Infinity, 1, 0.5]);
  expectClose(studentT({ df: [1, 2, 3] }).mean, [NaN, 0, 0]);
  expectClose(studentT({ df: [1, 2, 3] }).variance, [NaN, Infinity, 3]);
});

test("tails keep their digits where the scaled place underflows", () => {
  const logCdf = 3 * Math.log(1e-300) + 3 * Math.log(1e-200) - Math.log(6);
  expectClose(gamma({ concentration: 3, rate: 1e-200 }).logCdf(1e-300), logCdf);
  expectClose(inverseGamma({ concentration: 3, scale: 1e-200 }).logSurvival(1e300), logCdf);
});

test("the mode of a beta distribution is the smallest of the most probable places", () => {
  const modes = beta({ alpha: [2, 0.5, 0.5, 1, 3, 1], beta: [3, 0.5, 2, 1, 1, 0.5] }).mode;
  expectClose(modes, [1 / 3, 0, 0, 0, 1, 1]);
});

test("a gamma distribution of concentration 1 has the slope of an exponential one down to 0", () => {
  const slope = (x: number): Tensor =>
    grad((at: Tensor) => gamma({ concentration: 1, rate: 52.8 }).logProb(at))(tensor(x));
  for (const x of [1e-300, 1e-40, 1e-12, 1e-3, 0.1]) expectClose(slope(x), -52.8, { relative: 1e-12 });
});
