import { formatShape } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, inBatch, matrixShape, nonFinite } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { symmetrize } from "./symmetric.ts";
import { orderedEigen } from "./ordered-eigen.ts";
import type { OrderedEigen } from "./ordered-eigen.ts";

/** Eigenvalues and eigenvectors of one matrix, which is overwritten. */
export function diagonalize(
  operation: string,
  matrix: Float64Array,
  shape: Shape,
  index: number,
  withVectors: boolean,
  check: boolean,
): OrderedEigen {
  const [n] = matrixShape(shape);
  const fail = (problem: LinAlgError): OrderedEigen => {
    if (check) throw problem;
    const values = new Float64Array(n).fill(NaN);
    return { values, vectors: withVectors ? new Float64Array(n * n).fill(NaN) : null };
  };
  const infinite = nonFinite(operation, matrix, shape, index);
  if (infinite) return fail(infinite);
  const asymmetric = symmetrize(operation, matrix, shape, index);
  if (asymmetric && check) throw asymmetric;

  const scale = powerOfTwoScale(largestMagnitude(matrix));
  if (scale !== 1) for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i]! * scale;
  const found = orderedEigen(matrix, n, withVectors);
  if (!found) return fail(unconverged(operation, n, shape, index));
  for (let j = 0; j < n; j++) found.values[j] = found.values[j]! / scale;
  return found;
}

function unconverged(operation: string, n: number, shape: Shape, index: number): LinAlgError {
  return new LinAlgError(
    `${operation}: no convergence within ${30 * n} QL sweeps on a of shape ${formatShape(shape)}${inBatch(shape, index)}; ` +
      `this is not expected of any symmetric matrix: please report it, or pass { check: false } to get NaN`,
    { operation, iterations: 30 * n, batch: batchShape(shape) },
  );
}
