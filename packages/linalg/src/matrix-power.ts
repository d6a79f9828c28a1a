import { asInexact, broadcastTo, DomainError, eye, matmul } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixShape, squareArgument } from "./matrices.ts";
import { renamed } from "./renamed.ts";
import { inv } from "./solve.ts";

/**
 * An integer power of a square matrix, real or complex: A · A ⋯ A, the identity for 0, and of A⁻¹ for negative powers.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`. Derivative: that of the products, d(Aᵏ) = Σ Aⁱ dA Aᵏ⁻¹⁻ⁱ.
 *
 * Method: repeated squaring. Errors grow with ‖A‖ᵏ, not with ‖Aᵏ‖.
 * Formula: Aᵏ = A · A ⋯ A, and A⁻ᵏ = (A⁻¹)ᵏ.
 * Cost: at most 2 log₂ k products of n³ multiplications.
 * Source: Higham, Functions of Matrices, §4.1, algorithm 4.1.
 *
 * @throws DomainError if `power` is not an integer. LinAlgError if the matrix is not square, or if the power is negative and it
 * is singular to working precision.
 * @example
 * ```ts
 * import { matrixPower } from "@adjoint/linalg";
 *
 * matrixPower([[1, 1], [1, 0]], 10).toArray(); // => [[89, 55], [55, 34]]
 * matrixPower([[2, 0], [0, 4]], -1).toArray(); // => [[0.5, 0], [0, 0.25]]
 * ```
 */
export function matrixPower(a: TensorLike, power: number): Tensor {
  const matrix = squareArgument("matrixPower", "a", a, asInexact);
  if (!Number.isSafeInteger(power)) {
    throw new DomainError(
      `matrixPower: power must be an integer, got ${String(power)}; ` +
        `roots of a symmetric matrix come from the powers of its eigenvalues by eigh`,
      { operation: "matrixPower", power },
    );
  }
  if (power === 0) {
    const identity = eye(matrixShape(matrix.shape)[0], undefined, { dtype: matrix.dtype });
    return broadcastTo(identity, matrix.shape);
  }
  let square = power < 0 ? renamed("matrixPower", () => inv(matrix)) : matrix;
  let result: Tensor | undefined;
  for (let rest = Math.abs(power); ; square = matmul(square, square)) {
    if (rest % 2 === 1) result = result ? matmul(result, square) : square;
    rest = Math.floor(rest / 2);
    if (rest === 0) return result!;
  }
}
