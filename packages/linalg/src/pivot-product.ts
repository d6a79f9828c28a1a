import { factorLu } from "./lu-factor.ts";
import { productOf } from "./scaled-product.ts";
import type { Scaled } from "./scaled-product.ts";

/** The determinant of one matrix, from the pivots of its LU factorization; the matrix is overwritten. */
export function pivotProduct(matrix: Float64Array, n: number): Scaled {
  const rows = new Int32Array(n);
  factorLu(matrix, n, n, rows);
  const pivots = new Float64Array(n);
  for (let i = 0; i < n; i++) pivots[i] = matrix[i * n + i]!;
  const { mantissa, exponent } = productOf(pivots);
  // Adding 0 turns −0, which would print as such, into 0.
  return { mantissa: (isOdd(rows) ? -mantissa : mantissa) + 0, exponent };
}

/** Whether a permutation is an odd one; it is sorted on the way. */
export function isOdd(rows: Int32Array): boolean {
  let odd = false;
  for (let i = 0; i < rows.length; i++) {
    while (rows[i] !== i) {
      const target = rows[i]!;
      rows[i] = rows[target]!;
      rows[target] = target;
      odd = !odd;
    }
  }
  return odd;
}
