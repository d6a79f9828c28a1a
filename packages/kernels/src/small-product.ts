import { volume } from "./product.ts";
import type { FloatArray, Product } from "./product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

/** Where operands start, in bytes. */
export const START = 64;
/** Rows and bytes of a row that the kernel computes at once. */
export const TILE_ROWS = 4;
export const TILE_BYTES = 32;
/** Up to so many multiplications products are rounded apart from their sums, so that results are the same everywhere. */
export const TINY = 512;

/**
 * C = A·B through WebAssembly for operands too small to repay packing: they are copied in as they are, and one call
 * multiplies them. k is at most 256. Sums are in the order of the direct product.
 *
 * Returns false, with C untouched, where the memory cannot be had.
 */
export function smallProduct(kernel: WasmKernel, product: Product): boolean {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart } = product;
  const size = c.BYTES_PER_ELEMENT;
  const left = START / size;
  const right = left + m * k;
  const result = right + k * n;
  // Whole tiles read and write behind the ends of their matrices.
  if (!kernel.reserve((result + (m + TILE_ROWS) * n + TILE_ROWS * k) * size + TILE_BYTES)) return false;
  const { f64, f32 } = kernel.views();
  const tiny = volume(product) <= TINY;
  const rowTiles = Math.ceil(m / TILE_ROWS);
  const columnTiles = Math.ceil((n * size) / TILE_BYTES);
  if (size === 8) {
    copy64(a as Float64Array, aStart, f64, left, m * k);
    if (bColumn === 1) copy64(b as Float64Array, bStart, f64, right, k * n);
    else copyTransposed(b, bStart, bRow, bColumn, f64, right, k, n);
    (tiny ? kernel.multiplyTiny64 : kernel.multiplySmall64)(
      START,
      aRow * 8,
      aColumn * 8,
      right * 8,
      result * 8,
      n * 8,
      rowTiles,
      columnTiles,
      k,
    );
    copy64(f64, result, c as Float64Array, cStart, m * n);
  } else {
    copy32(a as Float32Array, aStart, f32, left, m * k);
    if (bColumn === 1) copy32(b as Float32Array, bStart, f32, right, k * n);
    else copyTransposed(b, bStart, bRow, bColumn, f32, right, k, n);
    (tiny ? kernel.multiplyTiny32 : kernel.multiplySmall32)(
      START,
      aRow * 4,
      aColumn * 4,
      right * 4,
      result * 4,
      n * 4,
      rowTiles,
      columnTiles,
      k,
    );
    copy32(f32, result, c as Float32Array, cStart, m * n);
  }
  return true;
}

/** From so many entries on a call of `set` and the view it needs are faster than a loop. */
const SET_FROM = 32;

// Twice the same: a loop that sees a single kind of array is compiled to a few instructions an entry.

/** Copies entries from one array to another. */
export function copy64(
  source: Float64Array,
  start: number,
  target: Float64Array,
  to: number,
  count: number,
): void {
  if (count < SET_FROM) for (let i = 0; i < count; i++) target[to + i] = source[start + i]!;
  else target.set(source.length === count ? source : source.subarray(start, start + count), to);
}

/** Copies entries from one array to another. */
export function copy32(
  source: Float32Array,
  start: number,
  target: Float32Array,
  to: number,
  count: number,
): void {
  if (count < SET_FROM) for (let i = 0; i < count; i++) target[to + i] = source[start + i]!;
  else target.set(source.length === count ? source : source.subarray(start, start + count), to);
}

/** Copies a matrix of any strides, row by row. */
export function copyTransposed(
  source: FloatArray,
  start: number,
  rowStride: number,
  columnStride: number,
  target: FloatArray,
  to: number,
  rows: number,
  columns: number,
): void {
  for (let j = 0; j < columns; j++) {
    const from = start + j * columnStride;
    for (let i = 0; i < rows; i++) target[to + i * columns + j] = source[from + i * rowStride]!;
  }
}
