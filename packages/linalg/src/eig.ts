import {
  abs,
  arange,
  argmax,
  bind,
  checkOptions,
  complex,
  conj,
  diagonal,
  div,
  equal,
  expandDims,
  greaterEqual,
  imag,
  lessEqual,
  matmul,
  max,
  mul,
  real,
  stopGradient,
  sub,
  sum,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tensor, TensorLike } from "@adjoint/tensor";
import { complexEigen, realEigen } from "./eigen-kernel.ts";
import type { Eigen } from "./eigen-kernel.ts";
import { eachInexactMatrix, inexactSquare, nonFiniteInexact, unconverged } from "./inexact-matrices.ts";
import { inBatch, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { tie } from "./normalize-eigenvector.ts";
import { allowedSteps } from "./real-schur.ts";
import { largest } from "./reciprocals.ts";
import { solve } from "./solve.ts";

/** The options of `eig` and `eigvals`. */
export interface EigOptions extends CheckOptions {
  /**
   * Scale rows and columns first, so that small eigenvalues of a badly scaled matrix keep their digits; with `false`
   * the residual is small beside the norm of the matrix, whatever its scales. Default `true`.
   */
  readonly balance?: boolean;
}

/** The eigenvalues and eigenvectors of a square matrix. */
export interface EigenDecomposition {
  /** complex128, `[…, n]`, in no particular order. */
  readonly values: Tensor;
  /** complex128, of length 1, one a column, in the order of `values`: `[…, n, n]`. */
  readonly vectors: Tensor;
}

/**
 * The eigenvalues and eigenvectors of a square matrix, real or complex: A V = V diag(λ). A symmetric matrix is the
 * business of `eigh`, which is faster and gives orthogonal vectors.
 *
 * Shapes: `[…, n, n]` → values `[…, n]` and vectors `[…, n, n]`, one a column, both complex128. Eigenvalues of a real
 * matrix come in exactly conjugate pairs, next to each other, the one with positive imaginary part first, and a real
 * eigenvalue has a real vector. Vectors have length 1 in the 2-norm, and their component of largest magnitude, the first
 * one if several are equal up to rounding, is real and positive.
 *
 * Derivatives: with G = V⁻¹ dA V, dλ = diag G and dV = X − V diag(Re Vᴴ X + iφ), X = V (F ∘ G), Fᵢⱼ = 1/(λⱼ − λᵢ), where
 * φ keeps the largest component real. Between eigenvalues that are equal up to rounding Fᵢⱼ counts as 0. Of functions
 * that do not depend on the phase of the vectors the gradient is that of PyTorch. At a defective matrix, which has fewer
 * vectors than eigenvalues, λ and V have no derivatives: NaN or numbers of the size of 1/ε are returned there.
 *
 * Method: balancing, Householder reduction to Hessenberg form, implicitly shifted QR, of large real matrices with many
 * shifts and aggressive early deflation, back substitution; backward stable for the balanced matrix. Balancing helps most
 * matrices whose elements differ by many orders of magnitude and harms some (Watkins 2006, "A case where balancing is
 * harmful"): for these there is `{ balance: false }`.
 * Cost: about 25 n³ operations.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §7.5–7.6; LAPACK's dgeev; Braman, Byers & Mathias 2002, "The
 * multishift QR algorithm"; derivative: Boeddeker et al. 2017, arXiv:1701.00392.
 *
 * @throws LinAlgError if the matrix is not square, holds NaN or ∞, or the iteration does not converge; of the last two
 * `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { eig } from "@adjoint/linalg";
 * import { imag, real } from "@adjoint/tensor";
 *
 * const { values, vectors } = eig([[0, 1], [-1, 0]]);
 * imag(values).toArray(); // => [1, -1]
 * real(vectors).toArray(); // => [[0.7071067812, 0.7071067812], [0, 0]]
 * imag(vectors).toArray(); // => [[0, 0], [0.7071067812, -0.7071067812]]
 * ```
 */
export function eig(a: TensorLike, options: EigOptions = {}): EigenDecomposition {
  const { balance = true, check = true } = checkOptions("eig", options, ["balance", "check"]);
  const [values, vectors] = bind(eigPrimitive, [inexactSquare("eig", "a", a)], { balance, check });
  return { values, vectors };
}

/**
 * The eigenvalues of a square matrix, real or complex, in no particular order, without the vectors.
 *
 * Shapes: `[…, n, n]` → `[…, n]`, complex128. Derivative: dλ = diag(V⁻¹ dA V). Options as in `eig`.
 * Formula: A v = λ v.
 * Method: that of `eig`, without the vectors.
 * Cost: about 10 n³ operations.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §7.5.
 *
 * @throws LinAlgError as `eig` does.
 * @example
 * ```ts
 * import { eigvals } from "@adjoint/linalg";
 *
 * eigvals([[1, 2], [3, 4]]).toArray(); // => [{ re: -0.3722813233, im: 0 }, { re: 5.3722813233, im: 0 }]
 * ```
 */
export function eigvals(a: TensorLike, options: EigOptions = {}): Tensor {
  const { balance = true, check = true } = checkOptions("eigvals", options, ["balance", "check"]);
  return bind(eigvalsPrimitive, [inexactSquare("eigvals", "a", a)], { balance, check })[0];
}

const eigPrimitive: Primitive<[a: Tensor], [values: Tensor, vectors: Tensor], Required<EigOptions>> = {
  name: "eig",
  shape: ([{ shape }]) => [
    { shape: shape.slice(0, -1), dtype: "complex128" },
    { shape, dtype: "complex128" },
  ],
  kernel: ([a], params) => {
    const [n] = matrixShape(a.shape);
    const values = zerosLike({ shape: a.shape.slice(0, -1), dtype: "complex128" });
    const vectors = zerosLike({ shape: a.shape, dtype: "complex128" });
    eachInexactMatrix(a, (matrix, index) => {
      const found = diagonalize("eig", matrix, a, index, true, params);
      values.data.set(found.values, 2 * index * n);
      vectors.data.set(found.vectors!, 2 * index * n * n);
    });
    return [values, vectors];
  },
  jvp: ([tangent], _inputs, [values, vectors]) => {
    const g = inBasis(tangent!, vectors);
    return [diagonalOf(g), normalized(matmul(vectors, mul(complexGaps(values), g)), vectors)];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eigPrimitive, [a], params),
};

const eigvalsPrimitive: Primitive<[a: Tensor], [values: Tensor], Required<EigOptions>> = {
  name: "eigvals",
  shape: ([{ shape }]) => [{ shape: shape.slice(0, -1), dtype: "complex128" }],
  kernel: ([a], params) => {
    const [n] = matrixShape(a.shape);
    const values = zerosLike({ shape: a.shape.slice(0, -1), dtype: "complex128" });
    eachInexactMatrix(a, (matrix, index) => {
      values.data.set(diagonalize("eigvals", matrix, a, index, false, params).values, 2 * index * n);
    });
    return [values];
  },
  // `eig` does the same arithmetic on the diagonal blocks, so that its eigenvalues come in the same order.
  jvp: ([tangent], [a], _outputs, params) => [
    diagonalOf(inBasis(tangent!, bind(eigPrimitive, [a], params)[1])),
  ],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eigvalsPrimitive, [a], params),
};

/** V⁻¹ dA V. */
function inBasis(tangent: Tensor, vectors: Tensor): Tensor {
  return solve(vectors, matmul(tangent, vectors), { check: false });
}

function diagonalOf(g: Tensor): Tensor {
  return diagonal(g, { axes: [-2, -1] });
}

/** Fᵢⱼ = 1/(λⱼ − λᵢ), and 0 where λⱼ = λᵢ up to rounding. */
function complexGaps(values: Tensor): Tensor {
  const gaps = sub(expandDims(values, -2), expandDims(values, -1));
  const bound = mul(
    expandDims(largest(abs(stopGradient(values))), -1),
    values.shape.at(-1)! * Number.EPSILON,
  );
  const isZero = lessEqual(abs(stopGradient(gaps)), bound);
  return where(isZero, 0, div(1, where(isZero, 1, gaps)));
}

/** The part of a tangent of the vectors that keeps their lengths and the argument of their largest components. */
function normalized(x: Tensor, vectors: Tensor): Tensor {
  const [n] = matrixShape(vectors.shape);
  if (n === 0) return x;
  const sizes = abs(stopGradient(vectors));
  const isTop = greaterEqual(sizes, mul(tie, max(sizes, { axis: -2, keepDims: true })));
  const isPivot = equal(expandDims(arange(n), -1), expandDims(argmax(isTop, { axis: -2 }), -2));
  const growth = sum(real(mul(conj(vectors), x)), { axis: -2, keepDims: true });
  const pick = (part: Tensor): Tensor => sum(where(isPivot, part, 0), { axis: -2, keepDims: true });
  return sub(x, mul(vectors, complex(growth, div(pick(imag(x)), pick(real(vectors))))));
}

/** The decomposition of one matrix, which is overwritten. */
function diagonalize(
  operation: string,
  matrix: Float64Array,
  a: Tensor,
  index: number,
  withVectors: boolean,
  { balance, check }: Required<EigOptions>,
): Eigen {
  const [n] = matrixShape(a.shape);
  const problem = nonFiniteInexact(operation, matrix, a, index);
  if (problem && check) throw problem;
  const decompose = a.dtype === "complex128" ? complexEigen : realEigen;
  const found = problem ? null : decompose(matrix, n, withVectors, balance);
  if (found) return found;
  if (check) throw unconverged(operation, inBatch(a.shape, index), a.shape, allowedSteps(n));
  const nothing = (size: number): Float64Array => new Float64Array(size).fill(NaN);
  return { values: nothing(2 * n), vectors: withVectors ? nothing(2 * n * n) : null };
}
