import { asInexact, bind } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { rcondPrimitive } from "./condition-estimate.ts";
import { squareArgument } from "./matrices.ts";
import { factorPrimitive } from "./solve.ts";

/**
 * An estimate of the reciprocal condition of a square matrix, real or complex, 1/(‖A‖₁ ‖A⁻¹‖₁): about 1 is harmless, 10⁻ᵏ costs k digits
 * of a solution, and below 10⁻¹⁶ none is left.
 *
 * Shapes: `[…, n, n]` → `[…]`, float64. It is 0 for a matrix that is singular or not finite, and never below the exact
 * value but for rounding, rarely more than three times it. Derivative: none,
 * it is a constant to derivatives; `cond` has derivatives.
 *
 * Method: LU factorization, then a few solutions with A and Aᵀ that climb to the largest column of A⁻¹.
 * Cost: n³/3 multiplications.
 * Source: Hager 1984, "Condition estimates"; Higham 1988, ACM TOMS 14, algorithm 4.1.
 *
 * @throws LinAlgError if the matrix is not square.
 * @example
 * ```ts
 * import { rcond } from "@adjoint/linalg";
 *
 * rcond([[1, 0], [0, 4]]).item(); // => 0.25
 * rcond([[1, 2], [2, 4]]).item(); // => 0
 * ```
 */
export function rcond(a: TensorLike): Tensor {
  const matrix = squareArgument("rcond", "a", a, asInexact);
  const [factors, rows] = bind(factorPrimitive, [matrix], { operation: "rcond", check: false });
  return bind(rcondPrimitive, [matrix, factors, rows], null)[0];
}
