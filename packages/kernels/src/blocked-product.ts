import { depthBlock, type FloatArray, type Product } from "./product.ts";

const TILE_ROWS = 3;
const TILE_COLUMNS = 4;
const STRIP_ROWS = 96;

/**
 * C = A·B in plain TypeScript, the twin of the WebAssembly kernel: the same sums in the same order.
 *
 * Four columns of B at a time are packed (they are then read with stride one, from the first-level cache) and three
 * rows of A are multiplied with them, so that each loaded number is used three or four times.
 */
export function blockedProduct(product: Product): void {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow, cColumn } = product;
  const double = c instanceof Float64Array;
  const block = depthBlock(k);
  const FloatArray = double ? Float64Array : Float32Array;
  const panel = new FloatArray(TILE_COLUMNS * block);
  const tile = new FloatArray(TILE_ROWS * TILE_COLUMNS);
  const tileSums = (double ? tileSums64 : tileSums32) as TileSums;
  for (let p = 0; p < k; p += block) {
    const depth = Math.min(block, k - p);
    for (let strip = 0; strip < m; strip += STRIP_ROWS) {
      const stripEnd = Math.min(m, strip + STRIP_ROWS);
      for (let j = 0; j < n; j += TILE_COLUMNS) {
        const columns = Math.min(TILE_COLUMNS, n - j);
        pack(b, bStart + p * bRow + j * bColumn, bColumn, bRow, columns, depth, panel);
        for (let i = strip; i < stripEnd; i += TILE_ROWS) {
          const rows = Math.min(TILE_ROWS, stripEnd - i);
          // Rows beyond the last repeat it; their sums are not stored.
          const a0 = aStart + i * aRow + p * aColumn;
          const a1 = rows > 1 ? a0 + aRow : a0;
          const a2 = rows > 2 ? a1 + aRow : a1;
          tileSums(a, a0, a1, a2, aColumn, panel, depth, tile);
          put(tile, rows, columns, c, cStart + i * cRow + j * cColumn, cRow, cColumn, p > 0);
        }
      }
    }
  }
}

type TileSums = (
  a: FloatArray,
  a0: number,
  a1: number,
  a2: number,
  step: number,
  panel: FloatArray,
  depth: number,
  tile: FloatArray,
) => void;

/** Copies up to four columns of B side by side, zeros in the missing ones. */
function pack(
  source: FloatArray,
  start: number,
  laneStride: number,
  depthStride: number,
  lanes: number,
  depth: number,
  panel: FloatArray,
): void {
  if (lanes < TILE_COLUMNS) panel.fill(0);
  for (let lane = 0; lane < lanes; lane++) {
    let read = start + lane * laneStride;
    for (let t = lane; t < TILE_COLUMNS * depth; t += TILE_COLUMNS) {
      panel[t] = source[read]!;
      read += depthStride;
    }
  }
}

/** Stores a tile of sums in C, or adds it to the sums of earlier blocks. */
function put(
  tile: FloatArray,
  rows: number,
  columns: number,
  c: FloatArray,
  start: number,
  rowStride: number,
  columnStride: number,
  accumulate: boolean,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = start + i * rowStride + j * columnStride;
      const sum = tile[i * TILE_COLUMNS + j]!;
      c[at] = accumulate ? c[at]! + sum : sum;
    }
  }
}

function tileSums64(
  a: Float64Array,
  a0: number,
  a1: number,
  a2: number,
  step: number,
  panel: Float64Array,
  depth: number,
  tile: Float64Array,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  for (let t = 0; t < TILE_COLUMNS * depth; t += TILE_COLUMNS) {
    const b0 = panel[t]!;
    const b1 = panel[t + 1]!;
    const b2 = panel[t + 2]!;
    const b3 = panel[t + 3]!;
    const x0 = a[a0]!;
    s00 += x0 * b0;
    s01 += x0 * b1;
    s02 += x0 * b2;
    s03 += x0 * b3;
    const x1 = a[a1]!;
    s10 += x1 * b0;
    s11 += x1 * b1;
    s12 += x1 * b2;
    s13 += x1 * b3;
    const x2 = a[a2]!;
    s20 += x2 * b0;
    s21 += x2 * b1;
    s22 += x2 * b2;
    s23 += x2 * b3;
    a0 += step;
    a1 += step;
    a2 += step;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
}

// Rounding after each operation is what keeps float32 sums in float32.
function tileSums32(
  a: Float32Array,
  a0: number,
  a1: number,
  a2: number,
  step: number,
  panel: Float32Array,
  depth: number,
  tile: Float32Array,
): void {
  const { fround } = Math;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  for (let t = 0; t < TILE_COLUMNS * depth; t += TILE_COLUMNS) {
    const b0 = panel[t]!;
    const b1 = panel[t + 1]!;
    const b2 = panel[t + 2]!;
    const b3 = panel[t + 3]!;
    const x0 = a[a0]!;
    s00 = fround(s00 + fround(x0 * b0));
    s01 = fround(s01 + fround(x0 * b1));
    s02 = fround(s02 + fround(x0 * b2));
    s03 = fround(s03 + fround(x0 * b3));
    const x1 = a[a1]!;
    s10 = fround(s10 + fround(x1 * b0));
    s11 = fround(s11 + fround(x1 * b1));
    s12 = fround(s12 + fround(x1 * b2));
    s13 = fround(s13 + fround(x1 * b3));
    const x2 = a[a2]!;
    s20 = fround(s20 + fround(x2 * b0));
    s21 = fround(s21 + fround(x2 * b1));
    s22 = fround(s22 + fround(x2 * b2));
    s23 = fround(s23 + fround(x2 * b3));
    a0 += step;
    a1 += step;
    a2 += step;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
}
