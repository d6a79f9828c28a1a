import { makeReflector } from "./householder.ts";
import { combineRows } from "./reflections.ts";

/** A = U B Vᵀ with B upper bidiagonal, m ≥ n; U and V as reflections. */
export interface Bidiagonal {
  readonly m: number;
  readonly n: number;
  readonly diagonal: Float64Array;
  /** The n − 1 elements right of the diagonal. */
  readonly offDiagonal: Float64Array;
  /** Row k: the k-th reflection vector from the left, in elements k … m − 1. */
  readonly left: Float64Array;
  readonly leftTaus: Float64Array;
  /** Row k: the k-th reflection vector from the right, in elements k + 1 … n − 1. */
  readonly right: Float64Array;
  readonly rightTaus: Float64Array;
}

/**
 * Reduces a row-major m × n matrix, m ≥ n, to bidiagonal form by Householder reflections; the matrix is overwritten.
 * Two passes over the rest of the matrix for each column: one for the product from the left, and one that updates, multiplies
 * from the right and updates again row by row. Golub & Kahan 1965; Golub & Van Loan, 4th ed., algorithm 5.4.2.
 */
export function bidiagonalize(a: Float64Array, m: number, n: number): Bidiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(n - 1, 0));
  const left = new Float64Array(n * m);
  const right = new Float64Array(n * n);
  const leftTaus = new Float64Array(n);
  const rightTaus = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const v = left.subarray(k * m, (k + 1) * m);
    for (let i = k; i < m; i++) v[i] = a[i * n + k]!;
    const { tau, beta } = makeReflector(v, k, m);
    diagonal[k] = beta;
    leftTaus[k] = tau;
    if (k === n - 1) break;
    combineRows(a, n, left, k * m, k, m, k + 1, n, w);
    const u = right.subarray(k * n, (k + 1) * n);
    for (let j = k + 1; j < n; j++) u[j] = a[k * n + j]! - tau * w[j]!;
    const turn = makeReflector(u, k + 1, n);
    offDiagonal[k] = turn.beta;
    rightTaus[k] = turn.tau;
    for (let i = k + 1; i < m; i++) {
      const row = i * n;
      const factor = tau * v[i]!;
      let dot = 0;
      for (let j = k + 1; j < n; j++) {
        const element = a[row + j]! - factor * w[j]!;
        a[row + j] = element;
        dot += element * u[j]!;
      }
      const other = turn.tau * dot;
      for (let j = k + 1; j < n; j++) a[row + j] = a[row + j]! - other * u[j]!;
    }
  }
  return { m, n, diagonal, offDiagonal, left, leftTaus, right, rightTaus };
}
