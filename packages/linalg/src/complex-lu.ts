import { over, size1 } from "./complex-scalar.ts";
import type { SmallPivot } from "./lu-factor.ts";
import { swapRows } from "./swap-rows.ts";

/**
 * P A = L U in place for an m × n complex matrix with two numbers an element, as `factorLu` does it for real ones: of a
 * column the element with the largest |re| + |im| becomes the pivot, as in LAPACK's zgetf2, so that |lᵢⱼ| ≤ √2.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 3.4.1.
 */
export function factorComplexLu(a: Float64Array, m: number, n: number, rows: Int32Array): void {
  const width = 2 * n;
  for (let i = 0; i < m; i++) rows[i] = i;
  for (let k = 0; k < Math.min(m, n); k++) {
    const p = pivotRow(a, m, n, k);
    if (p !== k) {
      swapRows(a, width, k, p);
      [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    }
    const at = k * width + 2 * k;
    const [re, im] = [a[at]!, a[at + 1]!];
    if (re === 0 && im === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const row = i * width + 2 * k;
      const [p, q] = over(a[row]!, a[row + 1]!, re, im);
      a[row] = p;
      a[row + 1] = q;
      if (p === 0 && q === 0) continue;
      for (let j = 2; j < width - 2 * k; j += 2) {
        const x = a[at + j]!;
        const y = a[at + j + 1]!;
        a[row + j] = a[row + j]! - (p * x - q * y);
        a[row + j + 1] = a[row + j + 1]! - (p * y + q * x);
      }
    }
  }
}

function pivotRow(a: Float64Array, m: number, n: number, k: number): number {
  let row = k;
  let largest = -1;
  for (let i = k; i < m; i++) {
    const size = size1(a[2 * (i * n + k)]!, a[2 * (i * n + k) + 1]!);
    if (!(size > largest)) continue;
    largest = size;
    row = i;
  }
  return row;
}

/** As `smallPivot`, of complex factors; a product of complex numbers has twice the rounding error. */
export function smallComplexPivot(factors: Float64Array, n: number): SmallPivot | null {
  const sizeAt = (i: number, j: number): number =>
    size1(factors[2 * (i * n + j)]!, factors[2 * (i * n + j) + 1]!);
  for (let k = 0; k < n; k++) {
    const value = sizeAt(k, k);
    let sum = value;
    for (let j = 0; j < k; j++) sum += sizeAt(k, j) * sizeAt(j, k);
    const bound = n * Number.EPSILON * sum;
    if (!(value > bound)) return { pivot: k, value, bound };
  }
  return null;
}
