import { formatShape } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, inBatch, matrixShape, nonFinite } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { symmetrize } from "./symmetric.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";
import { tridiagonalize } from "./tridiagonalize.ts";

/** Eigenvalues of one matrix, ascending, and its eigenvectors as rows; the matrix is overwritten. */
export function diagonalize(
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
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
  const values = new Float64Array(n);
  for (let j = 0; j < n; j++) values[j] = diagonal[order[j]!]! / scale;
  return { values, rows: basis ? order.map((j) => columnOf(basis, n, j)) : [] };
}

/** A column, with its component of largest magnitude positive. */
function columnOf(basis: Float64Array, n: number, j: number): Float64Array {
  const column = new Float64Array(n);
  for (let i = 0; i < n; i++) column[i] = basis[i * n + j]!;
  if (pointsDown(column)) negate(column);
  return column;
}

function unconverged(operation: string, n: number, shape: Shape, index: number): LinAlgError {
  return new LinAlgError(
    `${operation}: no convergence within ${30 * n} QL sweeps on a of shape ${formatShape(shape)}${inBatch(shape, index)}; ` +
      `this is not expected of any symmetric matrix: please report it, or pass { check: false } to get NaN`,
    { operation, iterations: 30 * n, batch: batchShape(shape) },
  );
}
