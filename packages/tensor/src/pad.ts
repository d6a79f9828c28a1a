import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { full } from "./creation.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { intVector } from "./int-vector.ts";
import { checkOptions } from "./options.ts";
import { formatShape } from "./shape.ts";
import { embed } from "./slice.ts";
import { take } from "./take.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/** How many elements come before and after those of every axis, of all axes, or on every side. */
export type PadWidths =
  | number
  | readonly [before: number, after: number]
  | readonly (readonly [before: number, after: number])[];

/** The options of `pad`. */
export interface PadOptions {
  /**
   * What is put around: `"constant"` a value, `"edge"` the outermost elements, `"reflect"` the elements mirrored at
   * the outermost, `"symmetric"` mirrored at the edge, so that the outermost appear twice, `"wrap"` the elements of
   * the other end. Mirrors repeat where the width exceeds the axis. `"constant"` if not given.
   */
  readonly mode?: "constant" | PadMode;
  /** The value of mode `"constant"`, a scalar; 0 if not given. */
  readonly value?: TensorLike;
}

/** A way of padding that repeats elements. */
type PadMode = "edge" | "reflect" | "symmetric" | "wrap";

/**
 * `x` with elements around it: zeros, or what `mode` says. Every mode is linear in `x` and the value.
 *
 * @param widths - for each axis how many elements come before and after it: a list of pairs, one pair for all axes,
 * or one number for every side.
 * @throws ShapeError if there is not one non-negative pair for every axis, or a mode that repeats elements finds none
 * on an axis; DomainError for another mode.
 * @example
 * ```ts
 * import { pad } from "@adjoint/tensor";
 *
 * pad([1, 2], [[1, 2]]).toArray(); // => [0, 1, 2, 0, 0]
 * pad([1, 2, 3], 2, { mode: "reflect" }).toArray(); // => [3, 2, 1, 2, 3, 2, 1]
 * pad([1, 2, 3], [0, 2], { mode: "wrap" }).toArray(); // => [1, 2, 3, 1, 2]
 * ```
 */
export function pad(x: TensorLike, widths: PadWidths, options: PadOptions = {}): Tensor {
  const { mode = "constant", value } = checkOptions("pad", options, ["mode", "value"]);
  const input = asTensor("pad", "x", x);
  const pairs = pairsOf(input, widths);
  if (mode === "constant") return padWithValue(input, pairs, value);
  if (!Object.hasOwn(mirrors, mode) || value !== undefined) throw unknownMode(mode, value);
  return pairs.reduce((padded, [before, after], axis) => {
    const length = input.shape[axis]!;
    if (before + after === 0) return padded;
    if (length === 0) {
      throw new ShapeError(
        `pad: axis ${axis} of x is empty, so mode ${JSON.stringify(mode)} has nothing to repeat ` +
          `(x is ${formatShape(input.shape)}); use mode "constant"`,
        { operation: "pad", axis, mode, shape: input.shape },
      );
    }
    const places = intVector(before + length + after, (i) => mirrors[mode](i - before, length));
    return take(padded, places, { axis });
  }, input);
}

function padWithValue(
  x: Tensor,
  pairs: readonly (readonly [number, number])[],
  value: TensorLike | undefined,
): Tensor {
  const around = (inner: Tensor): Tensor =>
    embed(inner, {
      starts: pairs.map(([before]) => before),
      lengths: inner.shape.map((length, axis) => length + pairs[axis]![0] + pairs[axis]![1]),
      steps: pairs.map(() => 1),
    });
  if (value === undefined) return around(x);
  const scalar = asTensor("pad", "value", value);
  if (scalar.shape.length > 0) {
    throw new ShapeError(`pad: value must be a scalar, got the shape ${formatShape(scalar.shape)}`, {
      operation: "pad",
      value: scalar.shape,
    });
  }
  return where(around(full(x.shape, true)), around(x), value);
}

/** Which of the places 0 … length − 1 stands for a place beyond them. */
const mirrors: Readonly<Record<PadMode, (place: number, length: number) => number>> = {
  edge: (place, length) => Math.min(Math.max(place, 0), length - 1),
  reflect(place, length) {
    if (length === 1) return 0;
    const at = modulo(place, 2 * length - 2);
    return Math.min(at, 2 * length - 2 - at);
  },
  symmetric(place, length) {
    const at = modulo(place, 2 * length);
    return Math.min(at, 2 * length - 1 - at);
  },
  wrap: (place, length) => modulo(place, length),
};

function modulo(a: number, n: number): number {
  return ((a % n) + n) % n;
}

function pairsOf({ shape }: Tensor, widths: PadWidths): readonly (readonly [number, number])[] {
  const list = (typeof widths === "number" ? [widths, widths] : widths) as readonly unknown[] | undefined;
  const pairs = (
    list?.length === 2 && typeof list[0] === "number" ? shape.map(() => list) : list
  ) as readonly (readonly [number, number])[];
  const valid =
    Array.isArray(pairs) &&
    pairs.length === shape.length &&
    pairs.every(
      (pair) =>
        Array.isArray(pair) &&
        pair.length === 2 &&
        pair.every((width) => Number.isInteger(width) && width >= 0),
    );
  if (valid) return pairs;
  throw new ShapeError(
    `pad: widths ${JSON.stringify(widths)} must be one [before, after] pair of integers from 0 ` +
      `for each of the ${shape.length} axes of x (x is ${formatShape(shape)})`,
    { operation: "pad", widths, shape },
  );
}

function unknownMode(mode: string, value: unknown): DomainError {
  const modes = ["constant", ...Object.keys(mirrors)].join(", ");
  return new DomainError(
    Object.hasOwn(mirrors, mode)
      ? `pad: mode ${JSON.stringify(mode)} takes no value; leave it out, or use mode "constant"`
      : `pad: no mode ${JSON.stringify(mode)}; the modes are ${modes}`,
    { operation: "pad", mode, value },
  );
}
