import { asInexact, formatShape, ShapeError, sizeOf } from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, matrixShape, nonFinite } from "./matrices.ts";

/** An argument of shape `[…, n, n]` with real or complex floating-point elements. */
export function inexactSquare(operation: string, argument: string, value: TensorLike): Tensor {
  const x = asInexact(operation, argument, value);
  const rank = x.shape.length;
  if (rank < 2) {
    throw new ShapeError(
      `${operation}: ${argument} must be a matrix or a batch of matrices, got shape ${formatShape(x.shape)}; ` +
        `a single number is written [[${argument}]]`,
      { operation, argument, shape: x.shape },
    );
  }
  const [rows, columns] = matrixShape(x.shape);
  if (rows !== columns) {
    throw new LinAlgError(
      `${operation}: ${argument} must be square in its last two axes, got ${formatShape(x.shape)} ` +
        `(axis ${rank - 2} of ${argument} is ${rows}, axis ${rank - 1} is ${columns}); ` +
        `svd takes rectangular matrices`,
      { operation, argument, shape: x.shape, axes: [rank - 2, rank - 1] },
    );
  }
  return x;
}

/** Calls `visit` with a new float64 copy of each matrix of a batch, two numbers an element if it is complex. */
export function eachInexactMatrix(
  { shape, dtype, data }: Tensor,
  visit: (matrix: Float64Array, index: number) => void,
): void {
  const [rows, columns] = matrixShape(shape);
  const size = rows * columns * (dtype === "complex128" ? 2 : 1);
  const count = sizeOf(batchShape(shape));
  for (let index = 0; index < count; index++) {
    visit(new Float64Array(data.subarray(index * size, (index + 1) * size)), index);
  }
}

/** A matrix with two numbers an element: the same, or a real one with zeros as imaginary parts. */
export function interleaved(matrix: Float64Array, isComplex: boolean): Float64Array {
  if (isComplex) return matrix;
  const elements = new Float64Array(2 * matrix.length);
  for (let i = 0; i < matrix.length; i++) elements[2 * i] = matrix[i]!;
  return elements;
}

/** The real parts of a matrix with two numbers an element. */
export function realParts(matrix: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.length / 2 }, (_, i) => matrix[2 * i]!);
}

/** As `nonFinite`, for a matrix that may have two numbers an element. */
export function nonFiniteInexact(
  operation: string,
  matrix: Float64Array,
  { shape, dtype }: Pick<Tensor, "shape" | "dtype">,
  index: number,
  argument = "a",
): LinAlgError | undefined {
  if (dtype !== "complex128") return nonFinite(operation, matrix, shape, index, argument);
  if (matrix.every(Number.isFinite)) return undefined;
  const parts = Float64Array.from({ length: matrix.length / 2 }, (_, i) => {
    const [re, im] = [matrix[2 * i]!, matrix[2 * i + 1]!];
    return Number.isFinite(re) ? im : re;
  });
  return nonFinite(operation, parts, shape, index, argument);
}

/** The error of an iteration that gave up. */
export function unconverged(operation: string, place: string, shape: Shape, steps: number): LinAlgError {
  return new LinAlgError(
    `${operation}: no convergence within ${steps} QR steps on a of shape ${formatShape(shape)}${place}; ` +
      `this is not expected of any matrix: please report it, or pass { check: false } to get NaN`,
    { operation, iterations: steps, batch: batchShape(shape) },
  );
}
