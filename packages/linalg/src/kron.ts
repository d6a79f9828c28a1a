import {
  broadcastShapes,
  expandDims,
  mul,
  promoteOperands,
  reshape,
  ShapeError,
  formatShape,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { batchShape, matrixShape } from "./matrices.ts";

/**
 * The Kronecker product: the block matrix whose blocks are aᵢⱼ B, or of two vectors the vector of blocks aᵢ b.
 *
 * Shapes: a `[…, m, n]`, b `[…, p, q]` → `[…, m p, n q]`; leading axes broadcast. `[m]` and `[p]` → `[m p]`.
 * Derivative: dA ⊗ B + A ⊗ dB, for it is bilinear.
 *
 * Formula: A ⊗ B = (aᵢⱼ B), a matrix of blocks.
 * Method: one product of every element with every other, broadcast.
 * Cost: m n p q multiplications.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §12.3.
 *
 * @throws ShapeError if an operand is a scalar, or one is a vector and the other is not.
 * @example
 * ```ts
 * import { kron } from "@adjoint/linalg";
 *
 * kron([[1, 2], [3, 4]], [[0, 1]]).toArray(); // => [[0, 1, 0, 2], [0, 3, 0, 4]]
 * kron([1, 10], [1, 2]).toArray(); // => [1, 2, 10, 20]
 * ```
 */
export function kron(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = promoteOperands("kron", a, b);
  if (x.shape.length === 1 && y.shape.length === 1) {
    return reshape(mul(expandDims(x, 1), y), [x.size * y.size]);
  }
  if (x.shape.length < 2 || y.shape.length < 2) {
    throw new ShapeError(
      `kron: a is ${formatShape(x.shape)} and b is ${formatShape(y.shape)}; both must be matrices or both vectors: ` +
        `a vector becomes a column with expandDims(x, -1), and by a scalar mul multiplies`,
      { operation: "kron", a: x.shape, b: y.shape },
    );
  }
  const [m, n] = matrixShape(x.shape);
  const [p, q] = matrixShape(y.shape);
  const batch = broadcastShapes("kron", batchShape(x.shape), batchShape(y.shape));
  const blocks = mul(expandDims(expandDims(x, -1), -3), expandDims(expandDims(y, -2), -4));
  return reshape(blocks, [...batch, m * p, n * q]);
}
