import { applyReflector, makeReflector } from "./householder.ts";
import { euclideanLength } from "./scaling.ts";

/** A matrix by columns, A P = Q R, reduced by reflections. */
export interface Reflections {
  readonly m: number;
  readonly n: number;
  /** Column by column: R above and on the diagonal, below it the reflections' vectors without their leading 1. */
  readonly columns: Float64Array;
  readonly taus: Float64Array;
  /** Column `permutation[j]` of A became column j. */
  readonly permutation: Int32Array;
}

/** Where a downdated column norm has lost half its digits and is computed anew (LAPACK Working Note 176). */
const unreliable = Math.sqrt(Number.EPSILON);

/** Householder QR of an m × n matrix given column by column, which is overwritten: column by column, for few of them. */
export function reflect(columns: Float64Array, m: number, n: number): Reflections {
  const k = Math.min(m, n);
  const result = { m, n, columns, taus: new Float64Array(k), permutation: identity(n) };
  for (let j = 0; j < k; j++) {
    reduceColumn(result, j);
    for (let c = j + 1; c < n; c++) applyColumn(result, j, columns, c);
  }
  return result;
}

/**
 * The same with column pivoting, so that |r₀₀| ≥ |r₁₁| ≥ …: the longest of the remaining columns comes next.
 * Businger & Golub 1965; Golub & Van Loan, algorithm 5.4.1, with the norms' downdate of Drmač & Bujanović 2008.
 */
export function reflectPivoted(columns: Float64Array, m: number, n: number): Reflections {
  const k = Math.min(m, n);
  const result = { m, n, columns, taus: new Float64Array(k), permutation: identity(n) };
  const norms = Float64Array.from({ length: n }, (_, j) => euclideanLength(columns, j * m, (j + 1) * m));
  const reference = norms.slice();
  for (let j = 0; j < k; j++) {
    let pivot = j;
    for (let c = j + 1; c < n; c++) if (norms[c]! > norms[pivot]!) pivot = c;
    if (pivot !== j) {
      swapColumns(columns, m, j, pivot);
      for (const list of [result.permutation, norms, reference])
        [list[j], list[pivot]] = [list[pivot]!, list[j]!];
    }
    reduceColumn(result, j);
    for (let c = j + 1; c < n; c++) {
      applyColumn(result, j, columns, c);
      if (norms[c] === 0) continue;
      const left = Math.max(0, 1 - (columns[c * m + j]! / norms[c]!) ** 2);
      if (left * (norms[c]! / reference[c]!) ** 2 <= unreliable) {
        norms[c] = reference[c] = euclideanLength(columns, c * m + j + 1, (c + 1) * m);
      } else {
        norms[c] = norms[c]! * Math.sqrt(left);
      }
    }
  }
  return result;
}

/** The first `count` columns of Q, one after another, m elements each. */
export function basisOf(reflections: Reflections, count: number): Float64Array {
  const { m, taus } = reflections;
  const q = new Float64Array(count * m);
  for (let j = 0; j < count; j++) q[j * m + j] = 1;
  for (let j = Math.min(taus.length, count) - 1; j >= 0; j--) {
    for (let c = j; c < count; c++) applyColumn(reflections, j, q, c);
  }
  return q;
}

function identity(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Makes the reflection of column j. */
function reduceColumn({ m, columns, taus }: Reflections, j: number): void {
  const start = j * m + j;
  const { tau, beta } = makeReflector(columns, start, (j + 1) * m);
  taus[j] = tau;
  columns[start] = beta;
}

/** Applies reflection j to a column of `target`. */
function applyColumn(
  { m, columns, taus }: Reflections,
  j: number,
  target: Float64Array,
  column: number,
): void {
  const start = j * m + j;
  const beta = columns[start]!;
  columns[start] = 1;
  applyReflector(columns, start, (j + 1) * m, taus[j]!, target, column * m + j);
  columns[start] = beta;
}

function swapColumns(columns: Float64Array, m: number, i: number, j: number): void {
  const column = columns.slice(i * m, (i + 1) * m);
  columns.copyWithin(i * m, j * m, (j + 1) * m);
  columns.set(column, j * m);
}
