import { bind, checkOptions, formatShape, matmul, mul, sum, swapAxes, zerosLike } from "@adjoint/tensor";
import type { Primitive, Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, eachMatrix, inBatch, matrixShape, nonFinite, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";
import { reciprocalGaps } from "./reciprocals.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { symmetricPart, symmetrize } from "./symmetric.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";
import { tridiagonalize } from "./tridiagonalize.ts";

/** The eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Ascending: `[…, n]`. */
  readonly values: Tensor;
  /** Orthonormal, one a column, in the order of `values`: `[…, n, n]`. */
  readonly vectors: Tensor;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(λ) Vᵀ with VᵀV = I.
 *
 * Shapes: `[…, n, n]` → values `[…, n]`, ascending, and vectors `[…, n, n]`, one a column.
 * The component of largest magnitude of each vector is positive, the first one if several are equal up to rounding.
 * Both triangles of `a` are read and (A + Aᵀ)/2 is used, so that the gradient is symmetric.
 *
 * Derivatives: dλ = diag(Vᵀ dA V) and dV = V (F ∘ Vᵀ dA V) with Fᵢⱼ = 1/(λⱼ − λᵢ). Between eigenvalues that are equal
 * up to rounding Fᵢⱼ counts as 0: nothing becomes NaN, and first derivatives of functions that treat equal eigenvalues
 * alike (trace, log-determinant, Σ f(λᵢ), the projector onto a whole eigenspace) are exact there.
 *
 * Method: Householder tridiagonalization, then implicit QL with Wilkinson's shift; backward stable.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3; derivative: Giles 2008, "An extended collection of matrix
 * derivative results for forward and reverse mode algorithmic differentiation", §3.1.
 *
 * @throws LinAlgError if the matrix is not square, is far from symmetric, holds NaN or ∞, or the iteration does not
 * converge; `{ check: false }` gives NaN instead of the last two, and takes the symmetric part without asking.
 * @example
 * ```ts
 * import { eigh } from "@adjoint/linalg";
 *
 * const { values, vectors } = eigh([[2, 1], [1, 2]]);
 * values.toArray(); // => [1, 3]
 * vectors.toArray(); // => [[0.70710678, 0.70710678], [-0.70710678, 0.70710678]]
 * ```
 */
export function eigh(a: TensorLike, options: CheckOptions = {}): SymmetricEigen {
  const { check = true } = checkOptions("eigh", options, ["check"]);
  const [values, vectors] = bind(eighPrimitive, [squareArgument("eigh", "a", a)], { check });
  return { values, vectors };
}

/**
 * The eigenvalues of a symmetric matrix, ascending, without the vectors: three times as fast as `eigh`.
 *
 * Shapes: `[…, n, n]` → `[…, n]`. Derivative: dλ = diag(Vᵀ dA V). Method, symmetry and options as in `eigh`.
 *
 * @throws LinAlgError as `eigh` does.
 * @example
 * ```ts
 * import { eigvalsh } from "@adjoint/linalg";
 *
 * eigvalsh([[4, 1], [1, 3]]).toArray(); // => [2.381966011, 4.618033989]
 * ```
 */
export function eigvalsh(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("eigvalsh", options, ["check"]);
  return bind(eigvalshPrimitive, [squareArgument("eigvalsh", "a", a)], { check })[0];
}

const eighPrimitive: Primitive<[a: Tensor], [values: Tensor, vectors: Tensor], Required<CheckOptions>> = {
  name: "eigh",
  shape: ([{ shape, dtype }]) => [
    { shape: shape.slice(0, -1), dtype },
    { shape, dtype },
  ],
  kernel: ([a], { check }) => {
    const values = zerosLike({ shape: a.shape.slice(0, -1), dtype: a.dtype });
    const vectors = zerosLike(a);
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      const { values: lambda, rows } = diagonalize("eigh", matrix, a.shape, index, true, check);
      values.data.set(lambda, index * n);
      rows.forEach((row, j) => {
        for (let i = 0; i < n; i++) vectors.data[(index * n + i) * n + j] = row[i]!;
      });
    });
    return [values, vectors];
  },
  jvp: ([tangent], _inputs, [values, vectors]) => {
    const rotated = matmul(swapAxes(vectors, -1, -2), matmul(symmetricPart(tangent!), vectors));
    return [diagonalValues(tangent!, vectors), matmul(vectors, mul(reciprocalGaps(values), rotated))];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eighPrimitive, [a], params),
};

const eigvalshPrimitive: Primitive<[a: Tensor], [values: Tensor], Required<CheckOptions>> = {
  name: "eigvalsh",
  shape: ([{ shape, dtype }]) => [{ shape: shape.slice(0, -1), dtype }],
  kernel: ([a], { check }) => {
    const values = zerosLike({ shape: a.shape.slice(0, -1), dtype: a.dtype });
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      values.data.set(diagonalize("eigvalsh", matrix, a.shape, index, false, check).values, index * n);
    });
    return [values];
  },
  jvp: ([tangent], [a], _outputs, params) => [diagonalValues(tangent!, bind(eighPrimitive, [a], params)[1])],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(eigvalshPrimitive, [a], params),
};

/** diag(Vᵀ dA V), where only the symmetric part of dA counts. */
function diagonalValues(tangent: Tensor, vectors: Tensor): Tensor {
  return sum(mul(vectors, matmul(symmetricPart(tangent), vectors)), { axis: -2 });
}

/** Eigenvalues of one matrix, ascending, and its eigenvectors as rows; the matrix is overwritten. */
function diagonalize(
  operation: string,
  matrix: Float64Array,
  shape: Shape,
  index: number,
  withVectors: boolean,
  check: boolean,
): { values: Float64Array; rows: Float64Array[] } {
  const [n] = matrixShape(shape);
  const fail = (problem: LinAlgError): { values: Float64Array; rows: Float64Array[] } => {
    if (check) throw problem;
    const nothing = new Float64Array(n).fill(NaN);
    return { values: nothing, rows: withVectors ? new Array<Float64Array>(n).fill(nothing) : [] };
  };
  const infinite = nonFinite(operation, matrix, shape, index);
  if (infinite) return fail(infinite);
  const asymmetric = symmetrize(operation, matrix, shape, index);
  if (asymmetric && check) throw asymmetric;

  const scale = powerOfTwoScale(largestMagnitude(matrix));
  for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i]! * scale;
  const reduced = tridiagonalize(matrix, n, withVectors);
  if (diagonalizeTridiagonal(reduced) === null) return fail(unconverged(operation, n, shape, index));

  const { diagonal, basis } = reduced;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!);
  const rows = basis ? order.map((i) => basis.subarray(i * n, (i + 1) * n)) : [];
  for (const row of rows) if (pointsDown(row)) negate(row);
  return { values: Float64Array.from(order, (i) => diagonal[i]! / scale), rows };
}

function unconverged(operation: string, n: number, shape: Shape, index: number): LinAlgError {
  return new LinAlgError(
    `${operation}: no convergence within ${30 * n} QL sweeps on a of shape ${formatShape(shape)}${inBatch(shape, index)}; ` +
      `this is not expected of any symmetric matrix: please report it, or pass { check: false } to get NaN`,
    { operation, iterations: 30 * n, batch: batchShape(shape) },
  );
}
