import { asFloat, formatShape, ShapeError, sizeOf } from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";

/** The option of every factorization to return instead of throwing. */
export interface CheckOptions {
  /**
   * With `false` a matrix that cannot be factored gives NaN (`solve`: whatever the arithmetic gives)
   * instead of a `LinAlgError`; in a batch only the offending matrices are affected. Default `true`.
   */
  readonly check?: boolean;
}

/** An argument of shape `[…, m, n]` with floating-point elements; real ones, unless `convert` is `asInexact`. */
export function matrixArgument(
  operation: string,
  argument: string,
  value: TensorLike,
  convert: typeof asFloat = asFloat,
): Tensor {
  const x = convert(operation, argument, value);
  if (x.shape.length < 2) {
    throw new ShapeError(
      `${operation}: ${argument} must be a matrix or a batch of matrices, got shape ${formatShape(x.shape)}; ` +
        `a vector becomes a column with expandDims(${argument}, -1)`,
      { operation, argument, shape: x.shape },
    );
  }
  return x;
}

/** An argument of shape `[…, n, n]` with floating-point elements; real ones, unless `convert` is `asInexact`. */
export function squareArgument(
  operation: string,
  argument: string,
  value: TensorLike,
  convert: typeof asFloat = asFloat,
): Tensor {
  const x = matrixArgument(operation, argument, value, convert);
  const [rows, columns] = matrixShape(x.shape);
  if (rows !== columns) {
    const rank = x.shape.length;
    throw new LinAlgError(
      `${operation}: ${argument} must be square in its last two axes, got ${formatShape(x.shape)} ` +
        `(axis ${rank - 2} of ${argument} is ${rows}, axis ${rank - 1} is ${columns}); ` +
        `svd takes rectangular matrices`,
      { operation, argument, shape: x.shape, axes: [rank - 2, rank - 1] },
    );
  }
  return x;
}

/** The lengths of the last two axes. */
export function matrixShape(shape: Shape): [rows: number, columns: number] {
  return [shape[shape.length - 2]!, shape[shape.length - 1]!];
}

/** The axes before the last two. */
export function batchShape(shape: Shape): Shape {
  return shape.slice(0, -2);
}

/** Part `index` of a stack; the stack itself, which costs nothing, if it is the only one. */
export function partOf<T extends Float64Array | Int32Array>(stack: T, index: number, size: number): T {
  return stack.length === size ? stack : (stack.subarray(index * size, (index + 1) * size) as T);
}

/** Calls `visit` with a float64 copy of each matrix of a batch; the copy may be overwritten and is used again. */
export function eachMatrix(
  { shape, data }: Tensor,
  visit: (matrix: Float64Array, index: number) => void,
): void {
  const [rows, columns] = matrixShape(shape);
  const size = rows * columns;
  const count = sizeOf(batchShape(shape));
  const matrix = new Float64Array(size);
  for (let index = 0; index < count; index++) {
    matrix.set(data.subarray(index * size, (index + 1) * size));
    visit(matrix, index);
  }
}

/** The error for the first element of a matrix that is NaN or infinite; `undefined` if all are finite. */
export function nonFinite(
  operation: string,
  matrix: Float64Array,
  shape: Shape,
  index: number,
  argument = "a",
): LinAlgError | undefined {
  if (isFiniteThroughout(matrix)) return undefined;
  for (let i = 0; i < matrix.length; i++) {
    const value = matrix[i]!;
    if (Number.isFinite(value)) continue;
    const [, columns] = matrixShape(shape);
    const position = [...batchPosition(shape, index), Math.floor(i / columns), i % columns];
    return new LinAlgError(
      `${operation}: ${argument}${formatShape(position)} is ${value}; only matrices of finite numbers can be factored: ` +
        `look for a division by zero or an overflow before this call, or pass { check: false } to get NaN`,
      { operation, argument, index: position, value },
    );
  }
  return undefined;
}

/** Whether no element is NaN or ∞, which less itself is NaN and remains so in a sum. */
export function isFiniteThroughout(x: Float64Array): boolean {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = x.length - (x.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i]! - x[i]!;
    s1 += x[i + 1]! - x[i + 1]!;
    s2 += x[i + 2]! - x[i + 2]!;
    s3 += x[i + 3]! - x[i + 3]!;
  }
  for (let i = whole; i < x.length; i++) s0 += x[i]! - x[i]!;
  return s0 + s1 + s2 + s3 === 0;
}

/** ` (matrix [2] of the batch)`, or nothing when there is no batch. */
export function inBatch(shape: Shape, index: number): string {
  return shape.length === 2 ? "" : ` (matrix ${formatShape(batchPosition(shape, index))} of the batch)`;
}

function batchPosition(shape: Shape, index: number): number[] {
  const position: number[] = [];
  let rest = index;
  for (const length of batchShape(shape).toReversed()) {
    position.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return position;
}
