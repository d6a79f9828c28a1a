import { diagonalizeBidiagonal } from "./bidiagonal-qr.ts";
import { bidiagonalize } from "./bidiagonalize.ts";
import { identityMatrix } from "./identity-matrix.ts";
import type { Decomposition } from "./jacobi-svd.ts";
import { applyReflections } from "./reflections.ts";

/**
 * Singular values and vectors of a row-major m × n matrix, m ≥ n, scaled to about 1; the matrix is overwritten.
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
  const reduced = bidiagonalize(a, m, n);
  const { diagonal: s, offDiagonal } = reduced;
  const left = vectors ? identityMatrix(n) : null;
  const right = vectors ? identityMatrix(n) : null;
  const sweeps = diagonalizeBidiagonal(s, offDiagonal, left, right);
  if (sweeps === null) return null;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => Math.abs(s[j]!) - Math.abs(s[i]!));
  const sorted = Float64Array.from(order, (i) => Math.abs(s[i]!));
  if (!left || !right) return { s: sorted, left: [], right: [], sweeps };
  const columns = full ? m : n;
  const u = new Float64Array(m * columns);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const from = order[j]!;
      u[i * columns + j] = left[i * n + from]!;
      v[i * n + j] = s[from]! < 0 ? -right[i * n + from]! : right[i * n + from]!;
    }
  }
  for (let i = n; i < columns; i++) u[i * columns + i] = 1;
  applyReflections(reduced.left, reduced.leftTaus, m, 0, u, columns);
  applyReflections(reduced.right, reduced.rightTaus, n, 1, v, n);
  return { s: sorted, left: columnsOf(u, m, columns), right: columnsOf(v, n, n), sweeps };
}

function columnsOf(x: Float64Array, rows: number, columns: number): Float64Array[] {
  const result = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j]![i] = x[i * columns + j]!;
  return result;
}
