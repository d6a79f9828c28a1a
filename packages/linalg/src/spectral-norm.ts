import { asInexact, checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { svdvals } from "./svd.ts";
import { vectorNorm } from "./vector-norm.ts";

/**
 * The largest factor by which a real or complex matrix stretches a vector: ‖A‖₂ = max ‖A x‖/‖x‖, its largest singular value.
 *
 * Shapes: `[…, m, n]` → `[…]`; 0 for matrices without elements. Derivative: d‖A‖₂ = u₁ᵀ dA v₁, the mean of these over
 * largest singular values that are equal, and 0 for a matrix of zeros.
 *
 * Method: all singular values, by `svdvals`.
 * Cost: O(m n min(m, n)).
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §2.3.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN.
 * @example
 * ```ts
 * import { spectralNorm } from "@adjoint/linalg";
 *
 * spectralNorm([[0, -4], [3, 0]]).item(); // => 4
 * ```
 */
export function spectralNorm(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("spectralNorm", options, ["check"]);
  return vectorNorm(svdvals(matrixArgument("spectralNorm", "a", a, asInexact), { check }), Infinity);
}
