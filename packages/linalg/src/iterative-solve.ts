import type { Tensor, TensorLike } from "@adjoint/tensor";
import type { SolverMethod } from "./iterate.ts";
import type { IterativeSolution, IterativeSolveOptions } from "./iterative-settings.ts";
import { solveFunction } from "./iterative-solve-function.ts";
import { solveMatrix } from "./iterative-solve-matrix.ts";
import type { LinearOperator } from "./linear-operator.ts";

/** Solves with a matrix or a function by the given method; what the public solvers share. */
export function iterativeSolve(
  method: SolverMethod,
  a: LinearOperator,
  b: TensorLike,
  options: IterativeSolveOptions,
  transpose?: (x: Tensor) => TensorLike,
): IterativeSolution {
  return typeof a === "function"
    ? solveFunction(method, a, b, options, transpose)
    : solveMatrix(method, a, b, options);
}
