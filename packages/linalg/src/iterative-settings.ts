import {
  asFloat,
  DomainError,
  formatShape,
  reshape,
  ShapeError,
  stopGradient,
  Tensor,
  zerosLike,
} from "@adjoint/tensor";
import type { Shape, Spec, TensorLike } from "@adjoint/tensor";
import type { Limits, Outcome, SolverMethod } from "./iterate.ts";
import { LinAlgError } from "./linalg-error.ts";
import { functionMap } from "./linear-operator.ts";
import type { LinearOperator } from "./linear-operator.ts";

/** The options of `cg`, `minres` and `gmres`. */
export interface IterativeSolveOptions {
  /** The residual ‖b − A x‖ asked for, as a part of ‖b‖. Default 1e-10, or 1e-5 for a function of float32. */
  readonly tolerance?: number;
  /** Products with A at most. Default 10 n, and not above 10 000. */
  readonly maxIterations?: number;
  /** The first x, of the shape of b. Default 0. The solution has no derivative with respect to it. */
  readonly start?: TensorLike;
  /** M ≈ A⁻¹, a matrix or the function r ↦ M r: it makes convergence faster and does not change the solution. */
  readonly preconditioner?: LinearOperator;
  /** With `true` a solution that has not converged throws a LinAlgError. Default `false`: see `converged`. */
  readonly check?: boolean;
}

/** What an iterative solver found; with leading axes or columns of b, one verdict for each system. */
export interface IterativeSolution {
  /** The best solution found, of the shape of b. */
  readonly x: Tensor;
  /** How many products with A it took: int32. */
  readonly iterations: Tensor;
  /** ‖b − A x‖/‖b‖, computed from x; 0 if b is 0. */
  readonly residual: Tensor;
  /** Whether the residual is within the tolerance. */
  readonly converged: Tensor;
}

export interface Settings extends Limits {
  readonly method: SolverMethod;
  readonly transposed: boolean;
  readonly check: boolean;
  /** In the solve for a derivative, where no verdict can be returned, no convergence is an error. */
  readonly derivative: boolean;
  readonly preconditioned: boolean;
  readonly precondition: ((x: Tensor) => TensorLike) | null;
}

export type Outputs = [x: Tensor, iterations: Tensor, residual: Tensor, converged: Tensor];

export function settings(
  method: SolverMethod,
  options: IterativeSolveOptions,
  n: number,
  accuracy: number,
): Settings {
  const { tolerance = accuracy, maxIterations = Math.min(10 * n, 10_000), check = false } = options;
  const { preconditioner } = options;
  checkLimit(method.name, "tolerance", tolerance, tolerance >= 0);
  checkLimit(
    method.name,
    "maxIterations",
    maxIterations,
    Number.isInteger(maxIterations) && maxIterations >= 0,
  );
  const precondition = typeof preconditioner === "function" ? preconditioner : null;
  const preconditioned = preconditioner !== undefined && precondition === null;
  return {
    method,
    tolerance,
    maxIterations,
    check,
    preconditioned,
    precondition,
    transposed: false,
    derivative: false,
  };
}

/** @throws DomainError if an option that limits an iteration is not what it must be. */
export function checkLimit(operation: string, option: string, value: number, isValid: boolean): void {
  if (isValid) return;
  throw new DomainError(
    `${operation}: ${option} must be a number of 0 or more, an integer if it counts, got ${value}`,
    {
      operation,
      option,
      value,
    },
  );
}

export function startLike(
  name: string,
  start: TensorLike,
  b: Tensor,
  restore: (x: Tensor) => Tensor,
): Tensor {
  const x = asFloat(name, "start", start);
  const { shape } = restore(b);
  if (formatShape(x.shape) !== formatShape(shape)) throw wrongShape(name, "start", x.shape, shape);
  return stopGradient(reshape(inDType(x, b), b.shape));
}

/** The same numbers in the dtype of another tensor: a constant of a different dtype is only a guess anyway. */
export function inDType(x: Tensor, { dtype }: Tensor): Tensor {
  return x.dtype === dtype
    ? x
    : new Tensor(x.shape, dtype, dtype === "float32" ? Float32Array.from(x.data) : Float64Array.from(x.data));
}

export function wrongShape(operation: string, argument: string, got: Shape, wanted: Shape): ShapeError {
  return new ShapeError(
    `${operation}: ${argument} must have shape ${formatShape(wanted)}, got ${formatShape(got)}`,
    { operation, argument, got, wanted },
  );
}

export function preconditionerOf(
  { method, precondition }: Settings,
  { shape, dtype }: Pick<Tensor, "shape" | "dtype">,
): ReturnType<typeof functionMap> | null {
  return precondition && functionMap(method.name, "preconditioner", precondition, { shape, dtype });
}

export function outputSpecs(
  { shape, dtype }: Pick<Tensor, "shape" | "dtype">,
  systems: Shape,
): [Spec, Spec, Spec, Spec] {
  return [
    { shape, dtype },
    { shape: systems, dtype: "int32" },
    { shape: systems, dtype: "float64" },
    { shape: systems, dtype: "bool" },
  ];
}

/** Tensors whose data was written after they were made: made again, because a scalar keeps its number beside its data. */
export function finished<Outputs extends readonly Tensor[]>(outputs: Outputs): Outputs {
  return outputs.map(({ shape, dtype, data }) => new Tensor(shape, dtype, data)) as unknown as Outputs;
}

export function emptyOutputs(specs: readonly Spec[]): Outputs {
  return specs.map((spec) => zerosLike(spec)) as unknown as Outputs;
}

export function record(
  [, iterations, residual, converged]: Outputs,
  at: number,
  outcome: Outcome,
  params: Settings,
): void {
  if (!outcome.converged && (params.check || params.derivative)) throw unconverged(outcome, params);
  iterations.data[at] = outcome.iterations;
  residual.data[at] = outcome.residual;
  converged.data[at] = outcome.converged ? 1 : 0;
}

function unconverged({ iterations, residual, breakdown }: Outcome, params: Settings): LinAlgError {
  const { method, tolerance, derivative } = params;
  const what = derivative ? "the solve for a derivative " : "";
  const why = breakdown ?? "that is the limit maxIterations";
  const remedy = breakdown
    ? `try ${method.remedy}`
    : "raise maxIterations or tolerance, give a preconditioner, or use solve";
  return new LinAlgError(
    `${method.name}: ${what}did not converge: after ${iterations} iterations the residual is ` +
      `${residual.toExponential(2)} of b, above the tolerance ${tolerance}: ${why}; ${remedy}`,
    { operation: method.name, iterations, residual, tolerance, derivative },
  );
}
