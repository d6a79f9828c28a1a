import { substitute } from "./substitution.ts";
import { swapRows } from "./swap-rows.ts";

/** A = X D Y with det X · det Y = `sign`, |det X| = 1, given by the inverses of X and Y. */
export interface DiagonalForm {
  readonly sign: number;
  /** The diagonal of D, about descending in magnitude; zeros come last. */
  readonly d: Float64Array;
  /** X⁻¹ and Y⁻¹, row-major. */
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * A = X D Y for a square matrix of any rank, by Gaussian elimination with complete pivoting: P A Q = L D U with unit
 * triangular L and U, of which no element is above 1 in magnitude. The matrix is overwritten. 2 n³ multiplications.
 *
 * What singular matrices do to the pivots shows in D alone, and X and Y stay well conditioned in practice: Demmel, Gu,
 * Eisenstat, Slapničar, Veselić & Drmač 1999, "Computing the singular value decomposition with high relative accuracy".
 */
export function diagonalForm(a: Float64Array, n: number): DiagonalForm {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const columns = rows.slice();
  const d = new Float64Array(n);
  const sign = eliminate(a, n, rows, columns, d);
  const left = new Float64Array(n * n);
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) left[i * n + rows[i]!] = right[i * n + i] = 1;
  substitute(a, n, left, n, { lower: true, transposed: false, unitDiagonal: true });
  substitute(a, n, right, n, { lower: false, transposed: false, unitDiagonal: true });
  const unpermuted = new Float64Array(n * n);
  for (let i = 0; i < n; i++) unpermuted.set(right.subarray(i * n, (i + 1) * n), columns[i]! * n);
  return { sign, d, left, right: unpermuted };
}

/** L below and the unit triangular U above the diagonal of `a`; the sign of the two permutations. */
function eliminate(
  a: Float64Array,
  n: number,
  rows: Int32Array,
  columns: Int32Array,
  d: Float64Array,
): number {
  let sign = 1;
  for (let k = 0; k < n; k++) {
    const at = largestFrom(a, n, k);
    const [p, q] = [Math.floor(at / n), at % n];
    if (p !== k) {
      swapRows(a, n, k, p);
      [rows[k], rows[p]] = [rows[p]!, rows[k]!];
      sign = -sign;
    }
    if (q !== k) {
      for (let i = 0; i < n; i++) [a[i * n + k], a[i * n + q]] = [a[i * n + q]!, a[i * n + k]!];
      [columns[k], columns[q]] = [columns[q]!, columns[k]!];
      sign = -sign;
    }
    const pivot = (d[k] = a[k * n + k]!);
    if (pivot === 0) return sign;
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k]! /= pivot);
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
    for (let j = k + 1; j < n; j++) a[k * n + j]! /= pivot;
  }
  return sign;
}

/** Where the element of largest magnitude of the rows and columns from k on stands. */
function largestFrom(a: Float64Array, n: number, k: number): number {
  let at = k * n + k;
  let largest = Math.abs(a[at]!);
  for (let i = k; i < n; i++) {
    for (let j = k; j < n; j++) {
      const size = Math.abs(a[i * n + j]!);
      if (!(size > largest)) continue;
      largest = size;
      at = i * n + j;
    }
  }
  return at;
}
