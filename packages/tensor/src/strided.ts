import { allocate, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/**
 * A way to walk through flat data: along `axis` the elements lie `strides[axis]` elements apart, beginning at `offset`.
 * A stride may be 0, which repeats, or negative, which reverses.
 */
export interface Walk {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** The walk through row-major data of a shape whose axes are taken in another order. */
export function permuted(shape: Shape, order: readonly number[]): Walk {
  const strides = stridesOf(shape);
  return {
    shape: order.map((axis) => shape[axis]!),
    strides: order.map((axis) => strides[axis]!),
    offset: 0,
  };
}

/** The elements that a walk meets, in row-major order: every transposition, broadcast and slice. */
export function gather(dtype: DType, data: TypedArray, walk: Walk): TypedArray {
  const elements = allocate(dtype, sizeOf(walk.shape));
  if (elements.length === 0) return elements;
  forEachTile(inNumbers(dtype, walk), (at, place, rows, rowStride, columns, columnStride) => {
    if (columnStride === 1 && columns >= longRun) {
      for (let i = 0; i < rows; i++) {
        const from = place + i * rowStride;
        elements.set(data.subarray(from, from + columns), at + i * columns);
      }
      return;
    }
    // Strips of columns, so that a transposition reads whole cache lines.
    for (let strip = 0; strip < columns; strip += stripWidth) {
      const end = Math.min(strip + stripWidth, columns);
      for (let i = 0; i < rows; i++) {
        const to = at + i * columns;
        const from = place + i * rowStride;
        for (let j = strip; j < end; j++) elements[to + j] = data[from + j * columnStride]!;
      }
    }
  });
  return elements;
}

/** Puts data, in row-major order, where a walk through zeros of the given size leads. Undoes `gather`. */
export function scatter(dtype: DType, data: TypedArray, size: number, walk: Walk): TypedArray {
  const elements = allocate(dtype, size);
  if (data.length === 0) return elements;
  forEachTile(inNumbers(dtype, walk), (at, place, rows, rowStride, columns, columnStride) => {
    for (let i = 0; i < rows; i++) {
      const from = at + i * columns;
      const to = place + i * rowStride;
      for (let j = 0; j < columns; j++) elements[to + j * columnStride] = data[from + j]!;
    }
  });
  return elements;
}

/** The same walk through the numbers of storage: an element that takes two is one more axis. */
function inNumbers(dtype: DType, walk: Walk): Walk {
  const width = widthOf(dtype);
  if (width === 1) return walk;
  return {
    shape: [...walk.shape, width],
    strides: [...walk.strides.map((stride) => stride * width), 1],
    offset: walk.offset * width,
  };
}

/** From this length on `set` of a subarray is faster than a loop. */
const longRun = 64;

const stripWidth = 16;

/** Visits the last two axes of a walk as one piece, for every place of the axes before. */
function forEachTile(
  walk: Walk,
  visit: (
    at: number,
    place: number,
    rows: number,
    rowStride: number,
    columns: number,
    columnStride: number,
  ) => void,
): void {
  const { shape, strides } = mergeAxes(walk);
  const outer = shape.length - 2;
  const rows = shape[outer]!;
  const columns = shape[outer + 1]!;
  let at = 0;
  const descend = (axis: number, place: number): void => {
    if (axis === outer) {
      visit(at, place, rows, strides[outer]!, columns, strides[outer + 1]!);
      at += rows * columns;
    } else {
      for (let i = 0; i < shape[axis]!; i++) descend(axis + 1, place + i * strides[axis]!);
    }
  };
  descend(0, walk.offset);
}

/** The same walk with as few axes as possible, but two at least. */
export function mergeAxes(walk: Walk): { shape: number[]; strides: number[] } {
  // From the last axis to the first: `unshift` takes as long as the rest of a small walk.
  const shape: number[] = [];
  const strides: number[] = [];
  for (let axis = walk.shape.length - 1; axis >= 0; axis--) {
    const length = walk.shape[axis]!;
    const stride = walk.strides[axis]!;
    const last = shape.length - 1;
    if (length === 1) continue;
    if (last >= 0 && stride === strides[last]! * shape[last]!) {
      shape[last]! *= length;
    } else {
      shape.push(length);
      strides.push(stride);
    }
  }
  while (shape.length < 2) {
    shape.push(1);
    strides.push(0);
  }
  return { shape: shape.reverse(), strides: strides.reverse() };
}
