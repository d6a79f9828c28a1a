import { over } from "./complex-scalar.ts";
import type { BadPivot } from "./cholesky-factor.ts";

/**
 * A = L Lᴴ in place of a Hermitian positive definite matrix with two numbers an element, row by row, with zeros above the
 * diagonal; the pivot at which it ends if the matrix is not positive definite. Golub & Van Loan, 4th ed., §4.2.
 */
export function factorComplexDefinite(a: Float64Array, n: number): BadPivot | null {
  for (let i = 0; i < n; i++) {
    const row = 2 * i * n;
    for (let j = 0; j <= i; j++) {
      const other = 2 * j * n;
      let re = a[row + 2 * j]!;
      let im = a[row + 2 * j + 1]!;
      for (let k = 0; k < 2 * j; k += 2) {
        const p = a[row + k]!;
        const q = a[row + k + 1]!;
        const r = a[other + k]!;
        const s = a[other + k + 1]!;
        re -= p * r + q * s;
        im -= q * r - p * s;
      }
      if (j < i) a.set(over(re, im, a[other + 2 * j]!, 0), row + 2 * j);
      else if (re > 0) a.set([Math.sqrt(re), 0], row + 2 * i);
      else return { pivot: i, value: re };
    }
    a.fill(0, row + 2 * i + 2, row + 2 * n);
  }
  return null;
}
