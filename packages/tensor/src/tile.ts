import { broadcastTo } from "./broadcast-sum.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ShapeError } from "./errors.ts";
import { intVector } from "./int-vector.ts";
import { integerList } from "./integer-list.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import { take } from "./take.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `x` laid out several times along its axes.
 *
 * @param counts - how often along each axis, aligned at the last: the shorter of the counts and the shape of `x` is
 * filled up with ones in front; a single number is for the last axis.
 * @throws DomainError if a count is not an integer from 0.
 * @example
 * ```ts
 * import { tile } from "@adjoint/tensor";
 *
 * tile([1, 2], 2).toArray(); // => [1, 2, 1, 2]
 * tile([1, 2], [2, 2]).toArray(); // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 * ```
 */
export function tile(x: TensorLike, counts: number | readonly number[]): Tensor {
  const input = asTensor("tile", "x", x);
  const given = integerList("tile", "counts", counts, 0);
  const rank = Math.max(given.length, input.shape.length);
  const fill = (list: readonly number[]): number[] => [
    ...new Array<number>(rank - list.length).fill(1),
    ...list,
  ];
  const [times, shape] = [fill(given), fill(input.shape)];
  // Every axis of x is repeated by an axis in front of it.
  const apart = reshape(
    input,
    shape.flatMap((length) => [1, length]),
  );
  const repeated = broadcastTo(
    apart,
    shape.flatMap((length, axis) => [times[axis]!, length]),
  );
  return reshape(
    repeated,
    shape.map((length, axis) => length * times[axis]!),
  );
}

/** The options of `repeat`. */
export interface RepeatOptions {
  /** The axis whose slices are repeated; without it, `x` is flattened first. */
  readonly axis?: number;
}

/**
 * Every element, or every slice along an axis, several times in a row.
 *
 * @param counts - how often, for all of them or for each.
 * @throws DomainError if a count is not an integer from 0, ShapeError if there is not one for each.
 * @example
 * ```ts
 * import { repeat } from "@adjoint/tensor";
 *
 * repeat([1, 2], 2).toArray(); // => [1, 1, 2, 2]
 * repeat([[1, 2], [3, 4]], [2, 1], { axis: 0 }).toArray(); // => [[1, 2], [1, 2], [3, 4]]
 * ```
 */
export function repeat(
  x: TensorLike,
  counts: number | readonly number[],
  options: RepeatOptions = {},
): Tensor {
  const { axis } = checkOptions("repeat", options, ["axis"]);
  const given = asTensor("repeat", "x", x);
  const input = axis === undefined ? reshape(given, [-1]) : given;
  const at = normalizeAxis("repeat", axis ?? 0, input.shape.length);
  const { shape } = input;
  const length = shape[at]!;
  const times = integerList("repeat", "counts", counts, 0);
  if (typeof counts === "number") {
    const repeated = broadcastTo(
      reshape(input, shape.toSpliced(at + 1, 0, 1)),
      shape.toSpliced(at + 1, 0, counts),
    );
    return reshape(repeated, shape.with(at, length * counts));
  }
  if (times.length !== length) {
    throw new ShapeError(
      `repeat: counts has ${times.length} entries for the ${length} places of axis ${at} of x ` +
        `(x is ${formatShape(shape)}); give one number, or one for each place`,
      { operation: "repeat", counts, axis: at, shape },
    );
  }
  const places = times.flatMap((count, i) => new Array<number>(count).fill(i));
  return take(
    input,
    intVector(places.length, (k) => places[k]!),
    { axis: at },
  );
}
