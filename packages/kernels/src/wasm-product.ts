import { depthBlock, type FloatArray, type Product } from "./product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

const VECTOR_BYTES = 16;
const LINE_BYTES = 64;
const STRIP_ROWS = 96;
const BLOCK = 768;

/** The largest multiple-of-`unit` piece, at most about `limit`, that cuts `length` into nearly equal pieces. */
function piece(length: number, limit: number, unit: number): number {
  return roundUp(Math.ceil(length / Math.ceil(length / limit)), unit);
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/**
 * C = A·B through WebAssembly: blocks of at most 768 rows and columns of C are computed in the kernel's memory
 * from strips of A and B that are copied in and packed, so that memory stays below 9 MB at any size.
 *
 * Returns false, with C untouched, where that memory cannot be had.
 */
export function wasmProduct(kernel: WasmKernel, product: Product): boolean {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow } = product;
  const size = c.BYTES_PER_ELEMENT;
  const tileRows = kernel.rows();
  const tileColumns = (2 * VECTOR_BYTES) / size;
  const depthLimit = depthBlock(k);
  const mBlock = piece(m, BLOCK, tileRows);
  const nBlock = piece(n, BLOCK, tileColumns);
  const strip = piece(mBlock, STRIP_ROWS, tileRows);

  const staging = LINE_BYTES;
  const aPanels = staging + roundUp(Math.max(strip, nBlock) * depthLimit * size, LINE_BYTES);
  const bPanels = aPanels + roundUp(strip * depthLimit * size, LINE_BYTES);
  const block = bPanels + roundUp(nBlock * depthLimit * size, LINE_BYTES);
  if (!kernel.reserve(block + mBlock * nBlock * size)) return false;

  const { f64, f32 } = kernel.views();
  const memory = size === 8 ? f64 : f32;
  const pack = size === 8 ? kernel.pack64 : kernel.pack32;
  const multiply = size === 8 ? kernel.multiply64 : kernel.multiply32;

  for (let j = 0; j < n; j += nBlock) {
    const columns = Math.min(nBlock, n - j);
    const stride = roundUp(columns, tileColumns) * size;
    for (let i = 0; i < m; i += mBlock) {
      const rows = Math.min(mBlock, m - i);
      for (let p = 0; p < k; p += depthLimit) {
        const depth = Math.min(depthLimit, k - p);
        const bFirst = bStart + p * bRow + j * bColumn;
        packInto(bPanels, b, bFirst, bColumn, bRow, columns, depth, tileColumns);
        for (let s = 0; s < rows; s += strip) {
          const lanes = Math.min(strip, rows - s);
          const aFirst = aStart + (i + s) * aRow + p * aColumn;
          packInto(aPanels, a, aFirst, aRow, aColumn, lanes, depth, tileRows);
          multiply(
            aPanels,
            bPanels,
            block + s * stride,
            stride,
            Math.ceil(lanes / tileRows),
            Math.ceil(columns / tileColumns),
            depth,
            p > 0 ? 1 : 0,
          );
        }
      }
      takeOut(i, j, rows, columns, stride);
    }
  }
  return true;

  /** Copies a part of an operand into the staging area, row by stored row, and packs it from there. */
  function packInto(
    target: number,
    source: FloatArray,
    start: number,
    laneStride: number,
    depthStride: number,
    lanes: number,
    depth: number,
    width: number,
  ): void {
    const alongLanes = laneStride === 1;
    const count = alongLanes ? depth : lanes;
    const length = alongLanes ? lanes : depth;
    const sourceStride = alongLanes ? depthStride : laneStride;
    copyRows(source, start, sourceStride, memory, staging / size, length, count, length);
    const row = length * size;
    pack(staging, alongLanes ? size : row, alongLanes ? row : size, lanes, depth, width, target);
  }

  function takeOut(i: number, j: number, rows: number, columns: number, stride: number): void {
    const to = cStart + i * cRow + j;
    if (columns === n) {
      kernel.compact(block, stride, columns * size, rows);
      copyRows(memory, block / size, columns, c, to, columns, rows, columns);
    } else {
      copyRows(memory, block / size, stride / size, c, to, cRow, rows, columns);
    }
  }
}

/** Copies `count` rows of `length` entries; rows that lie end to end in both arrays are copied as one. */
function copyRows(
  source: FloatArray,
  start: number,
  stride: number,
  target: FloatArray,
  to: number,
  targetStride: number,
  count: number,
  length: number,
): void {
  if (stride === length && targetStride === length) {
    target.set(source.subarray(start, start + count * length), to);
    return;
  }
  for (let i = 0; i < count; i++) {
    const from = start + i * stride;
    target.set(source.subarray(from, from + length), to + i * targetStride);
  }
}
