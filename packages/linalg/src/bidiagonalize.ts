import { makeReflector } from "./householder.ts";

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
    combineRows(a, n, v, k, m, k + 1, n, w);
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

/** X ← H₀ H₁ ⋯ X for a row-major X with as many rows as the reflection vectors, which stand in rows, have elements. */
export function applyReflections(
  vectors: Float64Array,
  taus: Float64Array,
  length: number,
  offset: number,
  x: Float64Array,
  columns: number,
): void {
  const w = new Float64Array(columns);
  for (let k = taus.length - 1; k >= 0; k--) {
    const tau = taus[k]!;
    if (tau === 0) continue;
    const v = vectors.subarray(k * length, (k + 1) * length);
    combineRows(x, columns, v, k + offset, length, 0, columns, w);
    for (let i = k + offset; i < length; i++) {
      const factor = tau * v[i]!;
      const row = i * columns;
      for (let j = 0; j < columns; j++) x[row + j] = x[row + j]! - factor * w[j]!;
    }
  }
}

/** w = Σᵢ vᵢ xᵢ over rows `from … to`, in the columns `first … last`; four rows at a time. */
function combineRows(
  x: Float64Array,
  columns: number,
  v: Float64Array,
  from: number,
  to: number,
  first: number,
  last: number,
  w: Float64Array,
): void {
  w.fill(0, first, last);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const r0 = i * columns;
    const r1 = r0 + columns;
    const r2 = r1 + columns;
    const r3 = r2 + columns;
    const v0 = v[i]!;
    const v1 = v[i + 1]!;
    const v2 = v[i + 2]!;
    const v3 = v[i + 3]!;
    for (let j = first; j < last; j++) {
      w[j] = w[j]! + (v0 * x[r0 + j]! + v1 * x[r1 + j]! + (v2 * x[r2 + j]! + v3 * x[r3 + j]!));
    }
  }
  for (; i < to; i++) {
    const factor = v[i]!;
    for (let j = first; j < last; j++) w[j] = w[j]! + factor * x[i * columns + j]!;
  }
}
