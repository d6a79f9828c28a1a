import { applyReflector, makeReflector } from "./householder.ts";

/** A = Q T Qᵀ with T symmetric and tridiagonal. */
export interface Tridiagonal {
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** The n − 1 elements beside it, and a last one that is 0. */
  readonly offDiagonal: Float64Array;
  /** Qᵀ, row-major, so that a rotation of columns of Q runs through two contiguous rows; `null` if not asked for. */
  readonly basis: Float64Array | null;
}

/**
 * Reduces a symmetric matrix, of which only the lower triangle is read, to tridiagonal form by Householder reflections.
 * The matrix is overwritten. Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.3.1.
 */
export function tridiagonalize(a: Float64Array, n: number, withBasis: boolean): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const taus = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // The reflection vector is kept in row k, right of the diagonal: that half of the matrix is not read.
    const row = k * n;
    for (let i = k + 1; i < n; i++) a[row + i] = a[i * n + k]!;
    const { tau, beta } = makeReflector(a, row + k + 1, row + n);
    taus[k] = tau;
    offDiagonal[k] = beta;
    if (tau !== 0) reflectBothSides(a, n, k, tau, w);
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[k * n + k]!;
  return { diagonal, offDiagonal, basis: withBasis ? accumulate(a, n, taus) : null };
}

/** The trailing block B ← H B H = B − v wᵀ − w vᵀ with w = p − (τ/2)(pᵀv) v and p = τ B v, in its lower triangle. */
function reflectBothSides(a: Float64Array, n: number, k: number, tau: number, w: Float64Array): void {
  const v = k * n;
  w.fill(0, k + 1);
  for (let i = k + 1; i < n; i++) {
    const row = i * n;
    const vi = a[v + i]!;
    let sum = 0;
    for (let j = k + 1; j < i; j++) {
      const element = a[row + j]!;
      sum += element * a[v + j]!;
      w[j] = w[j]! + element * vi;
    }
    w[i] = sum + a[row + i]! * vi;
  }
  let dot = 0;
  for (let i = k + 1; i < n; i++) {
    w[i] = tau * w[i]!;
    dot += w[i]! * a[v + i]!;
  }
  const half = (tau / 2) * dot;
  for (let i = k + 1; i < n; i++) w[i] = w[i]! - half * a[v + i]!;
  for (let i = k + 1; i < n; i++) {
    const row = i * n;
    const vi = a[v + i]!;
    const wi = w[i]!;
    for (let j = k + 1; j <= i; j++) a[row + j] = a[row + j]! - vi * w[j]! - wi * a[v + j]!;
  }
}

/** Qᵀ for Q = H₀ H₁ ⋯, built from the last reflection so that each one touches only the block it must. */
function accumulate(a: Float64Array, n: number, taus: Float64Array): Float64Array {
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    const v = k * n;
    for (let i = k + 1; i < n; i++) applyReflector(a, v + k + 1, v + n, taus[k]!, basis, i * n + k + 1);
  }
  return basis;
}
