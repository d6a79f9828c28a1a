/** Matrices with two numbers an element, row-major. */

/** A B, for A m × k and B k × n. */
export function complexProduct(
  a: Float64Array,
  b: Float64Array,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const c = new Float64Array(2 * m * n);
  for (let i = 0; i < m; i++) {
    const row = 2 * i * n;
    for (let l = 0; l < k; l++) {
      const [re, im] = [a[2 * (i * k + l)]!, a[2 * (i * k + l) + 1]!];
      if (re === 0 && im === 0) continue;
      const from = 2 * l * n;
      for (let j = 0; j < 2 * n; j += 2) {
        const [p, q] = [b[from + j]!, b[from + j + 1]!];
        c[row + j] = c[row + j]! + (re * p - im * q);
        c[row + j + 1] = c[row + j + 1]! + (re * q + im * p);
      }
    }
  }
  return c;
}

/** Aᴴ, for A m × n. */
export function conjugateTransposed(a: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(2 * m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      result[2 * (j * m + i)] = a[2 * (i * n + j)]!;
      result[2 * (j * m + i) + 1] = -a[2 * (i * n + j) + 1]!;
    }
  }
  return result;
}
