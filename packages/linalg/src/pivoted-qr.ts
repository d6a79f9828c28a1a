import { applyReflector, makeReflector } from "./householder.ts";
import { euclideanLength } from "./scaling.ts";

/** A P = Q R, with |R₀₀| ≥ |R₁₁| ≥ …. */
export interface PivotedQr {
  /** Q as reflections: column k of the work array holds v of Hₖ from element k on. */
  readonly columns: readonly Float64Array[];
  readonly taus: Float64Array;
  /** R, row-major, n × n. */
  readonly r: Float64Array;
  /** Column `permutation[k]` of A became column k. */
  readonly permutation: Int32Array;
}

/** Where a downdated column norm has lost half its digits and is computed anew (LAPACK Working Note 176). */
const unreliable = Math.sqrt(Number.EPSILON);

/**
 * Householder QR with column pivoting of a matrix given by its columns, m ≥ n; the columns are overwritten.
 * Businger & Golub 1965; Golub & Van Loan, Matrix Computations, 4th ed., algorithm 5.4.1.
 */
export function pivotedQr(columns: Float64Array[], m: number): PivotedQr {
  const n = columns.length;
  const taus = new Float64Array(n);
  const r = new Float64Array(n * n);
  const permutation = Int32Array.from({ length: n }, (_, k) => k);
  const norms = Float64Array.from(columns, (column) => euclideanLength(column, 0, m));
  const reference = norms.slice();
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let j = k + 1; j < n; j++) if (norms[j]! > norms[pivot]!) pivot = j;
    if (pivot !== k) {
      [columns[k], columns[pivot]] = [columns[pivot]!, columns[k]!];
      for (const list of [permutation, norms, reference]) [list[k], list[pivot]] = [list[pivot]!, list[k]!];
    }
    const v = columns[k]!;
    const above = v.slice(0, k);
    const { tau, beta } = makeReflector(v, k, m);
    taus[k] = tau;
    for (let i = 0; i < k; i++) r[i * n + k] = above[i]!;
    r[k * n + k] = beta;
    for (let j = k + 1; j < n; j++) {
      const column = columns[j]!;
      applyReflector(v, k, m, tau, column, k);
      if (norms[j] === 0) continue;
      const left = Math.max(0, 1 - (column[k]! / norms[j]!) ** 2);
      if (left * (norms[j]! / reference[j]!) ** 2 <= unreliable) {
        norms[j] = reference[j] = euclideanLength(column, k + 1, m);
      } else {
        norms[j] = norms[j]! * Math.sqrt(left);
      }
    }
  }
  return { columns, taus, r, permutation };
}

/** y ← Q y for a vector of m elements. */
export function applyQ({ columns, taus }: PivotedQr, y: Float64Array): void {
  for (let k = columns.length - 1; k >= 0; k--) applyReflector(columns[k]!, k, y.length, taus[k]!, y, k);
}
