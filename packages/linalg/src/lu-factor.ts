import { matmul } from "@adjoint/kernels";
import { swapRows } from "./swap-rows.ts";

/** A pivot that rounding alone could have made. */
export interface SmallPivot {
  /** The column of the first pivot that is zero up to rounding. */
  readonly pivot: number;
  readonly value: number;
  /** The rounding error that a pivot there carries. */
  readonly bound: number;
}

/** Columns that are eliminated one by one: so many elements of a row share a line of the cache. */
const panelWidth = 8;

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
 */
export function factorLu(a: Float64Array, m: number, n: number, rows: Int32Array): void {
  const k = Math.min(m, n);
  for (let i = 0; i < m; i++) rows[i] = i;
  factorColumns(a, m, n, 0, k, rows);
  if (k < n) substituteRows(a, n, 0, k, k, n);
}

function factorColumns(
  a: Float64Array,
  m: number,
  n: number,
  start: number,
  end: number,
  rows: Int32Array,
): void {
  if (end - start <= panelWidth) {
    factorPanel(a, m, n, start, end, rows);
    return;
  }
  const middle = middleOf(start, end);
  factorColumns(a, m, n, start, middle, rows);
  substituteRows(a, n, start, middle, middle, end);
  subtractProduct(a, n, [middle, m], [start, middle], [middle, end]);
  factorColumns(a, m, n, middle, end, rows);
}

/** About half way, in whole panels. */
function middleOf(start: number, end: number): number {
  return start + Math.ceil((end - start) / (2 * panelWidth)) * panelWidth;
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

/** Eliminates in the columns `start … end` of all rows below; whole rows are swapped. */
function factorPanel(
  a: Float64Array,
  m: number,
  n: number,
  start: number,
  end: number,
  rows: Int32Array,
): void {
  for (let k = start; k < end; k++) {
    let p = k;
    for (let i = k + 1; i < m; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[p * n + k]!)) p = i;
    if (p !== k) {
      swapRows(a, n, k, p);
      [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    }
    const pivot = a[k * n + k]!;
    if (pivot === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const factor = (a[i * n + k]! /= pivot);
      if (factor === 0) continue;
      for (let j = k + 1; j < end; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
}

/** U₁₂ ← L₁₁⁻¹ A₁₂ for the rows `start … end` in the columns `from … to`, by halves. */
function substituteRows(
  a: Float64Array,
  n: number,
  start: number,
  end: number,
  from: number,
  to: number,
): void {
  if (end - start > panelWidth) {
    const middle = middleOf(start, end);
    substituteRows(a, n, start, middle, from, to);
    subtractProduct(a, n, [middle, end], [start, middle], [from, to]);
    substituteRows(a, n, middle, end, from, to);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    for (let k = start; k < i; k++) {
      const factor = a[i * n + k]!;
      if (factor === 0) continue;
      for (let j = from; j < to; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
}

type Range = readonly [from: number, to: number];

/** Takes the product of the blocks (rows, inner) and (inner, columns) from the block (rows, columns). */
function subtractProduct(a: Float64Array, n: number, rows: Range, inner: Range, columns: Range): void {
  const m = rows[1] - rows[0];
  const width = columns[1] - columns[0];
  const k = inner[1] - inner[0];
  const product = new Float64Array(m * width);
  matmul(copyBlock(a, n, rows, inner), copyBlock(a, n, inner, columns), product, { m, n: width, k });
  for (let i = 0; i < m; i++) {
    const row = (rows[0] + i) * n + columns[0];
    for (let j = 0; j < width; j++) a[row + j] = a[row + j]! - product[i * width + j]!;
  }
}

function copyBlock(a: Float64Array, n: number, rows: Range, columns: Range): Float64Array {
  const width = columns[1] - columns[0];
  const block = new Float64Array((rows[1] - rows[0]) * width);
  for (let i = rows[0], at = 0; i < rows[1]; i++, at += width) {
    for (let j = 0, from = i * n + columns[0]; j < width; j++) block[at + j] = a[from + j]!;
  }
  return block;
}
