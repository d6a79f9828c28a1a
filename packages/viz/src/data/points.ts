import { describe } from "../describe.ts";
import { checkRealTensor, isTensorLike, toColumns } from "./column.ts";
import type { Column, TensorLike } from "./column.ts";

/** Points of the plane: two columns, a list of pairs, or a tensor of shape `[n, 2]`. */
export type Points =
  | { readonly x: Column; readonly y: Column }
  | TensorLike
  | readonly (readonly [number, number])[];

/**
 * The x and y columns of points.
 *
 * @throws RangeError if the columns differ in length, or a tensor is not `[n, 2]`.
 */
export function toPoints(mark: string, points: Points): { x: Float64Array; y: Float64Array } {
  if (isTensorLike(points)) {
    checkRealTensor(mark, points);
    const [n, two] = points.shape;
    if (points.shape.length !== 2 || two !== 2) {
      throw new RangeError(`${mark}: points must have shape [n, 2]: [${points.shape.join(", ")}]`);
    }
    return {
      x: Float64Array.from({ length: n! }, (_, i) => points.data[2 * i]!),
      y: Float64Array.from({ length: n! }, (_, i) => points.data[2 * i + 1]!),
    };
  }
  if (Array.isArray(points)) {
    const pairs = points as readonly (readonly [number, number])[];
    const odd = pairs.findIndex((pair) => pair?.length !== 2);
    if (odd >= 0) throw new RangeError(`${mark}: point ${odd} must be a pair: ${String(pairs[odd])}`);
    return { x: Float64Array.from(pairs, (pair) => pair[0]), y: Float64Array.from(pairs, (pair) => pair[1]) };
  }
  const { x, y } = points as { x: Column; y: Column };
  if (x === undefined || y === undefined)
    throw new TypeError(`${mark}: expected points: ${describe(points)}`);
  return toColumns(mark, { x, y });
}
