import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import { embed, slice } from "./slice.ts";
import { Tensor } from "./tensor.ts";
import { moveAxis } from "./transpose.ts";
import { where } from "./where.ts";

/** The options of `diag`, `tril` and `triu`. */
export interface DiagonalOptions {
  /** Which diagonal: 0 the main one, positive ones above it, negative ones below; 0 if not given. */
  readonly offset?: number;
}

/** The options of `diagonal`. */
export interface DiagonalOfOptions extends DiagonalOptions {
  /** The axes of the matrices, rows first; the first two if not given. */
  readonly axes?: readonly [rows: number, columns: number];
}

/**
 * The diagonals xᵢ,ᵢ₊offset of the matrices that two axes span, along a new last axis in their place.
 *
 * @throws ShapeError if the axes are not two different ones, DomainError if the offset is not an integer.
 * @example
 * ```ts
 * import { diagonal } from "@adjoint/tensor";
 *
 * diagonal([[1, 2, 3], [4, 5, 6]]).toArray(); // => [1, 5]
 * diagonal([[1, 2, 3], [4, 5, 6]], { offset: 1 }).toArray(); // => [2, 6]
 * ```
 */
export function diagonal(x: TensorLike, options: DiagonalOfOptions = {}): Tensor {
  const { offset = 0, axes = [0, 1] } = checkOptions("diagonal", options, ["offset", "axes"]);
  checkOffset("diagonal", offset);
  const input = asTensor("diagonal", "x", x);
  const [rowAxis, columnAxis] = axes.map((axis) => normalizeAxis("diagonal", axis, input.shape.length));
  if (axes.length !== 2 || rowAxis === columnAxis) {
    throw new ShapeError(`diagonal: axes ${formatShape(axes)} must be two different ones`, {
      operation: "diagonal",
      axes,
    });
  }
  const moved = moveAxis(input, [rowAxis!, columnAxis!], [-2, -1]);
  const rows = moved.shape.at(-2)!;
  const columns = moved.shape.at(-1)!;
  const flat = reshape(moved, [...moved.shape.slice(0, -2), rows * columns]);
  const { start, count, step } = diagonalRange(rows, columns, offset);
  return slice(flat, "...", count === 0 ? [0, 0] : [start, start + (count - 1) * step + 1, step]);
}

/**
 * The square matrix with the given vector on a diagonal and zeros elsewhere; of a matrix, its diagonal.
 *
 * @throws ShapeError if `x` is neither a vector nor a matrix, DomainError if the offset is not an integer.
 * @example
 * ```ts
 * import { diag } from "@adjoint/tensor";
 *
 * diag([1, 2]).toArray(); // => [[1, 0], [0, 2]]
 * diag([[1, 2], [3, 4]]).toArray(); // => [1, 4]
 * ```
 */
export function diag(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  const { offset = 0 } = checkOptions("diag", options, ["offset"]);
  const input = asTensor("diag", "x", x);
  if (input.shape.length === 2) return diagonal(input, { offset });
  checkOffset("diag", offset);
  if (input.shape.length !== 1) {
    throw new ShapeError(
      `diag: x must be a vector or a matrix, got the shape ${formatShape(input.shape)}; ` +
        `diagonal takes the diagonals of stacks of matrices`,
      { operation: "diag", shape: input.shape },
    );
  }
  const length = input.shape[0]! + Math.abs(offset);
  const { start, step } = diagonalRange(length, length, offset);
  const flat = embed(input, { starts: [start], lengths: [length * length], steps: [step] });
  return reshape(flat, [length, length]);
}

/**
 * The lower triangles of the matrices that the last two axes span: xᵢⱼ where j ≤ i + offset, and 0 above.
 *
 * @throws ShapeError if `x` has fewer than two axes, DomainError if the offset is not an integer.
 * @example
 * ```ts
 * import { tril } from "@adjoint/tensor";
 *
 * tril([[1, 2], [3, 4]]).toArray(); // => [[1, 0], [3, 4]]
 * ```
 */
export function tril(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  return triangle("tril", x, options, (above, offset) => above <= offset);
}

/**
 * The upper triangles of the matrices that the last two axes span: xᵢⱼ where j ≥ i + offset, and 0 below.
 *
 * @throws ShapeError if `x` has fewer than two axes, DomainError if the offset is not an integer.
 * @example
 * ```ts
 * import { triu } from "@adjoint/tensor";
 *
 * triu([[1, 2], [3, 4]], { offset: 1 }).toArray(); // => [[0, 2], [0, 0]]
 * ```
 */
export function triu(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  return triangle("triu", x, options, (above, offset) => above >= offset);
}

function triangle(
  operation: string,
  x: TensorLike,
  options: DiagonalOptions,
  keeps: (above: number, offset: number) => boolean,
): Tensor {
  const { offset = 0 } = checkOptions(operation, options, ["offset"]);
  checkOffset(operation, offset);
  const input = asTensor(operation, "x", x);
  const [rows, columns] = input.shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new ShapeError(
      `${operation}: x must have two axes at least, got the shape ${formatShape(input.shape)}`,
      { operation, shape: input.shape },
    );
  }
  const mask = new Uint8Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) mask[i * columns + j] = Number(keeps(j - i, offset));
  }
  return where(new Tensor([rows, columns], "bool", mask), input, zerosLike(input));
}

/** Where in row-major order the elements of a diagonal lie. */
function diagonalRange(
  rows: number,
  columns: number,
  offset: number,
): { start: number; count: number; step: number } {
  const start = offset >= 0 ? offset : -offset * columns;
  const count = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
  return { start, count, step: columns + 1 };
}

function checkOffset(operation: string, offset: number): void {
  if (Number.isInteger(offset)) return;
  throw new DomainError(`${operation}: offset must be an integer, got ${String(offset)}`, {
    operation,
    offset,
  });
}
