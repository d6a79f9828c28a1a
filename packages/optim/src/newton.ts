import { cholesky, eigh, solveTriangular } from "@adjoint/linalg";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { backtrack } from "./line-search.ts";
import type { Method, Step } from "./method.ts";
import type { Evaluation, Objective } from "./objective.ts";
import { inner } from "./vectors.ts";

/** The options of the method `"newton"`. */
export interface NewtonOptions {
  readonly method?: "newton";
}

/** Curvature below this part of the largest one is flat; Newton's step would be longer than rounding allows. */
const flat = 1e-8;

/**
 * x ← x − t H⁻¹ ∇f with t from a backtracking line search.
 *
 * Where H is not positive definite its eigenvalues are replaced by their magnitudes, so that the step goes down along
 * directions of negative curvature too, and at a stationary point with negative curvature the step follows that.
 * Nocedal & Wright, Numerical Optimization, 2nd ed., §3.3–3.4; Dauphin et al. 2014, arXiv:1406.2572.
 */
export const newton: Method<NewtonOptions> = {
  name: "newton",
  maxIterations: 200,
  options: [],
  begin: (objective) => (current, isStationary) => {
    const hessian = objective.hessian(current.x);
    if (!hessian.data.every(Number.isFinite)) {
      return {
        kind: "stopped",
        because:
          "the Hessian is not finite; Newton's method needs second derivatives: " +
          'smooth f there, or use method: "gradient-descent"',
      };
    }
    if (isStationary) return leaveSaddle(objective, current, hessian);
    const direction = directionFrom(current.gradient, hessian);
    const slope = -inner(current.gradient, direction);
    const found = backtrack(objective, current, direction, (t) => t * slope, 1);
    return found
      ? { kind: "moved", to: found.to }
      : {
          kind: "stopped",
          because:
            "no step along Newton's direction lowers the value: either rounding hides the decrease " +
            "(then loosen gradientTolerance) or f and its derivatives disagree",
        };
  },
};

/** −|H|⁻¹ g: by Cholesky where H is positive definite, by its spectrum elsewhere. */
function directionFrom(gradient: Float64Array, hessian: Tensor): Float64Array {
  const descent = tensor(gradient.map((element) => -element));
  const factor = cholesky(hessian, { check: false });
  if (!Number.isNaN(factor.data[0])) {
    const half = solveTriangular(factor, descent, { lower: true });
    const full = solveTriangular(factor, half, { lower: true, transposed: true });
    if (full.data.every(Number.isFinite)) return Float64Array.from(full.data);
  }
  const { values, vectors } = eigh(hessian, { check: false });
  const n = gradient.length;
  const largest = Math.max(Math.abs(values.data[0]!), Math.abs(values.data[n - 1]!)) || 1;
  const direction = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let part = 0;
    for (let i = 0; i < n; i++) part += vectors.data[i * n + j]! * descent.data[i]!;
    part /= Math.max(Math.abs(values.data[j]!), flat * largest);
    for (let i = 0; i < n; i++) direction[i] = direction[i]! + part * vectors.data[i * n + j]!;
  }
  return direction;
}

/** A step down along the direction of the most negative curvature, if there is one. */
function leaveSaddle(objective: Objective, current: Evaluation, hessian: Tensor): Step {
  const n = current.x.length;
  const done: Step = { kind: "stopped", because: "no direction curves down" };
  if (n === 0) return done;
  const { values, vectors } = eigh(hessian, { check: false });
  const lowest = values.data[0]!;
  if (lowest >= -flat * Math.max(1, Math.abs(values.data[n - 1]!))) return done;
  const direction = Float64Array.from({ length: n }, (_, i) => vectors.data[i * n]!);
  const found = backtrack(objective, current, direction, (t) => (t * t * -lowest) / 2, 1);
  return found
    ? { kind: "moved", to: found.to }
    : {
        kind: "stopped",
        because: "the curvature is negative in one direction, but no step along it lowers the value",
      };
}
