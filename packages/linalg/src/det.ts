import {
  asInexact,
  bind,
  checkOptions,
  complex,
  equal,
  expandDims,
  eye,
  imag,
  matmul,
  mul,
  real,
  sizeOf,
  stopGradient,
  tensor,
  Tensor,
  where,
} from "@adjoint/tensor";
import type { Primitive, Tangent, TensorLike } from "@adjoint/tensor";
import { complexPivotProduct, logMagnitudeOf } from "./complex-determinant.ts";
import { phaseOf } from "./complex-scaled-product.ts";
import { determinant } from "./determinant.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import { batchShape, matrixShape, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { pivotProduct } from "./pivot-product.ts";
import { logOf } from "./scaled-product.ts";
import { inv } from "./solve.ts";
import { trace } from "./trace.ts";

/** The determinant as its sign and the logarithm of its magnitude. */
export interface LogDeterminant {
  /** 1, −1, of a complex matrix a number of magnitude 1, or 0 for a singular matrix: `[…]`. */
  readonly sign: Tensor;
  /** log |det A|, −∞ for a singular matrix: `[…]`, real. */
  readonly logAbsDet: Tensor;
}

/**
 * The determinant of a square matrix, real or complex.
 *
 * Shapes: `[…, n, n]` → `[…]`; the determinant of a matrix without elements is 1. No product on the way overflows or
 * underflows unless the determinant does.
 *
 * Derivative: d det A = Σ cof(A) ∘ dA, where the cofactors det A · A⁻ᵀ are computed without an inverse, so that
 * derivatives of every order are exact at singular matrices too: by elimination with complete pivoting, A = X D Y with
 * det X det Y = ±1, they are ± X⁻ᵀ cof(D) Y⁻ᵀ. Of complex matrices third and higher ones divide by the determinant.
 *
 * Method: LU factorization with partial pivoting, and the product of the pivots.
 * Formula: det A = Σ sign(π) a₁π₍₁₎ ⋯ aₙπ₍ₙ₎, the sum over all permutations π.
 * Cost: n³/3 multiplications, 2 n³ more for the gradient; O(nᵏ) for derivatives of order k from 3 on.
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
  return determinant(squareArgument("det", "a", a, asInexact), check);
}

/**
 * The determinant of a square matrix, real or complex, as sign · exp(logAbsDet), which stays in range where the determinant does not.
 *
 * Shapes: `[…, n, n]` → sign and logAbsDet `[…]`.
 * Derivative: d log |det A| = tr(A⁻¹ dA), and 0 for the sign; of a complex matrix Re tr(A⁻¹ dA), and
 * i Im tr(A⁻¹ dA) times the sign. Where the determinant is exactly 0, sign is 0, logAbsDet −∞,
 * and the derivative, which does not exist, counts as 0.
 * Formula: log |det A| = Σ log |uᵢᵢ| of the factor U.
 * Method: LU factorization as in `det`, with logarithms of the pivots.
 * Cost: n³/3 multiplications.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §3.4.
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
  const [sign, logAbsDet] = bind(slogdetPrimitive, [squareArgument("slogdet", "a", a, asInexact)], { check });
  return { sign, logAbsDet };
}

const slogdetPrimitive: Primitive<[a: Tensor], [sign: Tensor, logAbsDet: Tensor], Required<CheckOptions>> = {
  name: "slogdet",
  shape: ([{ shape, dtype }]) => [
    { shape: batchShape(shape), dtype },
    { shape: batchShape(shape), dtype: dtype === "complex128" ? "float64" : dtype },
  ],
  kernel: ([a], { check }) => {
    const shape = batchShape(a.shape);
    const isComplex = a.dtype === "complex128";
    const sign = new Float64Array((isComplex ? 2 : 1) * sizeOf(shape));
    const logAbsDet = new Float64Array(sizeOf(shape));
    const [n] = matrixShape(a.shape);
    eachInexactMatrix(a, (matrix, index) => {
      const infinite = nonFiniteInexact("slogdet", matrix, a, index);
      if (infinite && check) throw infinite;
      if (isComplex) {
        const product = infinite ? { re: NaN, im: NaN, exponent: 0 } : complexPivotProduct(matrix, n);
        sign.set(phaseOf(product), 2 * index);
        logAbsDet[index] = logMagnitudeOf(product);
        return;
      }
      const product = infinite ? { mantissa: NaN, exponent: 0 } : pivotProduct(matrix, n);
      sign[index] = Math.sign(product.mantissa);
      logAbsDet[index] = logOf(product);
    });
    if (isComplex) return [new Tensor(shape, a.dtype, sign), new Tensor(shape, "float64", logAbsDet)];
    return [tensor(sign, { shape, dtype: a.dtype }), tensor(logAbsDet, { shape, dtype: a.dtype })];
  },
  jvp: ([tangent], [a], [sign]): [Tangent, Tangent] => {
    const isSingular = equal(stopGradient(sign), 0);
    const identity = eye(matrixShape(a.shape)[0], undefined, { dtype: a.dtype });
    const regular = where(expandDims(isSingular, [-2, -1]), identity, a);
    const relative = where(isSingular, 0, trace(matmul(inv(regular, { check: false }), tangent!)));
    return a.dtype === "complex128"
      ? [mul(sign, complex(0, imag(relative))), real(relative)]
      : [null, relative];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(slogdetPrimitive, [a], params),
};
