import { orderedSingular } from "./bidiagonal-qr.ts";
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
  const { diagonal, offDiagonal, left, right } = bidiagonalize(a, m, n, columns);
  if (columns <= n)
    return orderedSingular(diagonal, offDiagonal, vectors ? left : null, vectors ? right : null);
  const found = orderedSingular(diagonal, offDiagonal, firstColumns(left, m, columns, n), right);
  const rest = Array.from({ length: m - n }, (_, j) => columnOf(left, m, columns, n + j));
  return found && { ...found, left: [...found.left, ...rest] };
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
