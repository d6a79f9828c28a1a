import type { Gradient } from "@adjoint/autodiff";
import { checkOptions, DomainError } from "@adjoint/tensor";
import { gradientDescent } from "./gradient-descent.ts";
import type { GradientDescentOptions } from "./gradient-descent.ts";
import type { Method } from "./method.ts";
import { newton } from "./newton.ts";
import type { NewtonOptions } from "./newton.ts";
import { objectiveOf } from "./objective.ts";
import type { Evaluation } from "./objective.ts";
import type { Point, ScalarFunction } from "./types.ts";
import { largestMagnitude } from "./vectors.ts";

/** The options of `minimize`: those of the method, and when to stop. */
export type MinimizeOptions = (GradientDescentOptions | NewtonOptions) & {
  /** Converged when max |∂f/∂xᵢ| is at most this. Default 1e-8. */
  readonly gradientTolerance?: number;
  /** Default 10,000 for gradient descent, 200 for Newton. */
  readonly maxIterations?: number;
  /** Whether to keep all points; `false` saves memory when there are many variables. Default `true`. */
  readonly recordPath?: boolean;
};

/** The options that every method has. */
const commonOptions = ["method", "gradientTolerance", "maxIterations", "recordPath"];

/** A value so many times below the first one is no approach to a minimum. */
const bottomless = 1e30;

const unbounded = "f seems to have no lower bound; check its sign, or add a term that bounds it";

/** How a minimization ended. */
export interface MinimizeResult<Start> {
  /** The last point, in the form of the start. */
  readonly x: Point<Start>;
  /** f(x). */
  readonly value: number;
  /** ∇f(x). */
  readonly grad: Gradient<Start>;
  /** Steps taken. */
  readonly iterations: number;
  /** How often f has run, for values, gradients and Hessians. */
  readonly evaluations: number;
  /** Whether the gradient is within tolerance; anything else is explained in `message`. */
  readonly converged: boolean;
  /** What happened, and what to try if it is not what was wanted. */
  readonly message: string;
  /** All points from the start to `x`; empty with `recordPath: false`. */
  readonly path: readonly Point<Start>[];
}

/**
 * A local minimum of f, from a start downwards: argmin f(x).
 *
 * `x0` is a tensor, a number, or a tree of these; f is called with tensors in its place, and the result has its form.
 * `"newton"`, the default, is x ← x − t |H|⁻¹ ∇f: few steps, each with a Hessian of n² elements; it leaves saddles.
 * `"gradient-descent"` is x ← x − η ∇f, with a fixed `learningRate` or, without one, a line search.
 * Nothing is thrown for a function that cannot be minimized: NaN, ∞, divergence and exhausted iterations give
 * `converged: false` and a message that says what to try.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed., chapter 3.
 *
 * @throws DomainError for options that make no sense, DTypeError if x0 is not of floating-point numbers, ShapeError if f
 * does not return a scalar.
 * @example
 * ```ts
 * import { minimize } from "@adjoint/optim";
 * import { add, mul, square, sub } from "@adjoint/tensor";
 *
 * // Rosenbrock's function, a curved valley with its minimum at (1, 1).
 * const { x, converged } = minimize(
 *   ({ u, v }) => add(square(sub(1, u)), mul(100, square(sub(v, square(u))))),
 *   { u: -1.2, v: 1 },
 * );
 * converged; // => true
 * [x.u.item(), x.v.item()]; // => [1, 1]
 * ```
 */
export function minimize<const Start>(
  f: ScalarFunction<Start>,
  x0: Start,
  options: MinimizeOptions = {},
): MinimizeResult<Start> {
  const { gradientTolerance = 1e-8, recordPath = true } = options;
  const method = methodOf(options);
  checkOptions("minimize", options as Record<string, unknown>, [...commonOptions, ...method.options]);
  const { maxIterations = method.maxIterations } = options;
  checkNumber("gradientTolerance", gradientTolerance);
  checkNumber("maxIterations", maxIterations);
  const objective = objectiveOf("minimize", f, x0);
  const step = method.begin(objective, options);

  let current = objective.evaluate(objective.start);
  const path: Point<Start>[] = [];
  const end = (iterations: number, converged: boolean, message: string): MinimizeResult<Start> => ({
    x: objective.pointAt(current.x),
    value: current.value,
    grad: objective.gradientAt(current.gradient),
    iterations,
    evaluations: objective.evaluations(),
    converged,
    message,
    path,
  });
  const keep = (): void => void (recordPath && path.push(objective.pointAt(current.x)));
  keep();
  const atStart = notFinite(current);
  if (atStart) return end(0, false, `${atStart} at x0; start where f and its gradient are finite`);
  const bottom = -bottomless * Math.max(1, Math.abs(current.value));

  for (let iterations = 0; ; iterations++) {
    const slope = largestMagnitude(current.gradient);
    const isStationary = slope <= gradientTolerance;
    if (current.value < bottom) return end(iterations, false, unbounded);
    if (iterations >= maxIterations && !isStationary)
      return end(iterations, false, exhausted(iterations, slope));
    const next = step(current, isStationary);
    if (next.kind === "stopped") {
      const reached = `converged: max |∂f/∂xᵢ| is ${slope.toPrecision(3)}, within ${gradientTolerance}; `;
      return end(iterations, isStationary, isStationary ? reached + next.because : next.because);
    }
    if (iterations >= maxIterations) return end(iterations, false, exhausted(iterations, slope));
    const problem = notFinite(next.to);
    if (problem) {
      const advice = remedy(next.to.value, options);
      return end(iterations, false, `${problem} after step ${iterations + 1}; ${advice}`);
    }
    current = next.to;
    keep();
  }
}

function methodOf({ method = "newton" }: MinimizeOptions): Method<MinimizeOptions> {
  switch (method) {
    case "newton":
      return newton;
    case "gradient-descent":
      return gradientDescent;
    default:
      throw new DomainError(
        `minimize: no method ${JSON.stringify(method)}; there are "newton" and "gradient-descent"`,
        { operation: "minimize", method },
      );
  }
}

function checkNumber(name: string, value: number): void {
  if (value >= 0) return;
  throw new DomainError(`minimize: ${name} must be a number from 0, got ${String(value)}`, {
    operation: "minimize",
    [name]: value,
  });
}

function notFinite({ value, gradient }: Evaluation): string | undefined {
  if (!Number.isFinite(value)) return `the value is ${value}`;
  const element = gradient.find((each) => !Number.isFinite(each));
  return element === undefined
    ? undefined
    : `the value is ${value} but a component of the gradient is ${element}`;
}

function remedy(value: number, options: MinimizeOptions): string {
  if (value === -Infinity)
    return "f seems to have no lower bound: check its sign, or add a term that bounds it";
  return "learningRate" in options
    ? `x is the point before it: take a learningRate below ${options.learningRate}, or leave it out for a line search`
    : "x is the point before it: keep f within its domain, by a change of variables such as exp or softplus";
}

function exhausted(iterations: number, slope: number): string {
  return (
    `not converged in ${iterations} iterations: max |∂f/∂xᵢ| is still ${slope.toPrecision(3)}; ` +
    `raise maxIterations, loosen gradientTolerance, start closer, or scale the variables alike`
  );
}
