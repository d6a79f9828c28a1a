import { checkOptions, squeeze } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { eigenIteration } from "./eigen-iteration.ts";
import type { EigenIterationOptions, FoundPairs } from "./eigen-iteration.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { addMultiple, dotProduct, lengthOf, scaleBy } from "./vectors.ts";

/** An eigenvalue with its vector, and how well it was found; one for each matrix of a batch. */
export interface DominantEigenpair {
  /** The Rayleigh quotient vᵀ A v: `[…]`. */
  readonly value: Tensor;
  /** Of length 1, its component of largest magnitude positive: `[…, n]`. */
  readonly vector: Tensor;
  /** How many products with A it took: int32. */
  readonly iterations: Tensor;
  /** ‖A v − λ v‖/|λ|; 0 if it is rounding, up to n ε. */
  readonly residual: Tensor;
  /** Whether the residual is within the tolerance. */
  readonly converged: Tensor;
}

/**
 * The eigenvalue of largest magnitude, and its vector, by multiplying with A again and again: each step makes the error
 * smaller by |λ₂/λ₁|, so `lanczos` is faster for symmetric matrices.
 *
 * Shapes: a matrix `[…, n, n]`, symmetric or not, or a function x ↦ A x of vectors `[n]`, with `{ start }`.
 * At most `maxIterations` products, 1000 by default. A dominant complex pair, or ±λ, does not converge, and `converged`
 * says so. Without an eigenvector in the start nothing finds it: the default start is a generic one.
 *
 * Derivative: that of the pair, not of the steps: (A − λ) dv − v dλ = −dA v with vᵀ dv = 0, in both modes and of every
 * order. At a repeated eigenvalue, gaps within the tolerance included, the shortest least-squares solution dv counts, which
 * for symmetric A is the convention of `eigh`. A function has none with respect to what it uses.
 *
 * Formula: A v = λ v.
 * Method: x ← A x/‖A x‖, and the Rayleigh quotient.
 * Cost: one product with A a step, about log(tolerance)/log |λ₂/λ₁| of them.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §7.3.1; derivative: Magnus 1985, "On differentiating
 * eigenvalues and eigenvectors".
 *
 * @throws LinAlgError if `a` is not square, if anything is NaN or ∞, and with `{ check: true }` if there is no
 * convergence. NotDifferentiableError if a function uses a value that is differentiated.
 * @example
 * ```ts
 * import { powerIteration } from "@adjoint/linalg";
 *
 * const { value, vector } = powerIteration([[2, 1], [1, 2]]);
 * value.item(); // => 3
 * vector.toArray(); // => [0.70710678, 0.70710678]
 * ```
 */
export function powerIteration(a: LinearOperator, options: EigenIterationOptions = {}): DominantEigenpair {
  checkOptions("powerIteration", options, ["tolerance", "maxIterations", "start", "check"]);
  const method = { name: "powerIteration", symmetric: false, count: 1, find };
  const [values, vectors, iterations, residual, converged] = eigenIteration(
    a,
    () => method,
    options,
    () => 1000,
  );
  return { value: squeeze(values, -1), vector: squeeze(vectors, -1), iterations, residual, converged };
}

function find(apply: VectorMap, start: Float64Array, tolerance: number, maxIterations: number): FoundPairs {
  let v: Float64Array = start;
  for (let step = 1; ; step++) {
    const next = apply(v);
    const value = dotProduct(v, next);
    const r = next.slice();
    addMultiple(r, -value, v);
    // The vector is then within tolerance²/gap of the best that the products can tell: a little more costs little.
    if (step >= maxIterations || lengthOf(r) <= 0.1 * tolerance * Math.abs(value)) {
      return { values: [value], vectors: [v], iterations: step, largest: Math.abs(value) };
    }
    const length = lengthOf(next);
    if (length === 0) return { values: [0], vectors: [v], iterations: step, largest: 0 };
    scaleBy(next, 1 / length);
    v = next;
  }
}
