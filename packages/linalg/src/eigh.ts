import {
  asInexact,
  bind,
  checkOptions,
  conj,
  matmul,
  mul,
  real,
  sum,
  Tensor,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, TensorLike } from "@adjoint/tensor";
import { hermitianPart } from "./complex-adjoint.ts";
import { hermitianEigen } from "./complex-hermitian.ts";
import { withRealPivots } from "./complex-phase.ts";
import { gapSolve } from "./gap-solve.ts";
import { generalizedEigh } from "./generalized-eigh.ts";
import { eachInexactMatrix } from "./inexact-matrices.ts";
import { eachMatrix, matrixShape, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { diagonalize } from "./symmetric-eigen.ts";

/** The eigenvalues and eigenvectors of a symmetric or Hermitian matrix. */
export interface SymmetricEigen {
  /** Ascending, real: `[…, n]`. */
  readonly values: Tensor;
  /** Orthonormal, one a column, in the order of `values`: `[…, n, n]`. */
  readonly vectors: Tensor;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(λ) Vᵀ with VᵀV = I; or, with a symmetric positive
 * definite B, of the pair: A V = B V diag(λ) with VᵀB V = I.
 *
 * Shapes: `[…, n, n]` → values `[…, n]`, ascending, and vectors `[…, n, n]`, one a column; leading axes of `b` broadcast.
 * The component of largest magnitude of each vector is positive, the first one if several are equal up to rounding.
 * Both triangles of `a` are read and (A + Aᵀ)/2 is used, so that the gradient is symmetric.
 *
 * A complex matrix is a Hermitian one, A = V diag(λ) Vᴴ, of which (A + Aᴴ)/2 is used, with Vᴴ for Vᵀ below; the component of
 * largest magnitude of each vector is real and positive and stays so in the derivative. PyTorch's gradient is the same of
 * functions that do not depend on the phase of the vectors. Pairs are real.
 *
 * Derivatives: dλ = diag(Vᵀ dA V) and dV = V (F ∘ Vᵀ dA V) with Fᵢⱼ = 1/(λⱼ − λᵢ). Between eigenvalues that are equal
 * up to rounding Fᵢⱼ counts as 0, and nothing becomes NaN. Exact to any order there are simple eigenvalues and their vectors,
 * the sum of equal eigenvalues and the projector onto a whole eigenspace; to first order Σ f(λᵢ). V diag(f(λ)) Vᵀ is not, nor
 * are higher derivatives of Σ f(λᵢ): `funm` has those.
 *
 * Of a pair, with K = Vᵀ dA V and M = Vᵀ dB V: dλ = diag(K − M Λ) and dV = V (F ∘ (K − M Λ) − ½ M where F is 0);
 * at its repeated eigenvalues first derivatives are exact.
 *
 * Method: Householder tridiagonalization, then implicit QL with Wilkinson's shift, or from n = 100 on divide and conquer if there
 * are vectors to find; backward stable. A pair becomes one matrix by the Cholesky factor of B, which costs its small eigenvalues
 * digits if B is nearly singular.
 * Cost: O(n³): 4/3 n³ operations for the tridiagonal form, 4 to 9 n³ with the vectors.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3, §8.4 and §8.7.2; Gu & Eisenstat 1995, SIAM J. Matrix Anal.
 * Appl. 16, 172–191; derivative: Giles 2008, "An extended collection of matrix
 * derivative results for forward and reverse mode algorithmic differentiation", §3.1.
 *
 * @throws LinAlgError if the matrix is not square, is far from symmetric, holds NaN or ∞, or the iteration does not
 * converge, or `b` is not positive definite; `{ check: false }` gives NaN instead of the last three, and takes the symmetric
 * part without asking.
 * @example
 * ```ts
 * import { eigh } from "@adjoint/linalg";
 *
 * const { values, vectors } = eigh([[2, 1], [1, 2]]);
 * values.toArray(); // => [1, 3]
 * vectors.toArray(); // => [[0.70710678, 0.70710678], [-0.70710678, 0.70710678]]
 * eigh([[2, 0], [0, 3]], [[1, 0], [0, 2]]).values.toArray(); // => [1.5, 2]
 * eigh([[0, { re: 0, im: -1 }], [{ re: 0, im: 1 }, 0]]).values.toArray(); // => [-1, 1]
 * ```
 */
export function eigh(a: TensorLike, options?: CheckOptions): SymmetricEigen;
export function eigh(a: TensorLike, b: TensorLike, options?: CheckOptions): SymmetricEigen;
export function eigh(
  a: TensorLike,
  second: TensorLike | CheckOptions = {},
  third?: CheckOptions,
): SymmetricEigen {
  const isPair = isTensorLike(second);
  const options = isPair ? (third ?? {}) : second;
  const { check = true } = checkOptions("eigh", options, ["check"]);
  if (isPair) return generalizedEigh("eigh", a, second, check);
  const [values, vectors] = bind(eighPrimitive, [squareArgument("eigh", "a", a, asInexact)], { check });
  return { values, vectors };
}

/**
 * The eigenvalues of a symmetric matrix, ascending, without the vectors: two to four times as fast as `eigh`; or those of a pair.
 *
 * Shapes: `[…, n, n]` → `[…, n]`. Derivative: dλ = diag(Vᵀ dA V). Symmetry and options as in `eigh`.
 * Formula: A v = λ v, or A v = λ B v.
 * Method: that of `eigh`, without the vectors.
 * Cost: 4/3 n³ operations.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3.
 *
 * @throws LinAlgError as `eigh` does.
 * @example
 * ```ts
 * import { eigvalsh } from "@adjoint/linalg";
 *
 * eigvalsh([[4, 1], [1, 3]]).toArray(); // => [2.381966011, 4.618033989]
 * ```
 */
export function eigvalsh(a: TensorLike, options?: CheckOptions): Tensor;
export function eigvalsh(a: TensorLike, b: TensorLike, options?: CheckOptions): Tensor;
export function eigvalsh(
  a: TensorLike,
  second: TensorLike | CheckOptions = {},
  third?: CheckOptions,
): Tensor {
  const isPair = isTensorLike(second);
  const options = isPair ? (third ?? {}) : second;
  const { check = true } = checkOptions("eigvalsh", options, ["check"]);
  if (isPair) return generalizedEigh("eigvalsh", a, second, check).values;
  return bind(eigvalshPrimitive, [squareArgument("eigvalsh", "a", a, asInexact)], { check })[0];
}

const eighPrimitive: Primitive<[a: Tensor], [values: Tensor, vectors: Tensor], Required<CheckOptions>> = {
  name: "eigh",
  shape: ([{ shape, dtype }]) => [
    { shape: shape.slice(0, -1), dtype: dtype === "complex128" ? "float64" : dtype },
    { shape, dtype },
  ],
  kernel: ([a], { check }) => {
    const values = zerosLike(eighPrimitive.shape([a], { check })[0]);
    const vectors = zerosLike(a);
    const [n] = matrixShape(a.shape);
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => {
        const found = hermitianEigen("eigh", matrix, a, index, true, check);
        values.data.set(found.values, index * n);
        vectors.data.set(found.vectors!, 2 * index * n * n);
      });
      return [values, vectors];
    }
    eachMatrix(a, (matrix, index) => {
      const found = diagonalize("eigh", matrix, a.shape, index, true, check);
      values.data.set(found.values, index * n);
      vectors.data.set(found.vectors!, index * n * n);
    });
    return [values, vectors];
  },
  jvp: ([tangent], [a], [values, vectors]) => {
    const moved = matmul(hermitianPart(tangent!), vectors);
    const turned = gapSolve(hermitianPart(a), values, vectors, moved);
    return [diagonalValues(tangent!, vectors), withRealPivots(turned, vectors)];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eighPrimitive, [a], params),
};

const eigvalshPrimitive: Primitive<[a: Tensor], [values: Tensor], Required<CheckOptions>> = {
  name: "eigvalsh",
  shape: ([{ shape, dtype }]) => [
    { shape: shape.slice(0, -1), dtype: dtype === "complex128" ? "float64" : dtype },
  ],
  kernel: ([a], { check }) => {
    const values = zerosLike(eigvalshPrimitive.shape([a], { check })[0]);
    const [n] = matrixShape(a.shape);
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => {
        values.data.set(hermitianEigen("eigvalsh", matrix, a, index, false, check).values, index * n);
      });
      return [values];
    }
    eachMatrix(a, (matrix, index) => {
      values.data.set(diagonalize("eigvalsh", matrix, a.shape, index, false, check).values, index * n);
    });
    return [values];
  },
  jvp: ([tangent], [a], _outputs, params) => [diagonalValues(tangent!, bind(eighPrimitive, [a], params)[1])],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eigvalshPrimitive, [a], params),
};

/** diag(Vᴴ dA V), where only the symmetric or Hermitian part of dA counts. */
function diagonalValues(tangent: Tensor, vectors: Tensor): Tensor {
  return real(sum(mul(conj(vectors), matmul(hermitianPart(tangent), vectors)), { axis: -2 }));
}

/** Whether the second argument is a matrix and not the options. */
function isTensorLike(value: TensorLike | CheckOptions): value is TensorLike {
  return (
    typeof value !== "object" || value instanceof Tensor || Array.isArray(value) || ArrayBuffer.isView(value)
  );
}
