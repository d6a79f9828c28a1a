import type { TypedArray } from "@adjoint/tensor";

/** A matrix of so many columns is copied as a whole, since its columns are short enough for the cache. */
const closeUpTo = 96;

/**
 * Elements from row to row for rows of n elements: whole lines of the cache, and no multiple of 32 lest the elements of a
 * column share few of the cache's sets; n itself for small matrices.
 */
export function rowStride(n: number): number {
  if (n <= closeUpTo) return n;
  const lines = Math.ceil(n / 8);
  return 8 * (lines % 4 === 0 ? lines + 1 : lines);
}

/** Copies the m × n matrix that stands in `source` from `start` to the place `a` of an arena, `row` from row to row. */
export function putRows(
  data: Float64Array,
  a: number,
  row: number,
  source: Float64Array,
  start: number,
  m: number,
  n: number,
): void {
  if (row === n) data.set(partOf(source, start, start + m * n), a);
  else for (let i = 0; i < m; i++) copyElements(source, start + i * n, data, a + i * row, n);
}

/** Copies it back. */
export function getRows(
  data: Float64Array,
  a: number,
  row: number,
  target: TypedArray,
  start: number,
  m: number,
  n: number,
): void {
  if (row === n) target.set(data.subarray(a, a + m * n), start);
  else for (let i = 0; i < m; i++) copyElements(data, a + i * row, target, start + i * n, n);
}

/** Rows shorter than this are copied in a loop, which costs less than a view. */
const viewedFrom = 48;

function copyElements(
  source: Float64Array,
  from: number,
  target: TypedArray,
  to: number,
  count: number,
): void {
  if (count >= viewedFrom) target.set(source.subarray(from, from + count), to);
  else for (let i = 0; i < count; i++) target[to + i] = source[from + i]!;
}

function partOf(x: Float64Array, start: number, end: number): Float64Array {
  return end - start === x.length ? x : x.subarray(start, end);
}
