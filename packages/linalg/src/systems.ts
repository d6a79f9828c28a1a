import {
  asFloat,
  asInexact,
  broadcastShapes,
  broadcastTo,
  expandDims,
  formatShape,
  moveAxis,
  promoteOperands,
  reshape,
  ShapeError,
  squeeze,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { batchShape, matrixShape, squareArgument } from "./matrices.ts";

/** The two sides of A X = B, of one dtype. */
export interface LinearSystem {
  /** `[…, n, n]`, or `[…, m, n]` for least squares, with its own leading axes. */
  readonly a: Tensor;
  /** `[…, n, k]`, or `[…, m, k]`, with the leading axes of both. */
  readonly b: Tensor;
  /** The leading axes of both sides. */
  readonly batch: Shape;
  /** Undoes what made a vector into a column. */
  readonly restore: (x: Tensor) => Tensor;
}

/**
 * The arguments of a solver: `b` of rank 1 is a vector, otherwise its last two axes are a matrix, as in NumPy 2. They are
 * real, unless `convert` is `asInexact`.
 */
export function linearSystem(
  operation: string,
  left: TensorLike,
  right: TensorLike,
  matrixOf: typeof squareArgument = squareArgument,
  convert: typeof asFloat = asFloat,
): LinearSystem {
  const [x, y] = promoteOperands(operation, left, right);
  const a = matrixOf(operation, "a", x, convert);
  const given = asInexact(operation, "b", y);
  const isVector = given.shape.length === 1;
  if (given.shape.length === 0) {
    throw new ShapeError(
      `${operation}: b must be a vector or a matrix, got a scalar; did you mean div(b, a)?`,
      {
        operation,
        argument: "b",
      },
    );
  }
  const matrix = isVector ? expandDims(given, -1) : given;
  const [rows, columns] = matrixShape(matrix.shape);
  const [n] = matrixShape(a.shape);
  if (rows !== n) {
    const axis = given.shape.length - (isVector ? 1 : 2);
    throw new ShapeError(
      `${operation}: a and b must have the same number of rows: a is ${formatShape(a.shape)}, b is ` +
        `${formatShape(given.shape)} (axis ${a.shape.length - 2} of a is ${n}, axis ${axis} of b is ${rows})` +
        (isVector || given.shape.at(-1) !== n ? "" : `; a batch of vectors is written expandDims(b, -1)`),
      { operation, a: a.shape, b: given.shape, axis },
    );
  }
  const batch = broadcastShapes(operation, batchShape(a.shape), batchShape(matrix.shape));
  return {
    a,
    b: broadcastTo(matrix, [...batch, n, columns]),
    batch,
    restore: (solution) => (isVector ? squeeze(solution, -1) : solution),
  };
}

/**
 * Solves for a batch, along axis 0, of right-hand sides that share their matrices: the batch becomes more columns,
 * and the matrices are not repeated.
 */
export function asMoreColumns(b: Tensor, solveColumns: (b: Tensor) => Tensor): Tensor {
  const [size, ...shape] = b.shape;
  const [n, k] = matrixShape(shape);
  const batch = batchShape(shape);
  const columns = reshape(moveAxis(b, 0, -2), [...batch, n, size! * k]);
  const solution = solveColumns(columns);
  return moveAxis(reshape(solution, [...batch, solution.shape.at(-2)!, size!, k]), -2, 0);
}
