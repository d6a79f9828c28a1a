import { factorComplexLu } from "./complex-lu.ts";
import { element, length } from "./complex-scalar.ts";
import { scaledComplexOf, timesScaled } from "./complex-scaled-product.ts";
import type { ScaledComplex } from "./complex-scaled-product.ts";
import { isOdd } from "./pivot-product.ts";
import { logOf } from "./scaled-product.ts";

/** The determinant of one complex matrix, from the pivots of its LU factorization; the matrix is overwritten. */
export function complexPivotProduct(matrix: Float64Array, n: number): ScaledComplex {
  const rows = new Int32Array(n);
  factorComplexLu(matrix, n, n, rows);
  let product: ScaledComplex = { re: isOdd(rows) ? -1 : 1, im: 0, exponent: 0 };
  for (let i = 0; i < n; i++) product = timesScaled(product, scaledComplexOf(element(matrix, n, i, i)));
  return product;
}

/** log |z|, −∞ for 0. */
export function logMagnitudeOf({ re, im, exponent }: ScaledComplex): number {
  return logOf({ mantissa: length(re, im), exponent });
}
