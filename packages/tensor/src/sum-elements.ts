import type { FloatArray } from "@adjoint/kernels";
import type { Shape } from "./shape.ts";

/** The sum of `count` numbers from `start` on. */
export type SumRun = (data: FloatArray, start: number, count: number) => number;

/**
 * The sums of row-major numbers over axes in ascending order: pairwise in every layout, so that rounding grows as
 * log n, and without moving what is summed. Over no axes they are the numbers themselves.
 */
export function sumElements(
  data: Float64Array,
  shape: Shape,
  axes: readonly number[],
  sum: SumRun,
): Float64Array {
  let rest = data;
  let inner = 1;
  // Axes that follow one another are summed as one; the last of them first, since sums have fewer numbers.
  for (let end = axes.length, above = shape.length; end > 0;) {
    let begin = end - 1;
    while (begin > 0 && axes[begin - 1] === axes[begin]! - 1) begin--;
    const first = axes[begin]!;
    const next = axes[end - 1]! + 1;
    inner *= product(shape, next, above);
    rest = sumMiddle(rest, product(shape, 0, first), product(shape, first, next), inner, sum);
    above = first;
    end = begin;
  }
  return rest;
}

function product(shape: Shape, from: number, to: number): number {
  let size = 1;
  for (let axis = from; axis < to; axis++) size *= shape[axis]!;
  return size;
}

/** The sums over the middle axis of a tensor of shape `[outer, count, inner]`. */
function sumMiddle(
  data: Float64Array,
  outer: number,
  count: number,
  inner: number,
  sum: SumRun,
): Float64Array {
  const sums = new Float64Array(outer * inner);
  for (let i = 0; i < outer; i++) {
    if (inner === 1) sums[i] = sum(data, i * count, count);
    else sumRows(data, i * count * inner, count, inner, sums, i * inner);
  }
  return sums;
}

/** Columns that are summed at a time, so that their sums stay in the first-level cache. */
const strip = 512;

/** Up to so many rows are added one after another, in groups of eight; more are halved. */
const block = 128;

/** Adds `rows` rows of `width` numbers each, from `start` on, to sums that are zero. */
function sumRows(
  data: Float64Array,
  start: number,
  rows: number,
  width: number,
  sums: Float64Array,
  at: number,
): void {
  for (let column = 0; column < width; column += strip) {
    const columns = Math.min(strip, width - column);
    sumStrip(data, start + column, rows, width, columns, sums, at + column);
  }
}

function sumStrip(
  data: Float64Array,
  start: number,
  rows: number,
  width: number,
  columns: number,
  sums: Float64Array,
  at: number,
): void {
  if (rows > block) {
    const half = block * Math.ceil(rows / (2 * block));
    const others = new Float64Array(columns);
    sumStrip(data, start, half, width, columns, sums, at);
    sumStrip(data, start + half * width, rows - half, width, columns, others, 0);
    for (let j = 0; j < columns; j++) sums[at + j]! += others[j]!;
    return;
  }
  let row = start;
  const full = rows & ~7;
  for (let i = 0; i < full; i += 8, row += 8 * width) {
    addEightRows(data, row, width, columns, sums, at);
  }
  for (let i = full; i < rows; i++, row += width) {
    for (let j = 0; j < columns; j++) sums[at + j]! += data[row + j]!;
  }
}

function addEightRows(
  data: Float64Array,
  start: number,
  width: number,
  columns: number,
  sums: Float64Array,
  at: number,
): void {
  const end = start + columns;
  for (let i = start, to = at; i < end; i++, to++) {
    let j = i + width;
    const a = data[i]! + data[j]!;
    j += width;
    const b = data[j]! + data[j + width]!;
    j += 2 * width;
    const c = data[j]! + data[j + width]!;
    j += 2 * width;
    const d = data[j]! + data[j + width]!;
    sums[to]! += a + b + (c + d);
  }
}
