import { matmul } from "@adjoint/kernels";
import { getRows } from "./arena-rows.ts";
import { orderedSingular } from "./bidiagonal-qr.ts";
import { bidiagonalize } from "./bidiagonalize.ts";
import { identityMatrix } from "./identity-matrix.ts";
import type { Decomposition } from "./jacobi-svd.ts";
import { factorQrBlocks } from "./qr-blocks.ts";

interface Wanted {
  readonly vectors: boolean;
  readonly full: boolean;
}

/** From so many rows for each column, and so many columns, R of A = Q R is bidiagonalized in the place of A (Chan 1982, ACM TOMS 8). */
const longFrom = 4;
const leastColumns = 16;

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
  { vectors, full }: Wanted,
): Decomposition | null {
  const columns = vectors ? (full ? m : n) : 0;
  if (m >= longFrom * n && n >= leastColumns) return longSvd(a, m, n, columns);
  const { diagonal, offDiagonal, left, right } = bidiagonalize(a, m, n, columns);
  if (!vectors) return orderedSingular(diagonal, offDiagonal, null, null);
  if (m >= tallFrom * n) {
    const found = orderedSingular(diagonal, offDiagonal, identityMatrix(n), right);
    return found && { ...found, left: multiplied(left, m, n, columns, found.left) };
  }
  const basis = columns > n ? firstColumns(left, m, columns, n) : left;
  const found = orderedSingular(diagonal, offDiagonal, basis, right);
  return found && { ...found, left: [...found.left, ...lastColumns(left, m, columns, n)] };
}

/** By way of A = Q R. */
function longSvd(a: Float64Array, m: number, n: number, columns: number): Decomposition | null {
  const r = new Float64Array(n * n);
  const q = new Float64Array(m * columns);
  factorQrBlocks(
    a,
    m,
    n,
    columns,
    (data, place, row) => getRows(data, place, row, r, 0, n, n),
    (data, place, row) => getRows(data, place, row, q, 0, m, columns),
  );
  const found = bidiagonalSvd(r, n, n, { vectors: columns > 0, full: false });
  if (!found || columns === 0) return found;
  return { ...found, left: multiplied(q, m, n, columns, found.left) };
}

/** The products of the first n columns of a matrix with n vectors, and the other columns. */
function multiplied(
  basis: Float64Array,
  m: number,
  n: number,
  columns: number,
  vectors: readonly Float64Array[],
): Float64Array[] {
  const rows = new Float64Array(n * n);
  vectors.forEach((vector, j) => rows.set(vector, j * n));
  const first = columns > n ? firstColumns(basis, m, columns, n) : basis;
  const products = new Float64Array(n * m);
  matmul(rows, first, products, { m: n, n: m, k: n, transposeB: true });
  const result = Array.from({ length: n }, (_, j) => products.subarray(j * m, (j + 1) * m));
  return [...result, ...lastColumns(basis, m, columns, n)];
}

function firstColumns(x: Float64Array, rows: number, columns: number, count: number): Float64Array {
  const result = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) result[i * count + j] = x[i * columns + j]!;
  }
  return result;
}

function lastColumns(x: Float64Array, rows: number, columns: number, first: number): Float64Array[] {
  return Array.from({ length: columns - first }, (_, j) =>
    Float64Array.from({ length: rows }, (_element, i) => x[i * columns + first + j]!),
  );
}
