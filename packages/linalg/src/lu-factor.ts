/** What stands where after `factorLu`. */
export interface SmallPivot {
  /** The column of the first pivot that is zero up to rounding. */
  readonly pivot: number;
  readonly value: number;
  /** The rounding error that a pivot there carries. */
  readonly bound: number;
}

/**
 * P A = L U in place by Gaussian elimination with partial pivoting: L without its unit diagonal below, U above.
 * `rows[i]` becomes the row of A that stands in row i.
 *
 * Golub & Van Loan, Matrix Computations, 4th ed., algorithm 3.4.1.
 *
 * @returns the first pivot that rounding alone could have made, that is |uₖₖ| ≤ n ε (|L||U|)ₖₖ: the factors are exact
 * for a matrix within that distance of A (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 9.3),
 * so one such matrix is singular. The test does not depend on how rows or columns are scaled.
 */
export function factorLu(a: Float64Array, n: number, rows: Int32Array): SmallPivot | null {
  let small: SmallPivot | null = null;
  for (let i = 0; i < n; i++) rows[i] = i;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[p * n + k]!)) p = i;
    if (p !== k) {
      swapRows(a, n, k, p);
      [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    }
    const pivot = a[k * n + k]!;
    if (!small) {
      let sum = Math.abs(pivot);
      for (let j = 0; j < k; j++) sum += Math.abs(a[k * n + j]! * a[j * n + k]!);
      const bound = n * Number.EPSILON * sum;
      if (!(Math.abs(pivot) > bound)) small = { pivot: k, value: pivot, bound };
    }
    if (pivot === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k]! /= pivot);
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
  return small;
}

function swapRows(a: Float64Array, n: number, i: number, j: number): void {
  const row = a.slice(i * n, (i + 1) * n);
  a.copyWithin(i * n, j * n, (j + 1) * n);
  a.set(row, j * n);
}
