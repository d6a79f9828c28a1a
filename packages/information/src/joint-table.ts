import {
  dataIfKnown,
  DomainError,
  formatShape,
  greater,
  log,
  moveAxis,
  mul,
  neg,
  normalizeAxis,
  reshape,
  ShapeError,
  sizeOf,
  sum,
  where,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { asOutcomes, sumTolerance } from "./probabilities.ts";

/** A random variable of a joint table: its axis, or the axes of several that are taken as one. */
export type Variable = number | readonly number[];

/** The joint probabilities of some variables, each of which has one of the last axes; the other axes are a batch. */
export interface JointTable {
  readonly p: Tensor;
  /** The axes of the variables, in the order asked for. */
  readonly axes: readonly number[];
  /** The probabilities summed over some of the axes, which stay with the length 1. */
  marginal(...over: readonly number[]): Tensor;
}

/**
 * A joint table with one axis for each variable, checked where the values are known.
 *
 * @throws ShapeError for axes that do not exist or belong to two variables, DomainError for negative numbers and
 * totals that are not 1.
 */
export function jointTable(
  operation: string,
  joint: TensorLike,
  variables: readonly Variable[] | undefined,
): JointTable {
  const given = asOutcomes(operation, "joint", joint);
  const groups = axesOf(operation, given.shape, variables ?? given.shape.map((_, axis) => axis));
  const moved = groups.flat();
  const rank = given.shape.length;
  const batch = given.shape.filter((_, axis) => !moved.includes(axis));
  const last = moved.map((_, i) => rank - moved.length + i);
  const ordered = moved.every((axis, i) => axis === last[i]) ? given : moveAxis(given, moved, last);
  const lengths = groups.map((axes) => sizeOf(axes.map((axis) => given.shape[axis]!)));
  const shape = [...batch, ...lengths];
  const p = shape.length === rank ? ordered : reshape(ordered, shape);
  checkTotals(operation, given.shape, moved, p, sizeOf(lengths));
  const axes = groups.map((_, i) => batch.length + i);
  return { p, axes, marginal: (...over) => sum(p, { axis: over, keepDims: true }) };
}

/** −Σ p log p of a tensor over some axes, which are kept out of the result, where 0 log 0 = 0. */
export function entropyOver(p: Tensor, axes: readonly number[]): Tensor {
  return sum(mul(p, neg(log(where(greater(p, 0), p, 1)))), { axis: axes });
}

function axesOf(operation: string, shape: Shape, variables: readonly Variable[]): readonly number[][] {
  const seen = new Set<number>();
  return variables.map((variable) => {
    const list = typeof variable === "number" ? [variable] : variable;
    return list.map((axis) => {
      const at = normalizeAxis(operation, axis, shape.length);
      if (!seen.has(at)) {
        seen.add(at);
        return at;
      }
      throw new ShapeError(
        `${operation}: axis ${at} of joint (shape ${formatShape(shape)}) is named twice; ` +
          `every axis belongs to one variable`,
        { operation, axis: at, shape },
      );
    });
  });
}

function checkTotals(
  operation: string,
  shape: Shape,
  axes: readonly number[],
  p: Tensor,
  count: number,
): void {
  const data = dataIfKnown(p);
  if (data === undefined) return;
  for (let start = 0; start < data.length; start += count) {
    let total = 0;
    for (let i = start; i < start + count; i++) {
      if (!(data[i]! >= 0)) {
        throw new DomainError(
          `${operation}: joint has the probability ${data[i]}; probabilities are numbers from 0: ` +
            `divide counts by their sum, or use softmax`,
          { operation, argument: "joint", value: data[i] },
        );
      }
      total += data[i]!;
    }
    if (!(Math.abs(total - 1) <= sumTolerance)) {
      throw new DomainError(
        `${operation}: joint sums to ${total} over the axes ${axes.join(", ")} (shape ${formatShape(shape)}), not to 1; ` +
          `divide by the sum, or name the axes of other variables: all others are a batch`,
        { operation, argument: "joint", axes, sum: total },
      );
    }
  }
}
