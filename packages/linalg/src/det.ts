import {
  bind,
  checkOptions,
  equal,
  expandDims,
  eye,
  matmul,
  sizeOf,
  stopGradient,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { determinant } from "./determinant.ts";
import { batchShape, eachMatrix, matrixShape, nonFinite, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { pivotProduct } from "./pivot-product.ts";
import { logOf } from "./scaled-product.ts";
import { inv } from "./solve.ts";
import { trace } from "./trace.ts";

/** The determinant as its sign and the logarithm of its magnitude. */
export interface LogDeterminant {
  /** 1, −1, or 0 for a singular matrix: `[…]`. */
  readonly sign: Tensor;
  /** log |det A|, −∞ for a singular matrix: `[…]`. */
  readonly logAbsDet: Tensor;
}

/**
 * The determinant of a square matrix.
 *
 * Shapes: `[…, n, n]` → `[…]`; the determinant of a matrix without elements is 1. No product on the way overflows or
 * underflows unless the determinant does.
 *
 * Derivative: d det A = Σ cof(A) ∘ dA, where the cofactors det A · A⁻ᵀ are computed without an inverse, so that gradient
 * and second derivatives are exact at singular matrices too: by elimination with complete pivoting, A = X D Y with
 * det X det Y = ±1, they are ± X⁻ᵀ cof(D) Y⁻ᵀ. Third and higher derivatives divide by the determinant.
 *
 * Method: LU factorization with partial pivoting; n³/3 multiplications, 2 n³ more for the gradient.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §3.4; Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed., §14.6; derivative: Jacobi's formula.
 *
 * @throws LinAlgError if the matrix is not square or holds NaN or ∞; `{ check: false }` gives NaN for the latter.
 * @example
 * ```ts
 * import { det } from "@adjoint/linalg";
 *
 * det([[1, 2], [3, 4]]).item(); // => -2
 * det([[1, 2], [2, 4]]).item(); // => 0
 * ```
 */
export function det(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("det", options, ["check"]);
  return determinant(squareArgument("det", "a", a), check);
}

/**
 * The determinant of a square matrix as sign · exp(logAbsDet), which stays in range where the determinant does not.
 *
 * Shapes: `[…, n, n]` → sign and logAbsDet `[…]`.
 * Derivative: d log |det A| = tr(A⁻¹ dA), and 0 for the sign. Where the determinant is exactly 0, sign is 0, logAbsDet −∞,
 * and the derivative, which does not exist, counts as 0. Method as in `det`.
 *
 * @throws LinAlgError as `det` does.
 * @example
 * ```ts
 * import { slogdet } from "@adjoint/linalg";
 *
 * const { sign, logAbsDet } = slogdet([[0, 1e200], [1e200, 0]]);
 * sign.item(); // => -1
 * logAbsDet.item(); // => 921.0340372
 * ```
 */
export function slogdet(a: TensorLike, options: CheckOptions = {}): LogDeterminant {
  const { check = true } = checkOptions("slogdet", options, ["check"]);
  const [sign, logAbsDet] = bind(slogdetPrimitive, [squareArgument("slogdet", "a", a)], { check });
  return { sign, logAbsDet };
}

const slogdetPrimitive: Primitive<[a: Tensor], [sign: Tensor, logAbsDet: Tensor], Required<CheckOptions>> = {
  name: "slogdet",
  shape: ([{ shape, dtype }]) => [
    { shape: batchShape(shape), dtype },
    { shape: batchShape(shape), dtype },
  ],
  kernel: ([a], { check }) => {
    const shape = batchShape(a.shape);
    const sign = new Float64Array(sizeOf(shape));
    const logAbsDet = new Float64Array(sizeOf(shape));
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      const infinite = nonFinite("slogdet", matrix, a.shape, index);
      if (infinite && check) throw infinite;
      const product = infinite ? { mantissa: NaN, exponent: 0 } : pivotProduct(matrix, n);
      sign[index] = Math.sign(product.mantissa);
      logAbsDet[index] = logOf(product);
    });
    return [tensor(sign, { shape, dtype: a.dtype }), tensor(logAbsDet, { shape, dtype: a.dtype })];
  },
  jvp: ([tangent], [a], [sign]): [Tangent, Tangent] => {
    const isSingular = equal(stopGradient(sign), 0);
    const identity = eye(matrixShape(a.shape)[0], undefined, { dtype: a.dtype });
    const regular = where(expandDims(isSingular, [-2, -1]), identity, a);
    return [null, where(isSingular, 0, trace(matmul(inv(regular, { check: false }), tangent!)))];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(slogdetPrimitive, [a], params),
};
