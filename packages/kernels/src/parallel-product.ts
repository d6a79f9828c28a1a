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
import type { SharedKernel } from "./shared-kernel.ts";
import type { Team } from "./team.ts";

/** Rows and columns of C that are computed together, and what the parts of A and B may take. */
const BLOCK = 1024;
const PART_BYTES = 2 ** 23;
const STRIP_ROWS = 96;
const SHORTEST_STRIP = 24;
/** Strips for each thread, so that one that is held up leaves its strips to the others. */
const STRIPS = 4;

/**
 * C = A·B by several threads: a part of B is packed, a part of A and one of C lie in the shared memory, and threads
 * take strips of rows until none is left. Memory stays below 28 MB at any size, and results are those of one thread.
 *
 * Returns false where that memory cannot be had or a worker does not answer; C may then be half written.
 */
export function parallelProduct(kernel: SharedKernel, team: Team, product: Product): boolean {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow } = product;
  const size = c.BYTES_PER_ELEMENT;
  const tileRows = kernel.rows;
  const tileColumns = (kernel.vectors * VECTOR_BYTES) / size;
  const depth = depthBlock(k);
  const columnsAtOnce = piece(n, BLOCK, tileColumns);
  const rowsAtOnce = piece(m, BLOCK, tileRows);
  const steps = Math.floor(PART_BYTES / (Math.max(columnsAtOnce, rowsAtOnce) * size * depth));
  const spanAtOnce = Math.max(1, steps) * depth;
  const fair = Math.max(SHORTEST_STRIP, Math.ceil(rowsAtOnce / (team.threads * STRIPS)));
  const strip = roundUp(Math.min(STRIP_ROWS, fair), tileRows);

  const scratch = STAGING + stagingBytes(columnsAtOnce, depth, tileColumns, size);
  const scratchBytes = roundUp(strip * depth * size, LINE_BYTES);
  const left = scratch + team.threads * scratchBytes;
  const right = left + roundUp(rowsAtOnce * Math.min(k, spanAtOnce) * size, LINE_BYTES);
  const result = right + roundUp(columnsAtOnce * Math.min(k, spanAtOnce) * size, LINE_BYTES);
  const end = result + rowsAtOnce * stripStride(columnsAtOnce * size, tileColumns * size);
  if (!kernel.reserve(end)) return false;
  const { f64, f32 } = kernel.views();
  const memory = size === 8 ? f64 : f32;
  const packRight = packer(kernel, { source: b, laneStride: bColumn, depthStride: bRow, width: tileColumns });
  const alongLanes = aRow === 1;

  for (let j = 0; j < n; j += columnsAtOnce) {
    const columns = Math.min(columnsAtOnce, n - j);
    const columnTiles = Math.ceil(columns / tileColumns);
    const panelWidth = columnTiles * tileColumns * size;
    const stride = stripStride(columns * size, tileColumns * size);
    for (let first = 0; first < k; first += spanAtOnce) {
      const span = Math.min(spanAtOnce, k - first);
      for (let p = 0; p < span; p += depth) {
        const start = bStart + (first + p) * bRow + j * bColumn;
        packRight(right + p * panelWidth, start, columns, Math.min(depth, span - p));
      }
      for (let i = 0; i < m; i += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, m - i);
        const [length, count] = alongLanes ? [rows, span] : [span, rows];
        const from = aStart + i * aRow + first * aColumn;
        copyRows(a, from, alongLanes ? aColumn : aRow, memory, left / size, length, count, length);
        const to = cStart + i * cRow + j;
        const copyOut = (row: number, some: number): void =>
          copyRows(
            memory,
            (result + row * stride) / size,
            stride / size,
            c,
            to + row * cRow,
            cRow,
            some,
            columns,
          );
        if (first > 0) copyRows(c, to, cRow, memory, result / size, stride / size, rows, columns);
        const job = {
          size,
          wide: kernel.vectors === 4,
          a: left,
          laneStride: alongLanes ? size : length * size,
          depthStride: alongLanes ? length * size : size,
          b: right,
          panelWidth,
          c: result,
          stride,
          rows,
          strip,
          span,
          depth,
          tileRows,
          columnTiles,
          accumulate: first > 0,
          scratch,
          scratchBytes,
        };
        if (!team.run(job, copyOut)) return false;
      }
    }
  }
  return true;
}
