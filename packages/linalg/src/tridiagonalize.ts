import { makeReflector } from "./householder.ts";
import { identityMatrix } from "./identity-matrix.ts";
import { applyReflections } from "./reflections.ts";

/** A = Q T Qᵀ with T symmetric and tridiagonal. */
export interface Tridiagonal {
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** The n − 1 elements beside it, and a last one that is 0. */
  readonly offDiagonal: Float64Array;
  /** Q, row-major; `null` if not asked for. */
  readonly basis: Float64Array | null;
}

/**
 * Reduces a symmetric matrix, of which only the lower triangle is read, to tridiagonal form by Householder reflections.
 * The matrix is overwritten. Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.3.1; the update by one reflection
 * waits for the product with the next vector, so that each step reads the rest of the matrix once.
 */
export function tridiagonalize(a: Float64Array, n: number, withBasis: boolean): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const taus = new Float64Array(Math.max(n - 1, 0));
  // Where the vector of the step before stands; in the first step w is 0, and any numbers do.
  let v = 0;
  let w = new Float64Array(n);
  let p = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let i = k; i < n; i++) a[i * n + k] = a[i * n + k]! - a[v + i]! * w[k]! - w[i]! * a[v + k]!;
    diagonal[k] = a[k * n + k]!;
    if (k === n - 1) break;
    // The reflection vector is kept in row k, right of the diagonal: that half of the matrix is not read.
    const u = k * n;
    for (let i = k + 1; i < n; i++) a[u + i] = a[i * n + k]!;
    const { tau, beta } = makeReflector(a, u + k + 1, u + n);
    taus[k] = tau;
    offDiagonal[k] = beta;
    updateAndMultiply(a, n, k + 1, v, w, u, p);
    // H B H = B − u wᵀ − w uᵀ with w = τ p − (τ/2)(τ pᵀu) u and p = B u.
    let dot = 0;
    for (let i = k + 1; i < n; i++) dot += p[i]! * a[u + i]!;
    const half = (tau / 2) * tau * dot;
    for (let i = k + 1; i < n; i++) p[i] = tau * p[i]! - half * a[u + i]!;
    [w, p] = [p, w];
    v = u;
  }
  if (!withBasis) return { diagonal, offDiagonal, basis: null };
  const basis = identityMatrix(n);
  applyReflections(a, taus, n, 1, basis, n, true);
  return { diagonal, offDiagonal, basis };
}

/** B ← B − v wᵀ − w vᵀ and p = B u on the block from `start` on, in its lower triangle, two rows at a time; v and u stand in `a`. */
function updateAndMultiply(
  a: Float64Array,
  n: number,
  start: number,
  v: number,
  w: Float64Array,
  u: number,
  p: Float64Array,
): void {
  p.fill(0, start);
  let i = start;
  for (; i + 1 < n; i += 2) {
    const upper = i * n;
    const lower = upper + n;
    const v0 = a[v + i]!;
    const v1 = a[v + i + 1]!;
    const w0 = w[i]!;
    const w1 = w[i + 1]!;
    const u0 = a[u + i]!;
    const u1 = a[u + i + 1]!;
    let sum0 = 0;
    let sum1 = 0;
    for (let j = start; j < i; j++) {
      const vj = a[v + j]!;
      const wj = w[j]!;
      const x = a[upper + j]! - v0 * wj - w0 * vj;
      const y = a[lower + j]! - v1 * wj - w1 * vj;
      a[upper + j] = x;
      a[lower + j] = y;
      sum0 += x * a[u + j]!;
      sum1 += y * a[u + j]!;
      p[j] = p[j]! + (x * u0 + y * u1);
    }
    const x = a[upper + i]! - 2 * v0 * w0;
    const y = a[lower + i]! - v1 * w0 - w1 * v0;
    const z = a[lower + i + 1]! - 2 * v1 * w1;
    a[upper + i] = x;
    a[lower + i] = y;
    a[lower + i + 1] = z;
    p[i] = sum0 + x * u0 + y * u1;
    p[i + 1] = sum1 + y * u0 + z * u1;
  }
  if (i === n) return;
  const row = i * n;
  let sum = 0;
  for (let j = start; j < i; j++) {
    const x = a[row + j]! - a[v + i]! * w[j]! - w[i]! * a[v + j]!;
    a[row + j] = x;
    sum += x * a[u + j]!;
    p[j] = p[j]! + x * a[u + i]!;
  }
  a[row + i] = a[row + i]! - 2 * a[v + i]! * w[i]!;
  p[i] = sum + a[row + i]! * a[u + i]!;
}
