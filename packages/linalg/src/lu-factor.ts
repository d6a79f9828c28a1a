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

/** Columns that are eliminated one by one before the rest of the matrix follows in one product. */
const blockSize = 32;

/** Below this order the products do not repay the copies. */
const blockedFrom = 64;

/**
 * P A = L U in place for an m × n matrix by Gaussian elimination with partial pivoting: L without its unit diagonal
 * below, U on and above it. `rows[i]` becomes the row of A that stands in row i.
 *
 * Right-looking and blocked: a panel of columns is factored, the rows of U right of it follow by substitution, and what
 * remains by one matrix product, which takes nearly all of the m n k − (m + n) k²/2 + k³/3 multiplications, k = min(m, n).
 *
 * Golub & Van Loan, Matrix Computations, 4th ed., §3.4 and algorithm 3.2.1 in blocks as LAPACK's dgetrf;
 * Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 13.6 (the blocked form is as stable).
 */
export function factorLu(a: Float64Array, m: number, n: number, rows: Int32Array): void {
  const k = Math.min(m, n);
  const width = k < blockedFrom ? k : blockSize;
  for (let i = 0; i < m; i++) rows[i] = i;
  for (let start = 0; start < k; start += width) {
    const end = Math.min(start + width, k);
    factorPanel(a, m, n, start, end, rows);
    if (end === n) continue;
    substituteRows(a, n, start, end);
    if (end < m) updateRest(a, m, n, start, end);
  }
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

/** U₁₂ ← L₁₁⁻¹ A₁₂: the rows `start … end` right of the panel. */
function substituteRows(a: Float64Array, n: number, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    for (let k = start; k < i; k++) {
      const factor = a[i * n + k]!;
      if (factor === 0) continue;
      for (let j = end; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
}

/** A₂₂ ← A₂₂ − L₂₁ U₁₂. */
function updateRest(a: Float64Array, m: number, n: number, start: number, end: number): void {
  const [height, width, depth] = [m - end, n - end, end - start];
  const left = new Float64Array(height * depth);
  for (let i = 0; i < height; i++) {
    left.set(a.subarray((end + i) * n + start, (end + i) * n + end), i * depth);
  }
  const right = new Float64Array(depth * width);
  for (let k = 0; k < depth; k++)
    right.set(a.subarray((start + k) * n + end, (start + k + 1) * n), k * width);
  const product = new Float64Array(height * width);
  matmul(left, right, product, { m: height, n: width, k: depth });
  for (let i = 0; i < height; i++) {
    const row = (end + i) * n + end;
    for (let j = 0; j < width; j++) a[row + j] = a[row + j]! - product[i * width + j]!;
  }
}
