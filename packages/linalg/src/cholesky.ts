import {
  add,
  arange,
  asInexact,
  bind,
  checkOptions,
  equal,
  expandDims,
  greater,
  matmul,
  mul,
  Tensor,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Primitive, TensorLike } from "@adjoint/tensor";
import { factorDefinite, factorIfDefinite } from "./cholesky-factor.ts";
import { adjointOf, hermitianize, hermitianPart } from "./complex-adjoint.ts";
import { factorComplexDefinite } from "./complex-cholesky.ts";
import { nonFiniteInexact } from "./inexact-matrices.ts";
import { LinAlgError } from "./linalg-error.ts";
import { inBatch, matrixShape, partOf, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { solveTriangular } from "./solve-triangular.ts";
import { symmetrize } from "./symmetric.ts";

/**
 * The Cholesky factor of a symmetric or Hermitian positive definite matrix: the lower triangular L with A = L Lᵀ, of a
 * complex matrix A = L Lᴴ, and real Lᵢᵢ > 0.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`. Both triangles of `a` are read and (A + Aᵀ)/2, of a complex matrix (A + Aᴴ)/2, is used,
 * so that the gradient is symmetric. Derivative: dL = L Φ(L⁻¹ dA L⁻ᵀ), with L⁻ᴴ if complex, where Φ takes the lower
 * triangle and half of the diagonal.
 *
 * Method: by blocks of rows, nearly all of it matrix products; no pivots are needed.
 * Cost: n³/6 multiplications, half of those of `lu`.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §4.2; derivative: Murray 2016, arXiv:1602.07527.
 *
 * @throws LinAlgError if the matrix is not square, is far from symmetric, holds NaN or ∞, or is not positive definite:
 * then the first leading minor that is not positive is named. `{ check: false }` gives NaN for such a matrix instead:
 * a cheap test of definiteness.
 * @example
 * ```ts
 * import { cholesky } from "@adjoint/linalg";
 *
 * cholesky([[4, 2], [2, 10]]).toArray(); // => [[2, 0], [1, 3]]
 * cholesky([[1, 2], [2, 1]], { check: false }).toArray(); // => [[NaN, NaN], [NaN, NaN]]
 * ```
 */
export function cholesky(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("cholesky", options, ["check"]);
  return bind(choleskyPrimitive, [squareArgument("cholesky", "a", a, asInexact)], { check })[0];
}

const choleskyPrimitive: Primitive<[a: Tensor], [l: Tensor], Required<CheckOptions>> = {
  name: "cholesky",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a], { check }) => {
    const l = new Float64Array(a.data);
    const [n] = matrixShape(a.shape);
    const isComplex = a.dtype === "complex128";
    const size = (isComplex ? 2 : 1) * n * n;
    for (let index = 0; index * size < l.length; index++) {
      const matrix = partOf(l, index, size);
      const problem = factor(matrix, a, index, check);
      if (problem && check) throw problem;
      if (problem) matrix.fill(NaN);
    }
    return [
      isComplex || a.dtype === "float64"
        ? new Tensor(a.shape, a.dtype, l)
        : tensor(l, { shape: a.shape, dtype: a.dtype }),
    ];
  },
  jvp: ([tangent], _inputs, [l]) => {
    const options = { lower: true, check: false };
    const half = solveTriangular(l, hermitianPart(tangent!), options);
    return [matmul(l, lowerHalf(solveTriangular(l, adjointOf(half), options)))];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(choleskyPrimitive, [a], params),
};

/** Φ: the elements below the diagonal, and half of those on it. */
function lowerHalf(x: Tensor): Tensor {
  const places = arange(matrixShape(x.shape)[0]);
  const rows = expandDims(places, 1);
  const columns = expandDims(places, 0);
  return add(where(greater(rows, columns), x, 0), where(equal(rows, columns), mul(x, 0.5), 0));
}

/** Overwrites one matrix by its factor; the problem if there is none. */
function factor(matrix: Float64Array, a: Tensor, index: number, check: boolean): LinAlgError | undefined {
  const isComplex = a.dtype === "complex128";
  const [n] = matrixShape(a.shape);
  const outcome = isComplex ? "irregular" : factorIfDefinite(matrix, n);
  if (outcome !== "irregular")
    return outcome ? indefinite(outcome.pivot, outcome.value, a, index) : undefined;
  const infinite = nonFiniteInexact("cholesky", matrix, a, index);
  if (infinite) return infinite;
  const asymmetric = (isComplex ? hermitianize : symmetrize)("cholesky", matrix, a.shape, index);
  if (asymmetric && check) return asymmetric;
  const bad = (isComplex ? factorComplexDefinite : factorDefinite)(matrix, n);
  return bad ? indefinite(bad.pivot, bad.value, a, index) : undefined;
}

function indefinite(i: number, rest: number, { shape }: Tensor, index: number): LinAlgError {
  return new LinAlgError(
    `cholesky: a is not positive definite: its leading minor of order ${i + 1} is not positive ` +
      `(pivot ${i} is ${rest})${inBatch(shape, index)}; add a small multiple of the identity if it should be, ` +
      `use eigh for an indefinite matrix, or pass { check: false } to get NaN`,
    { operation: "cholesky", minor: i + 1, pivot: i, value: rest },
  );
}
