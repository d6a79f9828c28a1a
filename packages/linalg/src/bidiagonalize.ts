import { bidiagonal, products, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { getRows, putRows } from "./arena-rows.ts";
import { applyFromLeft, gatherReflections } from "./block-reflections.ts";
import { paddedStride } from "./padded-stride.ts";
import { reflectionBlockSize } from "./reflection-block-size.ts";

/** A = U B Vᵀ with B upper bidiagonal, m ≥ n. */
export interface Bidiagonal {
  readonly diagonal: Float64Array;
  /** The n − 1 elements right of the diagonal. */
  readonly offDiagonal: Float64Array;
  /** The first columns of U, m × `columns`, row-major; empty if there are none. */
  readonly left: Float64Array;
  /** V, n × n, row-major; empty if `columns` is 0. */
  readonly right: Float64Array;
}

/**
 * Reduces a row-major m × n matrix, m ≥ n, to bidiagonal form by Householder reflections, and forms `columns` columns of U: none, n or m.
 *
 * Golub & Kahan 1965; Golub & Van Loan, Matrix Computations, 4th ed., algorithm 5.4.2. Both products of a step are found while
 * the matrix is read once: Howell et al. 2008, "Cache efficient bidiagonalization using BLAS 2.5 operators".
 */
export function bidiagonalize(a: Float64Array, m: number, n: number, columns: number): Bidiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(n - 1, 0));
  const left = new Float64Array(m * columns);
  const right = new Float64Array(columns === 0 ? 0 : n * n);
  if (n === 0) {
    for (let i = 0; i < columns; i++) left[i * columns + i] = 1;
    return { diagonal, offDiagonal, left, right };
  }
  const row = paddedStride(n);
  const leftRow = paddedStride(m);
  const blockSize = reflectionBlockSize(n);
  const wide = Math.max(row, paddedStride(columns));
  const bases = columns === 0 ? 0 : m * paddedStride(columns) + n * row + blockSize * (2 * wide + blockSize);
  withArena(m * row + n * leftRow + 7 * n + m + bases, (arena) => {
    const { data, take, use } = arena;
    const [place, v, d, e] = [take(m * row), take(n * leftRow), take(n), take(n)];
    const [leftTaus, rightTaus, work] = [take(n), take(n), take(m + 2 * n + 6)];
    if (row > n) for (let i = 0; i < m; i++) data.fill(0, place + i * row + n, place + (i + 1) * row);
    putRows(data, place, row, a, 0, m, n);
    use(bidiagonal).reduceGeneral(place, row, m, n, v, leftRow, d, e, leftTaus, rightTaus, work);
    diagonal.set(data.subarray(d, d + n));
    offDiagonal.set(data.subarray(e, e + n - 1));
    if (columns === 0) return;
    const room = take(blockSize * (2 * wide + blockSize));
    for (let k = 0; k < n; k++) {
      data.fill(0, v + k * leftRow, v + k * leftRow + k);
      data.fill(0, place + k * row, place + k * row + k + 1);
    }
    const basis = take(m * paddedStride(columns));
    const ofLeft = { v, vRow: leftRow, taus: leftTaus, count: n, length: m, offset: 0 };
    accumulate(arena, ofLeft, basis, paddedStride(columns), columns, room);
    getRows(data, basis, paddedStride(columns), left, 0, m, columns);
    const other = take(n * row);
    const ofRight = { v: place, vRow: row, taus: rightTaus, count: n - 1, length: n, offset: 1 };
    accumulate(arena, ofRight, other, row, n, room);
    getRows(data, other, row, right, 0, n, n);
  });
  return { diagonal, offDiagonal, left, right };
}

/** H₀ H₁ ⋯, where row k at `v` has the vector of Hₖ: zeros, and from element k + `offset` on numbers, the first of them 1. */
interface Vectors {
  readonly v: number;
  readonly vRow: number;
  readonly taus: number;
  readonly count: number;
  readonly length: number;
  readonly offset: number;
}

/** Writes the first columns of the product of reflections to the place x. */
function accumulate(
  { data, use }: Arena,
  { v, vRow, taus, count, length, offset }: Vectors,
  x: number,
  row: number,
  columns: number,
  room: number,
): void {
  const kernels = use(products);
  const blockSize = reflectionBlockSize(count);
  data.fill(0, x, x + length * row);
  for (let i = 0; i < columns; i++) data[x + i * row + i] = 1;
  // What stands before the first row and column of a block is still the identity.
  for (let first = Math.floor((count - 1) / blockSize) * blockSize; first >= 0; first -= blockSize) {
    const start = first + offset;
    const reflections = {
      v: v + first * vRow + start,
      vRow: 1,
      vColumn: vRow,
      height: length - start,
      count: Math.min(blockSize, count - first),
      t: room,
    };
    gatherReflections(kernels, data, reflections, taus + first);
    const corner = x + start * (row + 1);
    applyFromLeft(kernels, reflections, false, corner, row, columns - start, room + blockSize ** 2);
  }
}
