import { concat } from "./concat.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ShapeError } from "./errors.ts";
import { integerList } from "./integer-list.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { normalizeAxis } from "./shape.ts";
import { sliceAxis } from "./slice.ts";
import type { Tensor } from "./tensor.ts";

/** The options of `roll`. */
export interface RollOptions {
  /** The axis or axes to roll along; without it, the elements are rolled in row-major order. */
  readonly axis?: number | readonly number[];
}

/**
 * The elements moved by `shift` places along an axis; those that leave at one end come in at the other.
 *
 * @param shift - by how many places, one number for all axes or one for each; negative ones move to the front.
 * @throws DomainError if a shift is not an integer, ShapeError if there are not as many shifts as axes.
 * @example
 * ```ts
 * import { roll } from "@adjoint/tensor";
 *
 * roll([1, 2, 3, 4], 1).toArray(); // => [4, 1, 2, 3]
 * roll([[1, 2, 3], [4, 5, 6]], [1, -1], { axis: [0, 1] }).toArray(); // => [[5, 6, 4], [2, 3, 1]]
 * ```
 */
export function roll(x: TensorLike, shift: number | readonly number[], options: RollOptions = {}): Tensor {
  const { axis } = checkOptions("roll", options, ["axis"]);
  const input = asTensor("roll", "x", x);
  if (axis === undefined) return reshape(roll(reshape(input, [-1]), shift, { axis: 0 }), input.shape);
  const axes = (Array.isArray(axis) ? (axis as readonly number[]) : [axis as number]).map((at) =>
    normalizeAxis("roll", at, input.shape.length),
  );
  const given = integerList("roll", "shift", shift);
  const shifts = Array.isArray(shift) ? given : axes.map(() => given[0]!);
  if (shifts.length !== axes.length) {
    throw new ShapeError(
      `roll: shift has ${shifts.length} numbers for ${axes.length} axes; give one for all axes, or one for each`,
      { operation: "roll", shift, axis },
    );
  }
  return axes.reduce((rolled, at, i) => rollAxis(rolled, shifts[i]!, at), input);
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  const length = x.shape[axis]!;
  const cut = length === 0 ? 0 : ((-shift % length) + length) % length;
  if (cut === 0) return x;
  return concat([sliceAxis(x, axis, cut, length), sliceAxis(x, axis, 0, cut)], { axis });
}
