import { numeric } from "./arithmetic.ts";
import { contract, planContraction } from "./contract.ts";
import { promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The options of `tensordot`. */
export interface TensordotOptions {
  /**
   * The axes to sum over: so many of the last of `a` and the first of `b`, 2 if not given, or two lists of equal
   * length.
   */
  readonly axes?: number | readonly [a: number | readonly number[], b: number | readonly number[]];
}

/**
 * The sum of products over pairs of axes of two tensors: Σₖ a[…, k] b[k, …], for one pair a matrix product.
 *
 * Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @returns a tensor with the other axes of `a`, then those of `b`.
 * @throws ShapeError if paired axes differ in length or there is no such axis, DomainError if the lists do not pair.
 * @example
 * ```ts
 * import { ones, tensordot } from "@adjoint/tensor";
 *
 * tensordot([[1, 2], [3, 4]], [[1, 10], [100, 1000]]).item(); // => 4321
 * tensordot(ones([2, 3, 4]), ones([4, 3, 5]), { axes: [[1, 2], [1, 0]] }).shape; // => [2, 5]
 * ```
 */
export function tensordot(a: TensorLike, b: TensorLike, options: TensordotOptions = {}): Tensor {
  const { axes = 2 } = checkOptions("tensordot", options, ["axes"]);
  const [x, y] = promoteOperands("tensordot", a, b).map(numeric) as [Tensor, Tensor];
  const [axesOfA, axesOfB] = pairsOf(axes, x.shape, y.shape);
  axesOfA.forEach((axis, i) => {
    const other = axesOfB[i]!;
    if (x.shape[axis] === y.shape[other]) return;
    throw new ShapeError(
      `tensordot: axis ${axis} of a is ${x.shape[axis]}, axis ${other} of b is ${y.shape[other]} ` +
        `(a is ${formatShape(x.shape)}, b is ${formatShape(y.shape)}); paired axes must be equally long`,
      { operation: "tensordot", a: x.shape, b: y.shape, axisOfA: axis, axisOfB: other },
    );
  });
  const labelsOfA = x.shape.map((_, axis) => `a${axis}`);
  const labelsOfB = y.shape.map((_, axis) => {
    const pair = axesOfB.indexOf(axis);
    return pair < 0 ? `b${axis}` : `a${axesOfA[pair]}`;
  });
  const kept = [...labelsOfA, ...labelsOfB].filter(
    (name, _, all) => all.indexOf(name) === all.lastIndexOf(name),
  );
  const left = { labels: labelsOfA, shape: x.shape };
  return contract(x, y, planContraction(left, { labels: labelsOfB, shape: y.shape }, kept));
}

function pairsOf(
  axes: NonNullable<TensordotOptions["axes"]>,
  a: Shape,
  b: Shape,
): [axesOfA: readonly number[], axesOfB: readonly number[]] {
  if (typeof axes === "number") {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(a.length, b.length)) {
      throw new DomainError(
        `tensordot: axes must be a count from 0 to ${Math.min(a.length, b.length)} or two lists of axes, got ${axes} ` +
          `(a is ${formatShape(a)}, b is ${formatShape(b)})`,
        { operation: "tensordot", axes, a, b },
      );
    }
    const count = Array.from({ length: axes }, (_, i) => i);
    return [count.map((i) => a.length - axes + i), count];
  }
  const lists = (Array.isArray(axes) ? axes : []).map((list: number | readonly number[]) =>
    Array.isArray(list) ? (list as readonly number[]) : [list as number],
  );
  const [first = [], second = []] = [a, b].map(({ length }, i) =>
    (lists[i] ?? []).map((axis) => normalizeAxis("tensordot", axis, length)),
  );
  const distinct = [first, second].every((list) => new Set(list).size === list.length);
  if (lists.length !== 2 || first.length !== second.length || !distinct) {
    throw new DomainError(
      `tensordot: axes must be two equally long lists of distinct axes, of a and of b, got ${JSON.stringify(axes)}`,
      { operation: "tensordot", axes, a, b },
    );
  }
  return [first, second];
}
