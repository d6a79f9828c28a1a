import { astype, bind, checkOptions, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tensor, TensorLike } from "@adjoint/tensor";
import { complexIdentity, reduceToComplexHessenberg, reduceToComplexSchur } from "./complex-schur.ts";
import { scaleInPlace } from "./eigen-kernel.ts";
import { eachInexactMatrix, inexactSquare, nonFiniteInexact, unconverged } from "./inexact-matrices.ts";
import { inBatch, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { withReduction } from "./real-reduction.ts";
import { allowedSteps, reduceToRealSchur } from "./real-schur.ts";
import { reduceToHessenberg } from "./reduce-hessenberg.ts";
import { hessenbergTangents, schurTangents } from "./schur-derivative.ts";
import { uprightBlocks } from "./upright-blocks.ts";

/** The options of `schur`. */
export interface SchurOptions extends CheckOptions {
  /** Give the complex, triangular form of a real matrix too. Default `false`. */
  readonly complex?: boolean;
}

/** A = Q T Qᴴ. */
export interface SchurDecomposition {
  /** Orthogonal or unitary: `[…, n, n]`. */
  readonly q: Tensor;
  /** Triangular if complex, otherwise with 2 × 2 blocks on the diagonal for pairs of eigenvalues: `[…, n, n]`. */
  readonly t: Tensor;
}

/** A = Q H Qᴴ. */
export interface HessenbergDecomposition {
  /** Orthogonal or unitary: `[…, n, n]`. */
  readonly q: Tensor;
  /** Zero below the first subdiagonal: `[…, n, n]`. */
  readonly h: Tensor;
}

/**
 * The Schur decomposition of a square matrix: A = Q T Qᴴ with Q unitary and T triangular, the eigenvalues on its diagonal.
 *
 * Shapes: `[…, n, n]` → q and t `[…, n, n]`, of the dtype of `a`. Of a real matrix T is quasi-triangular: a pair of
 * conjugate eigenvalues is a 2 × 2 block with equal diagonal elements and two others of opposite sign, the larger above; with
 * `{ complex: true }` q and t are complex128, and T is triangular. Neither Q nor the order of eigenvalues is unique.
 *
 * Derivatives: with N = Qᴴ dA Q, dQ = Q X and dT = N + T X − X T, where X is skew-Hermitian and T keeps its form: beneath
 * the diagonal blocks N + T X − X T = 0, a triangular equation of Sylvester's kind, and the diagonal elements of a real block
 * stay equal. They hold for the order of eigenvalues and the signs that the decomposition has; of the phases of a complex Q,
 * which are arbitrary, diag X = 0 is assumed. Between eigenvalues that are equal up to rounding, and in a real block
 * [a b; −b a], which any turn preserves, X counts as 0, and dT may leave the form: Q T Qᴴ still has the derivative dA.
 *
 * Method: Householder reduction to Hessenberg form and implicitly shifted QR, of large real matrices with many shifts and
 * aggressive early deflation (Braman, Byers & Mathias 2002); backward stable.
 * Cost: about 25 n³ operations.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §7.5; LAPACK's dgees.
 *
 * @throws LinAlgError if the matrix is not square, holds NaN or ∞, or the iteration does not converge; of the last two
 * `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { schur } from "@adjoint/linalg";
 *
 * const { q, t } = schur([[0, 2], [2, 3]]);
 * t.toArray(); // => [[-1, 0], [0, 4]]
 * q.toArray(); // => [[-0.894427191, -0.4472135955], [0.4472135955, -0.894427191]]
 * ```
 */
export function schur(a: TensorLike, options: SchurOptions = {}): SchurDecomposition {
  const { complex = false, check = true } = checkOptions("schur", options, ["complex", "check"]);
  const given = inexactSquare("schur", "a", a);
  const [q, t] = bind(schurPrimitive, [complex ? astype(given, "complex128") : given], {
    operation: "schur",
    triangular: true,
    check,
  });
  return { q, t };
}

/**
 * The Hessenberg form of a square matrix: A = Q H Qᴴ with Q unitary and H zero below its first subdiagonal.
 *
 * Shapes: `[…, n, n]` → q and h `[…, n, n]`, of the dtype of `a`; complex matrices too. The first column of Q is e₁.
 *
 * Derivatives: with N = Qᴴ dA Q, dQ = Q X and dH = N + H X − X H, where X is skew-Hermitian, X e₁ = 0, and its columns follow
 * from those of dH, which keep zeros beneath the subdiagonal and, of complex matrices, its phases. They hold where no
 * element of the subdiagonal of H is zero; reciprocals of zero count as zero, and dH may leave the form there.
 *
 * Method: Householder reflections; backward stable.
 * Cost: 10/3 n³ operations, and 4/3 n³ for Q.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 7.4.2.
 *
 * @throws LinAlgError if the matrix is not square or holds NaN or ∞; of the last `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { hessenberg } from "@adjoint/linalg";
 *
 * const { h } = hessenberg([[1, 2, 3], [3, 5, 6], [4, 8, 9]]);
 * h.toArray(); // => [[1, -3.6, 0.2], [-5, 14.28, 1.04], [0, -0.96, -0.28]]
 * ```
 */
export function hessenberg(a: TensorLike, options: CheckOptions = {}): HessenbergDecomposition {
  const { check = true } = checkOptions("hessenberg", options, ["check"]);
  const [q, h] = bind(schurPrimitive, [inexactSquare("hessenberg", "a", a)], {
    operation: "hessenberg",
    triangular: false,
    check,
  });
  return { q, h };
}

interface Params {
  readonly operation: string;
  /** Goes on from the Hessenberg form to the Schur form. */
  readonly triangular: boolean;
  readonly check: boolean;
}

const schurPrimitive: Primitive<[a: Tensor], [q: Tensor, t: Tensor], Params> = {
  name: "schur",
  shape: ([{ shape, dtype }]) => [
    { shape, dtype },
    { shape, dtype },
  ],
  kernel: ([a], params) => {
    const [q, t] = [zerosLike(a), zerosLike(a)];
    const [n] = matrixShape(a.shape);
    const isComplex = a.dtype === "complex128";
    eachInexactMatrix(a, (matrix, index) => {
      const problem = nonFiniteInexact(params.operation, matrix, a, index);
      if (problem && params.check) throw problem;
      const basis = problem ? null : reduce(matrix, n, isComplex, params.triangular);
      if (!problem && !basis && params.check) {
        throw unconverged(params.operation, inBatch(a.shape, index), a.shape, allowedSteps(n));
      }
      if (!basis) matrix.fill(NaN);
      q.data.set(basis ?? matrix, index * matrix.length);
      t.data.set(matrix, index * matrix.length);
    });
    return [q, t];
  },
  jvp: ([tangent], _inputs, [q, t], { triangular }) =>
    triangular ? schurTangents(tangent!, q, t) : hessenbergTangents(tangent!, q, t),
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(schurPrimitive, [a], params),
};

/** Overwrites a matrix by its form; the basis, or `null` if there was no convergence. */
function reduce(a: Float64Array, n: number, isComplex: boolean, triangular: boolean): Float64Array | null {
  if (isComplex) return triangular ? complexSchurForm(a, n) : scaled(a, (x) => complexHessenbergForm(x, n));
  return scaled(a, (x) => {
    const { result, basis } = withReduction(x, n, true, (reduction) => {
      reduceToHessenberg(reduction, 0, n - 1);
      return !triangular || reduceToRealSchur(reduction, 0, n - 1);
    });
    if (result && triangular) uprightBlocks(x, basis!, n);
    return result && basis;
  });
}

function complexHessenbergForm(a: Float64Array, n: number): Float64Array {
  return reduceToComplexHessenberg(a, n, 0, n - 1, true) ?? complexIdentity(n);
}

/** Overwrites a matrix with two numbers an element by its triangular form; Q, or `null` if there was no convergence. */
export function complexSchurForm(a: Float64Array, n: number): Float64Array | null {
  return scaled(a, (x) => {
    const z = complexHessenbergForm(x, n);
    return reduceToComplexSchur(x, n, 0, n - 1, z) ? z : null;
  });
}

function scaled<Result>(a: Float64Array, work: (a: Float64Array) => Result): Result {
  const scale = scaleInPlace(a);
  const result = work(a);
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] = a[i]! / scale;
  return result;
}
