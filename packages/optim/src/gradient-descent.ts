import { DomainError } from "@adjoint/tensor";
import { backtrack } from "./line-search.ts";
import type { Method, Step } from "./method.ts";
import type { Evaluation, Objective } from "./objective.ts";
import { inner, moved } from "./vectors.ts";

/** The options of the method `"gradient-descent"`. */
export interface GradientDescentOptions {
  readonly method: "gradient-descent";
  /** The fixed step η of x ← x − η ∇f. Without it every step is found by a backtracking line search. */
  readonly learningRate?: number;
}

/** So many rises in a row are no accident. */
const risesAllowed = 50;

/** x ← x − η ∇f(x). Cauchy 1847; line search: Armijo 1966. */
export const gradientDescent: Method<GradientDescentOptions> = {
  name: "gradient-descent",
  maxIterations: 10_000,
  options: ["learningRate"],
  begin: (objective, { learningRate }) => {
    if (learningRate === undefined) return searching(objective);
    if (!(learningRate > 0 && Number.isFinite(learningRate))) {
      throw new DomainError(
        `minimize: learningRate must be a positive number, got ${String(learningRate)}; ` +
          `leave it out to let a line search find the steps`,
        { operation: "minimize", learningRate },
      );
    }
    return fixed(objective, learningRate);
  },
};

const atRest: Step = {
  kind: "stopped",
  because: "gradient descent cannot tell a minimum from a saddle: ask classifyCriticalPoint",
};

function fixed(objective: Objective, rate: number): (current: Evaluation, isStationary: boolean) => Step {
  let rises = 0;
  return (current, isStationary) => {
    if (isStationary) return atRest;
    const to = objective.evaluate(moved(current.x, -rate, current.gradient));
    rises = to.value > current.value ? rises + 1 : 0;
    if (rises === risesAllowed) {
      return stopped(
        `diverged: the value rose in each of the last ${risesAllowed} steps, to ${to.value.toPrecision(6)}; ` +
          `on a quadratic the steps converge only if learningRate < 2/λ, λ the largest eigenvalue of the Hessian: ` +
          `take a learningRate below ${rate}, or leave it out for a line search`,
      );
    }
    return { kind: "moved", to };
  };
}

function searching(objective: Objective): (current: Evaluation, isStationary: boolean) => Step {
  let step = 0.5;
  return (current, isStationary) => {
    if (isStationary) return atRest;
    const slope = inner(current.gradient, current.gradient);
    const direction = current.gradient.map((element) => -element);
    const found = backtrack(objective, current, direction, (t) => t * slope, 2 * step);
    if (!found) {
      return stopped(
        `no step along −∇f lowers the value: either rounding hides the decrease (then loosen gradientTolerance) ` +
          `or f and its gradient disagree (then look for stopGradient, rounding or comparisons in f)`,
      );
    }
    step = found.step;
    return { kind: "moved", to: found.to };
  };
}

function stopped(because: string): Step {
  return { kind: "stopped", because };
}
