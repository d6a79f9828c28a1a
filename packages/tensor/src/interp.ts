import { add, div, mul, sub } from "./arithmetic.ts";
import { equal, greater, less, logicalOr } from "./comparison.ts";
import { concat } from "./concat.ts";
import { cast } from "./cast.ts";
import { asFloat, commonDType } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { clip } from "./extrema.ts";
import { dataIfKnown } from "./known-data.ts";
import { checkOptions } from "./options.ts";
import { mod } from "./rounding.ts";
import { searchSorted } from "./search-sorted.ts";
import { formatShape, sameShape } from "./shape.ts";
import { slice } from "./slice.ts";
import { argsort } from "./sort.ts";
import { take } from "./take.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/** The options of `interp`. */
export interface InterpOptions {
  /** The value below the first point; the first value if not given. */
  readonly left?: TensorLike;
  /** The value above the last point; the last value if not given. */
  readonly right?: TensorLike;
  /** The period of `x` and of the points, which need no order then. */
  readonly period?: number;
}

/**
 * The piecewise linear function through the points (xₚ, fₚ), at `x`:
 * between neighbours fₚ[i] + (fₚ[i+1] − fₚ[i]) · (x − xₚ[i]) / (xₚ[i+1] − xₚ[i]), and beyond the ends constant.
 *
 * Differentiable in `x`, `xp` and `fp`; where `x` is a point, the derivative is that to its right.
 *
 * @param xp - where the points are, a vector in ascending order. Of points at one place, the last counts.
 * @param fp - the values there.
 * @throws ShapeError if `xp` and `fp` are not vectors of one length, DomainError if there are no points, they are not in
 * ascending order, or the period is not positive.
 * @example
 * ```ts
 * import { interp } from "@adjoint/tensor";
 *
 * interp([0.5, 1.5, 9], [0, 1, 2], [0, 10, 40]).toArray(); // => [5, 25, 40]
 * interp(3, [0, 1, 2], [0, 10, 40], { right: -1 }).item(); // => -1
 * ```
 */
export function interp(x: TensorLike, xp: TensorLike, fp: TensorLike, options: InterpOptions = {}): Tensor {
  const { left, right, period } = checkOptions("interp", options, ["left", "right", "period"]);
  const [at, places, values] = floatsOf(x, xp, fp);
  if (places.shape.length !== 1 || !sameShape(places.shape, values.shape)) {
    throw new ShapeError(
      `interp: xp and fp must be vectors of one length: xp is ${formatShape(places.shape)}, ` +
        `fp is ${formatShape(values.shape)}`,
      { operation: "interp", xp: places.shape, fp: values.shape },
    );
  }
  if (places.size === 0) {
    throw new DomainError("interp: xp is empty; at least one point is needed", { operation: "interp" });
  }
  if (period !== undefined) return periodic(at, places, values, period);
  checkAscending(places);
  return between(at, places, values, left, right);
}

function between(
  x: Tensor,
  xp: Tensor,
  fp: Tensor,
  left: TensorLike | undefined,
  right: TensorLike | undefined,
): Tensor {
  const [first, last] = [slice(xp, 0), slice(xp, -1)];
  const [below, above] = [less(x, first), greater(x, last)];
  // Far outside, the line of the outermost interval is not taken, and must not spoil derivatives by ∞ · 0.
  const inside = where(logicalOr(below, above), first, x);
  const low = clip(sub(searchSorted(xp, inside, { side: "right" }), 1), 0, Math.max(xp.size - 2, 0));
  const high = clip(add(low, 1), 0, xp.size - 1);
  const [x0, x1] = [take(xp, low), take(xp, high)];
  const [f0, f1] = [take(fp, low), take(fp, high)];
  const same = equal(x0, x1);
  const weight = div(sub(inside, x0), where(same, 1, sub(x1, x0)));
  const line = add(f0, mul(sub(f1, f0), weight));
  const end = slice(fp, -1);
  const y = where(equal(inside, last), end, line);
  return where(below, left ?? slice(fp, 0), where(above, right ?? end, y));
}

/** The points of one period in order, with the outermost once more on the other side. */
function periodic(x: Tensor, xp: Tensor, fp: Tensor, period: number): Tensor {
  if (!(period > 0 && period < Infinity)) {
    throw new DomainError(`interp: period must be a positive number, got ${String(period)}`, {
      operation: "interp",
      period,
    });
  }
  const within = mod(xp, period);
  const order = argsort(within);
  const [places, values] = [take(within, order), take(fp, order)];
  const ends = (part: Tensor): [Tensor, Tensor] => [slice(part, [-1, null]), slice(part, [0, 1])];
  const [last, first] = ends(places);
  const [lastValue, firstValue] = ends(values);
  return between(
    mod(x, period),
    concat([sub(last, period), places, add(first, period)]),
    concat([lastValue, values, firstValue]),
    undefined,
    undefined,
  );
}

function floatsOf(...given: [x: TensorLike, xp: TensorLike, fp: TensorLike]): [Tensor, Tensor, Tensor] {
  const names = ["x", "xp", "fp"];
  const parts = given.map((value, i) => asFloat("interp", names[i]!, value));
  const dtype = commonDType(given, parts);
  return parts.map((part) => cast(part, dtype)) as [Tensor, Tensor, Tensor];
}

function checkAscending(xp: Tensor): void {
  const data = dataIfKnown(xp);
  if (data === undefined) return;
  for (let i = 1; i < data.length; i++) {
    if (data[i]! >= data[i - 1]!) continue;
    throw new DomainError(
      `interp: xp must be in ascending order, but xp[${i}] is ${data[i]} after ${data[i - 1]}; sort the points first`,
      { operation: "interp", place: i },
    );
  }
}
