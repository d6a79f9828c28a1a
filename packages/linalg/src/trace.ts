import { asInexact, reshape, slice, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { batchShape, matrixArgument, matrixShape } from "./matrices.ts";

/**
 * The sum of the diagonal: tr A = Σᵢ aᵢᵢ.
 *
 * Shapes: `[…, m, n]` → `[…]`; the matrices need not be square, as in NumPy. Derivative: d tr A = tr dA, whose gradient is the identity.
 * Method: the sum along the diagonal.
 * Cost: n additions.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §2.1.
 *
 * @throws ShapeError if `a` has fewer than two axes.
 * @example
 * ```ts
 * import { trace } from "@adjoint/linalg";
 *
 * trace([[1, 2], [3, 4]]).item(); // => 5
 * ```
 */
export function trace(a: TensorLike): Tensor {
  return sum(diagonalOf(matrixArgument("trace", "a", a, asInexact)), { axis: -1 });
}

/** The elements aᵢᵢ: `[…, m, n]` → `[…, min(m, n)]`, without touching the others. */
function diagonalOf(a: Tensor): Tensor {
  const [rows, columns] = matrixShape(a.shape);
  const flat = reshape(a, [...batchShape(a.shape), rows * columns]);
  return slice(flat, "...", [0, Math.min(rows, columns) * columns, columns + 1]);
}
