import { checkOptions } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import type { Cycle, SolverMethod } from "./iterate.ts";
import { iterativeSolve } from "./iterative-solve.ts";
import type { IterativeSolution, IterativeSolveOptions } from "./iterative-settings.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { hypotenuse } from "./scaling.ts";
import { addMultiple, dotProduct } from "./vectors.ts";

/**
 * The solution of A x = b for symmetric A, definite or not, by minimal residuals: of all vectors of the Krylov space
 * it takes the one with the smallest ‖b − A x‖, so that the residual never grows.
 *
 * Shapes: as in `cg`, with its options and verdict; a preconditioner must be symmetric positive definite.
 * For singular A and b in its range, x is a solution (that of least length, without a preconditioner and from 0); for b
 * outside of it, x has the smallest residual there is, and `converged` is false.
 *
 * Derivative: as in `cg`.
 * Method: the Lanczos process, and a QR factorization of its tridiagonal matrix that is updated by rotations.
 * Cost: one product with A and about 15 n operations a step.
 * Source: Paige & Saunders 1975, "Solution of sparse indefinite systems of linear equations".
 *
 * @throws LinAlgError and NotDifferentiableError as `cg` does.
 * @example
 * ```ts
 * import { minres } from "@adjoint/linalg";
 *
 * minres([[1, 2], [2, 1]], [3, 3]).x.toArray(); // => [1, 1]
 * minres([[1, 0], [0, 0]], [2, 1]).converged.toArray(); // => false
 * ```
 */
export function minres(
  a: LinearOperator,
  b: TensorLike,
  options: IterativeSolveOptions = {},
): IterativeSolution {
  checkOptions("minres", options, ["tolerance", "maxIterations", "start", "preconditioner", "check"]);
  return iterativeSolve(method, a, b, options);
}

const method: SolverMethod = {
  name: "minres",
  symmetric: true,
  remedy: "pinv or lstsq for a system without a solution",
  cycle,
};

/** The names of the source: a Lanczos process whose tridiagonal matrix is reduced by rotations (c, s) as it grows. */
function cycle(
  apply: VectorMap,
  precondition: VectorMap | null,
  residual: Float64Array,
  target: number,
  steps: number,
): Cycle {
  const n = residual.length;
  const x = new Float64Array(n);
  const none = Number.EPSILON * n;
  let r1: Float64Array = residual;
  let r2: Float64Array = residual.slice();
  let y = precondition ? precondition(r2) : r2.slice();
  const first = dotProduct(r2, y);
  if (!(first > 0)) return { d: x, steps: 0, breakdown: "the preconditioner is not positive definite" };
  let beta = Math.sqrt(first);
  const beta1 = beta;
  let [oldBeta, dBar, epsilon, phiBar, c, s, size] = [0, 0, 0, beta1, -1, 0, 0];
  let [w, w2] = [new Float64Array(n), new Float64Array(n)];
  for (let step = 1; step <= steps; step++) {
    const v = y.map((element) => element / beta);
    y = apply(v);
    if (step > 1) addMultiple(y, -beta / oldBeta, r1);
    const alpha = dotProduct(v, y);
    addMultiple(y, -alpha / beta, r2);
    [r1, r2] = [r2, y];
    y = precondition ? precondition(r2) : r2.slice();
    oldBeta = beta;
    const square = dotProduct(r2, y);
    if (square < 0) return { d: x, steps: step, breakdown: "the preconditioner is not positive definite" };
    beta = Math.sqrt(square);
    size = Math.max(size, Math.abs(alpha), beta, oldBeta * Number(step > 1));

    const oldEpsilon = epsilon;
    const delta = c * dBar + s * alpha;
    const gBar = s * dBar - c * alpha;
    epsilon = s * beta;
    dBar = -c * beta;
    const gamma = hypotenuse(gBar, beta);
    if (gamma <= none * size)
      return { d: x, steps: step, breakdown: "a is singular and b is not in its range" };
    [c, s] = [gBar / gamma, beta / gamma];
    const phi = c * phiBar;
    phiBar *= s;
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) next[i] = (v[i]! - oldEpsilon * w2[i]! - delta * w[i]!) / gamma;
    [w2, w] = [w, next];
    addMultiple(x, phi, w);
    if (phiBar <= target * beta1) return { d: x, steps: step, breakdown: null };
    if (beta <= none * size) return { d: x, steps: step, breakdown: null };
  }
  return { d: x, steps, breakdown: null };
}
