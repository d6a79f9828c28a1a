import { eliminatePanel, withArena } from "@adjoint/kernels";
import { getRows, putRows, rowStride } from "./arena-rows.ts";
import { blockKernels, substituteBlocks } from "./block-substitution.ts";
import type { BlockKernels } from "./block-substitution.ts";
import { isFiniteThroughout } from "./matrices.ts";

/** A pivot that rounding alone could have made. */
export interface SmallPivot {
  /** The column of the first pivot that is zero up to rounding. */
  readonly pivot: number;
  readonly value: number;
  /** The rounding error that a pivot there carries. */
  readonly bound: number;
}

/** Columns that are eliminated one by one. */
const panelWidth = 8;

/** Up to so many columns elimination in place is faster than in an arena. */
const fewColumns = 12;

/**
 * P A = L U in place for an m × n matrix by Gaussian elimination with partial pivoting: L without its unit diagonal
 * below, U on and above it. `rows[i]` becomes the row of A that stands in row i.
 *
 * Recursive in the columns: the left half is factored, the rows of U right of it follow by substitution, what remains by
 * one matrix product, and then the right half is factored. Products take nearly all of the m n k − (m + n) k²/2 + k³/3
 * multiplications, k = min(m, n).
 *
 * Toledo 1997, "Locality of reference in LU decomposition with partial pivoting" (SIAM J. Matrix Anal. Appl. 18);
 * Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §13.2 (blocks are as stable as columns one by one).
 *
 * With `judges`, for square matrices, the result is `false` if an element is not finite, and then A is as it was, or if
 * `smallPivot` is to be asked.
 */
export function factorLu(a: Float64Array, m: number, n: number, rows: Int32Array, judges = false): boolean {
  const k = Math.min(m, n);
  const swaps = new Int32Array(k);
  let isSound = true;
  if (k <= fewColumns && m * n <= fewColumns ** 3) {
    if (judges && !isFiniteThroughout(a)) return false;
    eliminatePanel(a, 0, n, m, n, 0, k, swaps, 0);
    for (let i = 1; i < k; i++) {
      for (let p = 0; p < i; p++) {
        const factor = a[i * n + p]!;
        for (let j = k; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[p * n + j]!;
      }
    }
    isSound = !judges || smallPivot(a, n) === null;
  } else {
    const row = rowStride(n);
    const isFinite = withArena(m * row + 8 + k, (arena) => {
      const { data, take } = arena;
      const kernels = blockKernels(arena);
      const matrix = { at: take(m * row + 8), row, m, n, pivots: take(k) };
      putRows(data, matrix.at, row, a, 0, m, n);
      if (judges && kernels.panels.isFinite(matrix.at, row, m, n) === 0) return false;
      factorColumns(kernels, matrix, 0, k);
      if (k < n) substituteRows(kernels, matrix, 0, k, n);
      getRows(data, matrix.at, row, a, 0, m, n);
      for (let i = 0; i < k; i++) swaps[i] = data[matrix.pivots + i]!;
      // No element of L is above 1 in magnitude, so that the columns of |U| bound the sums of `smallPivot`.
      const { firstSmallPivot } = kernels.panels;
      isSound = !judges || firstSmallPivot(matrix.at, row, n, n * Number.EPSILON, matrix.pivots) === n;
      return true;
    });
    if (!isFinite) return false;
  }
  for (let i = 0; i < m; i++) rows[i] = i;
  for (let i = 0; i < k; i++) {
    const p = swaps[i]!;
    const row = rows[i]!;
    rows[i] = rows[p]!;
    rows[p] = row;
  }
  return isSound;
}

/** An m × n matrix in an arena, with the places for its pivots. */
interface Placed {
  readonly at: number;
  readonly row: number;
  readonly m: number;
  readonly n: number;
  readonly pivots: number;
}

function factorColumns(kernels: BlockKernels, matrix: Placed, start: number, end: number): void {
  const { at, row, m, n, pivots } = matrix;
  if (end - start <= panelWidth) {
    kernels.panels.eliminatePanel(at, row, m, n, start, end, pivots);
    return;
  }
  const middle = start + Math.ceil((end - start) / (2 * panelWidth)) * panelWidth;
  factorColumns(kernels, matrix, start, middle);
  substituteRows(kernels, matrix, start, middle, end);
  const below = at + middle * row;
  const beside = at + start * row + middle;
  const [height, width, depth] = [m - middle, end - middle, middle - start];
  kernels.products.multiply(
    below + middle,
    row,
    below + start,
    row,
    1,
    beside,
    row,
    1,
    height,
    width,
    depth,
    -1,
  );
  factorColumns(kernels, matrix, middle, end);
}

/** U₁₂ ← L₁₁⁻¹ A₁₂ for the rows `start … middle` in the columns `middle … end`. */
function substituteRows(
  kernels: BlockKernels,
  { at, row }: Placed,
  start: number,
  middle: number,
  end: number,
): void {
  const first = at + start * row;
  const triangle = { t: first + start, tRow: row, tColumn: 1, hasUnits: true };
  substituteBlocks(kernels, triangle, first + middle, row, middle - start, end - middle);
}

/**
 * The first pivot of a square factorization that rounding alone could have made, |uₖₖ| ≤ n ε (|L||U|)ₖₖ: the factors are
 * exact for a matrix within that distance of A (Higham, theorem 9.3), so one such matrix is singular. The test does not
 * depend on how rows or columns are scaled.
 */
export function smallPivot(factors: Float64Array, n: number): SmallPivot | null {
  for (let k = 0; k < n; k++) {
    const value = factors[k * n + k]!;
    let sum = Math.abs(value);
    for (let j = 0; j < k; j++) sum += Math.abs(factors[k * n + j]! * factors[j * n + k]!);
    const bound = n * Number.EPSILON * sum;
    if (!(Math.abs(value) > bound)) return { pivot: k, value, bound };
  }
  return null;
}
