import { DTypeError, ShapeError } from "./errors.ts";

/** The lengths of a tensor's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/**
 * The number of elements of a shape: the product of its lengths.
 *
 * @example
 * ```ts
 * import { sizeOf } from "@adjoint/tensor";
 *
 * sizeOf([2, 3]); // => 6
 * sizeOf([]); // => 1
 * ```
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/**
 * A shape as it is written in messages.
 *
 * @example
 * ```ts
 * import { formatShape } from "@adjoint/tensor";
 *
 * formatShape([2, 3]); // => "[2, 3]"
 * ```
 */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Whether two shapes are equal.
 *
 * @example
 * ```ts
 * import { sameShape } from "@adjoint/tensor";
 *
 * sameShape([2, 3], [2, 3]); // => true
 * sameShape([2], [2, 1]); // => false
 * ```
 */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/**
 * The common shape of operands under NumPy's rule: shapes are aligned at the last axis, and two lengths fit
 * when they are equal or one of them is 1.
 *
 * @throws ShapeError naming the operation and the axis that disagrees.
 * @example
 * ```ts
 * import { broadcastShapes } from "@adjoint/tensor";
 *
 * broadcastShapes("example", [2, 1], [3]); // => [2, 3]
 * ```
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let axis = 1; axis <= rank; axis++) {
    const m = a[a.length - axis] ?? 1;
    const n = b[b.length - axis] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        `${operation}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast ` +
          `(axis ${-axis} is ${m} in the first and ${n} in the second); ` +
          `lengths must be equal or 1: reshape or expandDims one of them`,
        { operation, a, b, axis: -axis },
      );
    }
    result[rank - axis] = m === 1 ? n : m;
  }
  return result;
}

/**
 * An axis counted from the front, from one that may be negative.
 *
 * @throws ShapeError if there is no such axis.
 * @example
 * ```ts
 * import { normalizeAxis } from "@adjoint/tensor";
 *
 * normalizeAxis("example", -1, 3); // => 2
 * ```
 */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis)) {
    throw new ShapeError(`${operation}: axis must be an integer, got ${String(axis)}`, { operation, axis });
  }
  const normalized = axis < 0 ? axis + rank : axis;
  if (normalized < 0 || normalized >= rank) {
    const range = rank === 0 ? "a scalar has no axes" : `axes run from ${-rank} to ${rank - 1}`;
    throw new ShapeError(`${operation}: no axis ${axis} in a tensor of rank ${rank}; ${range}`, {
      operation,
      axis,
      rank,
    });
  }
  return normalized;
}

/**
 * Distinct axes in ascending order, counted from the front; none given means all of them.
 *
 * @throws ShapeError if there is no such axis, or one is named twice.
 * @example
 * ```ts
 * import { normalizeAxes } from "@adjoint/tensor";
 *
 * normalizeAxes("example", [-1, 0], 3); // => [0, 2]
 * normalizeAxes("example", undefined, 3); // => [0, 1, 2]
 * ```
 */
export function normalizeAxes(
  operation: string,
  axes: number | readonly number[] | undefined,
  rank: number,
): readonly number[] {
  if (axes === undefined) return countTo(rank);
  if (!Array.isArray(axes)) return [normalizeAxis(operation, axes as number, rank)];
  const list: readonly number[] = axes;
  const normalized = list.map((axis) => normalizeAxis(operation, axis, rank)).sort((a, b) => a - b);
  for (let i = 1; i < normalized.length; i++) {
    if (normalized[i] === normalized[i - 1]) {
      throw new ShapeError(`${operation}: axis ${normalized[i]} is named twice in ${formatShape(list)}`, {
        operation,
        axes: list,
      });
    }
  }
  return normalized;
}

/** 0, 1, …, count − 1; `Array.from` takes as long as a small reduction. */
function countTo(count: number): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) numbers.push(i);
  return numbers;
}

/**
 * A shape as given by a caller, checked and copied: later writes to the array do not reach tensors.
 *
 * @throws ShapeError for negative or fractional lengths, DTypeError for anything but an array of numbers.
 * @example
 * ```ts
 * import { checkShape } from "@adjoint/tensor";
 *
 * checkShape("example", [2, 0]); // => [2, 0]
 * ```
 */
export function checkShape(operation: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) {
    throw new DTypeError(`${operation}: shape must be an array of lengths, got ${String(shape)}`, {
      operation,
      shape,
    });
  }
  for (const length of shape as readonly unknown[]) {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
      throw new ShapeError(
        `${operation}: shape ${formatShape(shape)} has the length ${String(length)}; lengths are integers from 0`,
        { operation, shape },
      );
    }
  }
  return [...shape];
}
