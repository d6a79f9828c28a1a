import { matmul } from "@adjoint/kernels";
import { orderedSingular } from "./bidiagonal-qr.ts";
import { bidiagonalize } from "./bidiagonalize.ts";
import { identityMatrix } from "./identity-matrix.ts";
import type { Decomposition } from "./jacobi-svd.ts";

/** From so many rows for each column on, a product costs less than rotating all rows. */
const tallFrom = 1.25;

/**
 * Singular values and vectors of a row-major m × n matrix, m ≥ n, scaled to about 1.
 *
 * Householder bidiagonalization, then implicit QR; AᵀA is never formed. Backward stable: every singular value has an error of
 * a few ε times the largest. Golub & Reinsch 1970; Demmel & Kahan 1990, SIAM J. Sci. Stat. Comput. 11, 873–912.
 *
 * @returns `null` if the iteration did not converge.
 */
export function bidiagonalSvd(
  a: Float64Array,
  m: number,
  n: number,
  { vectors, full }: { readonly vectors: boolean; readonly full: boolean },
): Decomposition | null {
  const columns = vectors ? (full ? m : n) : 0;
  const { diagonal, offDiagonal, left, right } = bidiagonalize(a, m, n, columns);
  if (!vectors) return orderedSingular(diagonal, offDiagonal, null, null);
  const basis = columns > n ? firstColumns(left, m, columns, n) : left;
  const isTall = m >= tallFrom * n;
  const found = orderedSingular(diagonal, offDiagonal, isTall ? identityMatrix(n) : basis, right);
  if (!found) return null;
  const first = isTall ? multiplied(basis, m, n, found.left) : found.left;
  const rest = Array.from({ length: columns - n }, (_, j) => columnOf(left, m, columns, n + j));
  return { ...found, left: [...first, ...rest] };
}

/** The products of an m × n matrix with n vectors. */
function multiplied(
  basis: Float64Array,
  m: number,
  n: number,
  vectors: readonly Float64Array[],
): Float64Array[] {
  const rows = new Float64Array(n * n);
  vectors.forEach((vector, j) => rows.set(vector, j * n));
  const products = new Float64Array(n * m);
  matmul(rows, basis, products, { m: n, n: m, k: n, transposeB: true });
  return Array.from({ length: n }, (_, j) => products.subarray(j * m, (j + 1) * m));
}

function firstColumns(x: Float64Array, rows: number, columns: number, count: number): Float64Array {
  const result = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) result[i * count + j] = x[i * columns + j]!;
  }
  return result;
}

function columnOf(x: Float64Array, rows: number, columns: number, j: number): Float64Array {
  const column = new Float64Array(rows);
  for (let i = 0; i < rows; i++) column[i] = x[i * columns + j]!;
  return column;
}
