import { diagonalizeBidiagonal } from "./bidiagonal-qr.ts";
import { bidiagonalize } from "./bidiagonalize.ts";
import type { Decomposition } from "./jacobi-svd.ts";

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
  const { diagonal: s, offDiagonal, left, right } = bidiagonalize(a, m, n, columns);
  const u = columns > n ? firstColumns(left, m, columns, n) : left;
  const sweeps = diagonalizeBidiagonal(s, offDiagonal, vectors ? u : null, vectors ? right : null);
  if (sweeps === null) return null;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => Math.abs(s[j]!) - Math.abs(s[i]!));
  const sorted = Float64Array.from(order, (i) => Math.abs(s[i]!));
  if (!vectors) return { s: sorted, left: [], right: [], sweeps };
  const leftVectors = order.map((j) => columnOf(u, m, n, j, 1));
  for (let j = n; j < columns; j++) leftVectors.push(columnOf(left, m, columns, j, 1));
  return { s: sorted, left: leftVectors, right: order.map((j) => columnOf(right, n, n, j, s[j]!)), sweeps };
}

function firstColumns(x: Float64Array, rows: number, columns: number, count: number): Float64Array {
  const result = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) result[i * count + j] = x[i * columns + j]!;
  }
  return result;
}

/** A column, negated if `sign` is negative. */
function columnOf(x: Float64Array, rows: number, columns: number, j: number, sign: number): Float64Array {
  const column = new Float64Array(rows);
  const factor = sign < 0 ? -1 : 1;
  for (let i = 0; i < rows; i++) column[i] = factor * x[i * columns + j]!;
  return column;
}
