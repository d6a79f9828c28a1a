import { sizeOf } from "@adjoint/tensor";
import type { Shape, View } from "@adjoint/tensor";

/** A view with nothing left out. */
export type FullView = Required<View>;

/** A place on an axis as an affine function of the loops: offset + Σ coefficients[k]·i[k]. */
export interface AxisIndex {
  readonly offset: number;
  readonly coefficients: readonly number[];
}

/** For each axis of a value the place that is read at a turn of the loops. */
export type IndexMap = readonly AxisIndex[];

/** The loops over a box of a shape: loop k walks along axis k, from its start on. */
export function boxMap(starts: readonly number[]): IndexMap {
  return starts.map((offset, axis) => ({ offset, coefficients: starts.map((_, k) => (k === axis ? 1 : 0)) }));
}

/** The places in the input of a view, where `map` says the places in the view. */
export function throughView({ starts, axes, steps }: FullView, map: IndexMap, loops: number): IndexMap {
  return starts.map((start, axis) => {
    let offset = start;
    const coefficients = new Array<number>(loops).fill(0);
    axes.forEach((from, k) => {
      if (from !== axis) return;
      offset += steps[k]! * map[k]!.offset;
      map[k]!.coefficients.forEach((c, loop) => (coefficients[loop]! += steps[k]! * c));
    });
    return { offset, coefficients };
  });
}

/** The view with the places and steps that it leaves out. */
export function fullView({ starts, axes, steps }: View, rank: number): FullView {
  const walked = axes ?? Array.from({ length: rank }, (_, axis) => axis);
  return {
    starts: starts ?? new Array<number>(rank).fill(0),
    axes: walked,
    steps: steps ?? walked.map(() => 1),
  };
}

/** Where the elements of a row-major value lie. */
export function linearIndex(shape: Shape, map: IndexMap, loops: number): AxisIndex {
  let offset = 0;
  const coefficients = new Array<number>(loops).fill(0);
  let stride = sizeOf(shape);
  shape.forEach((length, axis) => {
    // No element of an empty value is ever read.
    stride = length === 0 ? 0 : stride / length;
    offset += stride * map[axis]!.offset;
    map[axis]!.coefficients.forEach((c, loop) => (coefficients[loop]! += stride * c));
  });
  return { offset, coefficients };
}

/** The view that a reshape is if it only adds and drops axes of length 1; `undefined` if it does more. */
export function reshapeView(from: Shape, to: Shape): FullView | undefined {
  const kept = from.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  const axes: (number | null)[] = [];
  let next = 0;
  for (const length of to) {
    if (length === 1) axes.push(null);
    else if (from[kept[next] ?? -1] === length) axes.push(kept[next++]!);
    else return undefined;
  }
  return next === kept.length ? { starts: from.map(() => 0), axes, steps: to.map(() => 1) } : undefined;
}

/** Text that is equal for equal maps. */
export function mapKey(map: IndexMap): string {
  return map.map(({ offset, coefficients }) => `${offset}+${coefficients.join(",")}`).join(";");
}
