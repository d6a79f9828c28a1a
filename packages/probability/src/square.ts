import { formatShape, ShapeError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * The order n of square matrices, the last two axes of a parameter.
 *
 * @throws ShapeError if they are not square, or there are no such axes.
 */
export function orderOf(operation: string, argument: string, matrices: Tensor): number {
  const [rows, columns] = matrices.shape.slice(-2);
  if (columns === undefined || rows !== columns) {
    throw new ShapeError(
      `${operation}: ${argument} must be a square matrix, or a batch of them, got the shape ${formatShape(matrices.shape)}`,
      { operation, argument, shape: matrices.shape },
    );
  }
  return columns;
}

/**
 * Checks that a parameter has the length n along an axis.
 *
 * @throws ShapeError naming the axis and both lengths.
 */
export function checkLength(
  operation: string,
  argument: string,
  x: Tensor,
  axis: -1 | -2,
  [n, owner]: readonly [length: number, owner: string],
): void {
  const length = x.shape.at(axis);
  if (length === n) return;
  throw new ShapeError(
    `${operation}: ${argument} must have the length ${n} of ${owner} along its axis ${axis}, got the shape ` +
      formatShape(x.shape),
    { operation, argument, shape: x.shape, axis, length: n },
  );
}
