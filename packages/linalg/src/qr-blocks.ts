import { products, reflections, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { putRows, rowStride } from "./arena-rows.ts";
import { applyFromLeft, gatherReflections } from "./block-reflections.ts";
import type { ReflectionBlock } from "./block-reflections.ts";
import type { Reflections } from "./qr-factor.ts";

/** Takes a factor that stands at a place of an arena, with so many elements from row to row. */
export type TakeFactor = (data: Float64Array, place: number, row: number) => void;

/** Reflections that are gathered to one product, I − V T Vᵀ. */
const blockSize = 32;
const panelWidth = 8;

/** The vectors of k reflections of m elements, with the triangles of their blocks, and room for what they are applied to. */
interface Stored {
  readonly m: number;
  readonly k: number;
  /** m × k. */
  readonly v: number;
  readonly vRow: number;
  readonly taus: number;
  /** One triangle after another. */
  readonly t: number;
  readonly work: number;
}

/**
 * A = Q R for an m × n matrix by reflections: hands over the first min(m, n) rows of R and the first `count` columns of Q,
 * whose signs are such that the diagonal of R is not negative.
 *
 * Panels of 8 columns are reduced column by column; four of them are gathered to I − V T Vᵀ, which takes three matrix
 * products to apply: Schreiber & Van Loan 1989, "A storage-efficient WY representation for products of Householder
 * transformations"; Golub & Van Loan, Matrix Computations, 4th ed., §5.2.3.
 */
export function factorQrBlocks(
  matrix: Float64Array,
  m: number,
  n: number,
  count: number,
  takeR: TakeFactor,
  takeQ: TakeFactor,
): void {
  const k = Math.min(m, n);
  const row = rowStride(n);
  withArena(m * row + 8 + roomFor(m, k, n, count), (arena) => {
    const { data } = arena;
    const a = arena.take(m * row + 8);
    const stored = store(arena, m, k, Math.max(n, count));
    putRows(data, a, row, matrix, 0, m, n);
    for (let start = 0; start < k; start += blockSize) reduceBlock(arena, stored, a, row, n, start);
    const signs = new Float64Array(count).fill(1);
    for (let j = 0; j < k; j++) {
      const from = a + j * row;
      if (data[from + j]! < 0) {
        signs[j] = -1;
        for (let c = from + j; c < from + n; c++) data[c] = -data[c]!;
      }
      for (let c = from; c < from + j; c++) data[c] = 0;
    }
    takeR(data, a, row);
    giveBasis(arena, stored, signs, takeQ);
  });
}

/** Hands over the first columns of Q, times their signs, for reflections that stand column by column. */
export function basisFromBlocks(
  { m, columns, taus }: Reflections,
  signs: Float64Array,
  takeQ: TakeFactor,
): void {
  const k = taus.length;
  const count = signs.length;
  withArena(roomFor(m, k, count, count), (arena) => {
    const { data } = arena;
    const stored = store(arena, m, k, count);
    const { v, vRow } = stored;
    data.set(taus, stored.taus);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < k; j++) data[v + i * vRow + j] = j < i ? columns[j * m + i]! : i === j ? 1 : 0;
    }
    for (let start = 0; start < k; start += blockSize) {
      gatherReflections(arena.use(products), data, blockOf(stored, start), stored.taus + start);
    }
    giveBasis(arena, stored, signs, takeQ);
  });
}

function roomFor(m: number, k: number, width: number, count: number): number {
  return m * (rowStride(k) + rowStride(count)) + (blockSize + 1) * k + 2 * blockSize * Math.max(width, count);
}

function store({ take }: Arena, m: number, k: number, width: number): Stored {
  const vRow = rowStride(k);
  const [v, taus, t, work] = [take(m * vRow), take(k), take(blockSize * k), take(2 * blockSize * width)];
  return { m, k, v, vRow, taus, t, work };
}

function blockOf({ m, k, v, vRow, t }: Stored, start: number): ReflectionBlock {
  const count = Math.min(blockSize, k - start);
  const place = v + start * (vRow + 1);
  return { v: place, vRow, vColumn: 1, height: m - start, count, t: t + start * blockSize };
}

/** Reduces the columns of a block and applies its reflections to those behind it. */
function reduceBlock(
  { data, use }: Arena,
  stored: Stored,
  a: number,
  row: number,
  n: number,
  start: number,
): void {
  const { m, v, vRow, taus, work } = stored;
  const block = blockOf(stored, start);
  const end = start + block.count;
  for (let first = start; first < end; first += panelWidth) {
    const count = Math.min(panelWidth, end - first);
    const height = m - first;
    const panel = { v: v + first * (vRow + 1), vRow, vColumn: 1, height, count, t: block.t };
    const corner = a + first * (row + 1);
    for (let i = start; i < first; i++) data.fill(0, v + i * vRow + first, v + i * vRow + first + count);
    use(reflections).reflectPanel(corner, row, height, count, panel.v, vRow, taus + first, panel.t, count);
    const width = end - first - count;
    if (width > 0) applyFromLeft(use(products), panel, true, corner + count, row, width, work);
  }
  if (block.count > panelWidth) gatherReflections(use(products), data, block, taus + start);
  if (end < n) applyFromLeft(use(products), block, true, a + start * row + end, row, n - end, work);
}

/** Q E = (I − V₀ T₀ V₀ᵀ) ⋯ E from the last block to the first, so that zeros are not multiplied. */
function giveBasis({ data, take, use }: Arena, stored: Stored, signs: Float64Array, takeQ: TakeFactor): void {
  const { m, k, work } = stored;
  const count = signs.length;
  const row = rowStride(count);
  const q = take(m * row);
  data.fill(0, q, q + m * row);
  for (let j = 0; j < count; j++) data[q + j * (row + 1)] = signs[j]!;
  for (let start = Math.floor((k - 1) / blockSize) * blockSize; start >= 0; start -= blockSize) {
    const corner = q + start * (row + 1);
    applyFromLeft(use(products), blockOf(stored, start), false, corner, row, count - start, work);
  }
  takeQ(data, q, row);
}
