import { checkOptions } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import type { Cycle, SolverMethod } from "./iterate.ts";
import { iterativeSolve } from "./iterative-solve.ts";
import type { IterativeSolution, IterativeSolveOptions } from "./iterative-settings.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { addMultiple, dotProduct, lengthOf } from "./vectors.ts";

/**
 * The solution of A x = b for symmetric positive definite A by conjugate gradients: one product with A a step, and
 * about √κ log(1/tolerance)/2 steps for the condition κ.
 *
 * Shapes: a matrix `[…, n, n]` with b `[n]` or `[…, n, k]`, each column a system with its own verdict, or a function
 * x ↦ A x with b of any one shape, which it keeps: `cg(v => hvp(f, x, v), gradient)` is a Newton step.
 * A preconditioner must be symmetric positive definite. A matrix is read as (A + Aᵀ)/2.
 *
 * Without convergence x is the best found and `converged` is false: at the latest after `maxIterations`, or where a
 * direction with pᵀA p ≤ 0 shows that A is not positive definite. A singular A with b in its range is no obstacle.
 *
 * Derivative: dx = A⁻¹ (db − dA x), another solve with the same options, in both modes and of every order; the steps are
 * not differentiated. For a function the derivative is that with respect to b alone.
 *
 * Method: conjugate gradients: each step takes the best x along one more A-orthogonal direction.
 * Cost: one product with A and about 10 n operations a step; 2 n² a product if A is a dense matrix.
 * Source: Hestenes & Stiefel 1952, "Methods of conjugate gradients for solving linear systems".
 *
 * @throws LinAlgError if `a` is not square, is far from symmetric, or anything is NaN or ∞; with `{ check: true }` or in
 * a derivative, if there is no convergence. NotDifferentiableError if a function uses a value that is differentiated.
 * @example
 * ```ts
 * import { cg } from "@adjoint/linalg";
 *
 * const { x, iterations, converged } = cg([[4, 1], [1, 3]], [1, 2]);
 * x.toArray(); // => [0.0909090909, 0.6363636364]
 * iterations.item(); // => 2
 * converged.toArray(); // => true
 * ```
 */
export function cg(a: LinearOperator, b: TensorLike, options: IterativeSolveOptions = {}): IterativeSolution {
  checkOptions("cg", options, ["tolerance", "maxIterations", "start", "preconditioner", "check"]);
  return iterativeSolve(method, a, b, options);
}

const method: SolverMethod = {
  name: "cg",
  symmetric: true,
  remedy: "minres, which takes indefinite matrices, or solve",
  cycle,
};

function cycle(
  apply: VectorMap,
  precondition: VectorMap | null,
  residual: Float64Array,
  target: number,
  steps: number,
): Cycle {
  const d = new Float64Array(residual.length);
  const r = residual.slice();
  const none = Number.EPSILON * r.length;
  let z = precondition ? precondition(r) : r;
  let product = dotProduct(r, z);
  const p = z.slice();
  for (let step = 1; step <= steps; step++) {
    if (!(product > 0))
      return { d, steps: step - 1, breakdown: "the preconditioner is not positive definite" };
    const q = apply(p);
    const curvature = dotProduct(p, q);
    if (!(curvature > none * lengthOf(p) * lengthOf(q))) {
      return {
        d,
        steps: step,
        breakdown: `a is not positive definite: pᵀA p is ${curvature} for a direction p`,
      };
    }
    const alpha = product / curvature;
    addMultiple(d, alpha, p);
    addMultiple(r, -alpha, q);
    if (lengthOf(r) <= target) return { d, steps: step, breakdown: null };
    z = precondition ? precondition(r) : r;
    const next = dotProduct(r, z);
    const beta = next / product;
    for (let i = 0; i < p.length; i++) p[i] = z[i]! + beta * p[i]!;
    product = next;
  }
  return { d, steps, breakdown: null };
}
