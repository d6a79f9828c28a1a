import {
  copyRows,
  LINE_BYTES,
  packer,
  piece,
  roundUp,
  STAGING,
  stagingBytes,
  stripStride,
  VECTOR_BYTES,
} from "./panels.ts";
import { depthBlock, type Product } from "./product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

/** A strip of A, packed, stays in the second-level cache. */
const STRIP_ROWS = 96;
const STRIP_ENTRIES = 96 * 256;
const LONGEST_STRIP = 768;
/** Columns of C that are computed together. */
const COLUMNS = 1024;
/** What a packed part of B may take. */
const RIGHT_BYTES = 2 ** 23;

/** How a product is cut; addresses and strides are in bytes. */
interface Plan {
  readonly depth: number;
  /** Rows of A, depth, and columns of B that are packed at a time. */
  readonly rows: number;
  readonly span: number;
  readonly columns: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  readonly left: number;
  readonly right: number;
  readonly strip: number;
  readonly end: number;
}

/**
 * C = A·B through WebAssembly: a part of B is copied in and packed once, then strip after strip of A, each of which
 * gives a strip of C that stays in the cache until its sums are complete. Memory stays below 11 MB at any size.
 *
 * Returns false, with C untouched, where that memory cannot be had.
 */
export function wasmProduct(kernel: WasmKernel, product: Product): boolean {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow } = product;
  const size = c.BYTES_PER_ELEMENT;
  const plan = planOf(kernel, product);
  const { depth, tileRows, tileColumns } = plan;
  if (!kernel.reserve(plan.end)) return false;

  const { f64, f32 } = kernel.views();
  const memory = size === 8 ? f64 : f32;
  const packLeft = packer(kernel, { source: a, laneStride: aRow, depthStride: aColumn, width: tileRows });
  const packRight = packer(kernel, { source: b, laneStride: bColumn, depthStride: bRow, width: tileColumns });
  const multiply = size === 8 ? kernel.multiply64 : kernel.multiply32;

  for (let j = 0; j < n; j += plan.columns) {
    const columns = Math.min(plan.columns, n - j);
    const stride = stripStride(columns * size, tileColumns * size);
    const panelWidth = Math.ceil(columns / tileColumns) * tileColumns * size;
    for (let first = 0; first < k; first += plan.span) {
      const end = Math.min(k, first + plan.span);
      for (let p = first; p < end; p += depth) {
        const target = plan.right + (p - first) * panelWidth;
        const start = bStart + p * bRow + j * bColumn;
        packRight(target, start, columns, Math.min(depth, k - p));
      }
      for (let i = 0; i < m; i += plan.rows) {
        const rows = Math.min(plan.rows, m - i);
        const to = cStart + i * cRow + j;
        if (first > 0) copyRows(c, to, cRow, memory, plan.strip / size, stride / size, rows, columns);
        for (let p = first; p < end; p += depth) {
          const block = Math.min(depth, k - p);
          packLeft(plan.left, aStart + i * aRow + p * aColumn, rows, block);
          multiply(
            plan.left,
            plan.right + (p - first) * panelWidth,
            plan.strip,
            stride,
            Math.ceil(rows / tileRows),
            Math.ceil(columns / tileColumns),
            block,
            p > 0 ? 1 : 0,
          );
        }
        takeOut(to, rows, columns, stride);
      }
    }
  }
  return true;

  function takeOut(to: number, rows: number, columns: number, stride: number): void {
    const row = columns * size;
    // A short row is moved faster by the kernel than by a call of its own.
    if (columns === n && row < 2048) {
      if (stride > row) kernel.compact(plan.strip, stride, row, rows);
      copyRows(memory, plan.strip / size, columns, c, to, columns, rows, columns);
    } else {
      copyRows(memory, plan.strip / size, stride / size, c, to, cRow, rows, columns);
    }
  }
}

function planOf(kernel: WasmKernel, { m, n, k, c }: Product): Plan {
  const size = c.BYTES_PER_ELEMENT;
  const tileRows = kernel.rows;
  const tileColumns = (kernel.vectors * VECTOR_BYTES) / size;
  const depth = depthBlock(k);
  const columns = piece(n, COLUMNS, tileColumns);
  const span = Math.max(1, Math.floor(RIGHT_BYTES / (columns * size * depth))) * depth;
  const longest = Math.floor(STRIP_ENTRIES / Math.max(depth, columns));
  const rows = piece(m, Math.max(STRIP_ROWS, Math.min(LONGEST_STRIP, longest)), tileRows);
  const left = STAGING + stagingBytes(columns, depth, tileColumns, size);
  const right = left + roundUp(rows * depth * size, LINE_BYTES);
  const strip = right + roundUp(columns * Math.min(k, span) * size, LINE_BYTES);
  const end = strip + rows * stripStride(columns * size, tileColumns * size);
  return { depth, rows, span, columns, tileRows, tileColumns, left, right, strip, end };
}
