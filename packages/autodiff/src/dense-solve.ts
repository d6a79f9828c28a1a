import { NotDifferentiableError } from "@adjoint/tensor";

/**
 * Solves A·x = b by Gaussian elimination with partial pivoting, backward stable in practice with an error of about
 * n·ε·cond(A) (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, chapter 9).
 *
 * @param matrix - n × n elements in row-major order; overwritten.
 * @param vector - n elements; overwritten with the solution.
 * @throws NotDifferentiableError naming the operation if A is singular or not finite.
 */
export function solveDense(operation: string, matrix: Float64Array, vector: Float64Array): void {
  const n = vector.length;
  for (let k = 0; k < n; k++) {
    const pivot = largestBelow(matrix, n, k);
    const size = Math.abs(matrix[pivot * n + k]!);
    if (!(size > 0 && size < Infinity)) throw singular(operation, k, matrix[pivot * n + k]!);
    if (pivot !== k) swapRows(matrix, vector, n, k, pivot);
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i * n + k]! / matrix[k * n + k]!;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) matrix[i * n + j]! -= factor * matrix[k * n + j]!;
      vector[i]! -= factor * vector[k]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = vector[k]!;
    for (let j = k + 1; j < n; j++) sum -= matrix[k * n + j]! * vector[j]!;
    vector[k] = sum / matrix[k * n + k]!;
  }
}

/** The row of the largest element of a column, from the diagonal down; a NaN counts as the largest. */
function largestBelow(matrix: Float64Array, n: number, column: number): number {
  let best = column;
  for (let i = column + 1; i < n; i++) {
    if (!(Math.abs(matrix[i * n + column]!) <= Math.abs(matrix[best * n + column]!))) best = i;
  }
  return best;
}

function swapRows(matrix: Float64Array, vector: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n; j++) {
    const element = matrix[a * n + j]!;
    matrix[a * n + j] = matrix[b * n + j]!;
    matrix[b * n + j] = element;
  }
  const element = vector[a]!;
  vector[a] = vector[b]!;
  vector[b] = element;
}

function singular(operation: string, place: number, pivot: number): NotDifferentiableError {
  return new NotDifferentiableError(
    `${operation}: the derivative of the residual with respect to the root is ` +
      `${pivot === 0 ? "singular" : "not finite"} there (pivot ${place} is ${pivot}), so the root has no derivative; ` +
      `check that the root is isolated and that the residual has as many independent equations as unknowns`,
    { operation, place, pivot },
  );
}
