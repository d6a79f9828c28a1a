import { matmul } from "@adjoint/kernels";

// Matrices with two numbers an element, row-major.

/** From so many multiplications on a product of real matrices repays the copies. */
const manyProducts = 1 << 14;

/** A B, for A m × k and B k × n. */
export function complexProduct(
  a: Float64Array,
  b: Float64Array,
  m: number,
  k: number,
  n: number,
): Float64Array {
  if (m * k * n >= manyProducts) return productOfParts(a, b, m, k, n);
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

/** A B by one real product, [P; Q] [R S] of A = P + iQ and B = R + iS. */
function productOfParts(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array {
  const left = new Float64Array(2 * m * k);
  for (let at = 0; at < m * k; at++) {
    left[at] = a[2 * at]!;
    left[m * k + at] = a[2 * at + 1]!;
  }
  const right = new Float64Array(2 * k * n);
  for (let row = 0; row < 2 * k * n; row += 2 * n) {
    for (let j = 0; j < n; j++) {
      right[row + j] = b[row + 2 * j]!;
      right[row + n + j] = b[row + 2 * j + 1]!;
    }
  }
  const product = new Float64Array(4 * m * n);
  matmul(left, right, product, { m: 2 * m, n: 2 * n, k });
  const c = new Float64Array(2 * m * n);
  const half = 2 * m * n;
  for (let row = 0; row < half; row += 2 * n) {
    for (let j = 0; j < n; j++) {
      c[row + 2 * j] = product[row + j]! - product[half + row + n + j]!;
      c[row + 2 * j + 1] = product[row + n + j]! + product[half + row + j]!;
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
