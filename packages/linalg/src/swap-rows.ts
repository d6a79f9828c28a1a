/** Exchanges two rows of a row-major matrix of n columns. */
export function swapRows(a: Float64Array, n: number, i: number, j: number): void {
  for (let [p, q, c] = [i * n, j * n, 0]; c < n; p++, q++, c++) {
    const x = a[p]!;
    a[p] = a[q]!;
    a[q] = x;
  }
}
