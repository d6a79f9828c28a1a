import { sum } from "./sum.ts";
import type { NamedShape } from "./contract.ts";
import { reshapeTo } from "./reshape.ts";
import { sameShape } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { slice } from "./slice.ts";
import type { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/** What is done to an operand of `einsum` alone, and the named axes that remain, each name once. */
export interface OperandPlan extends NamedShape {
  /** The shape without the axes of length 1 that broadcasting would stretch; without, as it is. */
  readonly squeezed: Shape | undefined;
  readonly diagonals: readonly Diagonal[];
  /** The axes that are summed then. */
  readonly summed: readonly number[];
}

/** Axes of one name, moved to the end and merged, in which the diagonal lies `step` apart. */
interface Diagonal {
  readonly order: readonly number[];
  readonly shape: Shape;
  readonly step: number;
}

/**
 * Plans what is done to an operand alone: repeated names are diagonals, and those that are not needed are summed.
 *
 * @param labels - a name for each axis.
 * @param lengths - the length of each name; an axis of length 1 gives way to another length.
 */
export function planOperand(
  labels: readonly string[],
  shape: Shape,
  lengths: ReadonlyMap<string, number>,
  isNeeded: (label: string) => boolean,
): OperandPlan {
  let left = labels.filter((label, axis) => shape[axis] === lengths.get(label));
  const squeezed = left.map((label) => lengths.get(label)!);
  const diagonals: Diagonal[] = [];
  for (;;) {
    const repeated = left.find((label, i) => left.indexOf(label) !== i);
    if (repeated === undefined) break;
    diagonals.push(planDiagonal(left, repeated, lengths));
    left = [...left.filter((label) => label !== repeated), repeated];
  }
  const kept = left.filter(isNeeded);
  return {
    squeezed: sameShape(squeezed, shape) ? undefined : squeezed,
    diagonals,
    summed: left.flatMap((label, axis) => (isNeeded(label) ? [] : [axis])),
    labels: kept,
    shape: kept.map((label) => lengths.get(label)!),
  };
}

/** Prepares an operand as planned. */
export function prepareOperand(x: Tensor, { squeezed, diagonals, summed }: OperandPlan): Tensor {
  let result = squeezed === undefined ? x : reshapeTo(x, squeezed);
  for (const { order, shape, step } of diagonals) {
    result = slice(reshapeTo(transpose(result, order), shape), "...", [null, null, step]);
  }
  return summed.length === 0 ? result : sum(result, { axis: summed });
}

function planDiagonal(
  labels: readonly string[],
  repeated: string,
  lengths: ReadonlyMap<string, number>,
): Diagonal {
  const axes = (mine: boolean): number[] =>
    labels.flatMap((label, axis) => ((label === repeated) === mine ? [axis] : []));
  const [others, same] = [axes(false), axes(true)];
  const length = lengths.get(repeated)!;
  return {
    order: [...others, ...same],
    shape: [...others.map((axis) => lengths.get(labels[axis]!)!), length ** same.length],
    // In nᵏ elements in a row the diagonal lies 1 + n + … + nᵏ⁻¹ apart.
    step: same.reduce((total, _, power) => total + length ** power, 0),
  };
}
