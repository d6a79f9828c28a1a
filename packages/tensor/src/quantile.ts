import { add, mul, sub } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { greaterEqual, isFinite, isNaN, logicalAnd, logicalNot, notEqual } from "./comparison.ts";
import { asFloat } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { full } from "./creation.ts";
import { DomainError } from "./errors.ts";
import { dataIfKnown } from "./known-data.ts";
import { checkOptions } from "./options.ts";
import { reducedShape } from "./reduce.ts";
import type { ReductionOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { ceil, floor, round } from "./rounding.ts";
import { formatShape, normalizeAxes } from "./shape.ts";
import { slice } from "./slice.ts";
import { sort } from "./sort.ts";
import { stopGradient } from "./stop-gradient.ts";
import { take } from "./take.ts";
import type { Tensor } from "./tensor.ts";
import { moveAxis } from "./transpose.ts";
import { where } from "./where.ts";

/** How a quantile between two elements is chosen. */
export type QuantileMethod = "linear" | "lower" | "higher" | "midpoint" | "nearest";

/** The options of `quantile`. */
export interface QuantileOptions extends ReductionOptions {
  /**
   * Between neighbours in order: on the line through them (`"linear"`), the `"lower"` or the `"higher"` one, their
   * `"midpoint"`, or the `"nearest"` one, of two equally near the one at an even place. `"linear"` if not given.
   */
  readonly method?: QuantileMethod;
}

/**
 * The quantiles of the elements over the given axes, or over all: the values at place q · (n − 1) of the n elements in
 * order. NaN if one of them is NaN. Integers give float64.
 *
 * The result has the axes of `q` in front. The derivative flows to the elements chosen, and through a line to `q`.
 *
 * @throws DomainError if `q` is not from 0 to 1, there are no elements, or for another method.
 * @example
 * ```ts
 * import { quantile } from "@adjoint/tensor";
 *
 * quantile([4, 1, 3, 2], 0.5).item(); // => 2.5
 * quantile([[1, 2, 3], [4, 6, 8]], [0, 0.25, 1], { axis: 1 }).toArray(); // => [[1, 4], [1.5, 5], [3, 8]]
 * ```
 */
export function quantile(x: TensorLike, q: TensorLike, options: QuantileOptions = {}): Tensor {
  return quantileOf("quantile", x, q, options, ["axis", "keepDims", "method"]);
}

/**
 * The median of the elements over the given axes, or over all: the one in the middle of their order, or the mean of
 * both. NaN if one of them is NaN. Integers give float64.
 *
 * @throws DomainError if there are no elements.
 * @example
 * ```ts
 * import { median } from "@adjoint/tensor";
 *
 * median([9, 1, 2]).item(); // => 2
 * median([[1, 2], [3, 8]], { axis: 0 }).toArray(); // => [2, 5]
 * ```
 */
export function median(x: TensorLike, options: ReductionOptions = {}): Tensor {
  return quantileOf("median", x, 0.5, options, ["axis", "keepDims"]);
}

function quantileOf(
  operation: string,
  x: TensorLike,
  q: TensorLike,
  options: QuantileOptions,
  names: readonly (keyof QuantileOptions)[],
): Tensor {
  const { axis, keepDims = false, method = "linear" } = checkOptions(operation, options, names);
  if (!Object.hasOwn(neighbours, method)) {
    throw new DomainError(
      `${operation}: no method ${JSON.stringify(method)}; the methods are ${Object.keys(neighbours).join(", ")}`,
      { operation, method },
    );
  }
  const input = asFloat(operation, "x", x);
  // In float32 a place among many elements would lose its fraction.
  const level = cast(asFloat(operation, "q", q), "float64");
  checkLevels(operation, level);
  const axes = normalizeAxes(operation, axis, input.shape.length);
  const kept = reducedShape(input.shape, axes, false);
  const moved = moveAxis(
    input,
    axes,
    axes.map((_, i) => kept.length + i),
  );
  const count = axes.reduce((product, at) => product * input.shape[at]!, 1);
  if (count === 0) {
    throw new DomainError(
      `${operation}: there are no elements over axis ${formatShape(axes)} of x (x is ${formatShape(input.shape)}); ` +
        `the ${operation} of nothing is not defined`,
      { operation, axis: axes, shape: input.shape },
    );
  }
  const ordered = sort(reshape(moved, [...kept, count]));
  const chosen = choose(ordered, level, method);
  const inFront = moveAxis(
    chosen,
    level.shape.map((_, i) => kept.length + i),
    level.shape.map((_, i) => i),
  );
  return keepDims ? reshape(inFront, [...level.shape, ...reducedShape(input.shape, axes, true)]) : inFront;
}

/** Which places in order a quantile lies between, from the place q · (n − 1). */
const neighbours: Readonly<Record<QuantileMethod, (place: Tensor) => [low: Tensor, high: Tensor]>> = {
  linear: (place) => [floor(place), ceil(place)],
  lower: (place) => [floor(place), floor(place)],
  higher: (place) => [ceil(place), ceil(place)],
  midpoint: (place) => [floor(place), ceil(place)],
  nearest: (place) => [round(place), round(place)],
};

/** The quantiles along the last axis, whose place the axes of `level` take. */
function choose(ordered: Tensor, level: Tensor, method: QuantileMethod): Tensor {
  const place = mul(level, ordered.shape.at(-1)! - 1);
  const [low, high] = neighbours[method](stopGradient(place));
  const at = (index: Tensor): Tensor => take(ordered, cast(index, "int32"), { axis: -1 });
  const a = at(low);
  const last = reshape(slice(ordered, "...", -1), [
    ...ordered.shape.slice(0, -1),
    ...level.shape.map(() => 1),
  ]);
  const t = method === "midpoint" ? full([], 0.5) : sub(place, low);
  const between = method === "linear" || method === "midpoint";
  const value = between ? along(a, at(high), cast(t, a.dtype)) : a;
  return where(isNaN(last), NaN, value);
}

/** a + t · (b − a), from the nearer end, so that it is exact at both. */
function along(a: Tensor, b: Tensor, t: Tensor): Tensor {
  const finite = logicalAnd(isFinite(a), isFinite(b));
  const distance = where(finite, sub(b, a), 0);
  const value = where(greaterEqual(t, 0.5), sub(b, mul(distance, sub(1, t))), add(a, mul(distance, t)));
  // Between a number and an infinity all is infinite; between two that are equal there is no difference.
  const isOpen = logicalAnd(logicalNot(finite), notEqual(a, b));
  const share = stopGradient(t);
  return where(isOpen, add(mul(a, sub(1, share)), mul(b, share)), value);
}

function checkLevels(operation: string, level: Tensor): void {
  const wrong = dataIfKnown(level)?.find((q) => !(q >= 0 && q <= 1));
  if (wrong === undefined) return;
  throw new DomainError(`${operation}: q must be from 0 to 1, got ${wrong}`, { operation, q: wrong });
}
