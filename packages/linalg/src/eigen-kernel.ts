import { balanceMatrix, unbalanceColumns, unbalanceRows } from "./balance.ts";
import type { Balancing } from "./balance.ts";
import { element } from "./complex-scalar.ts";
import { reduceToComplexHessenberg, reduceToComplexSchur } from "./complex-schur.ts";
import { complexSchurVectors } from "./complex-schur-vectors.ts";
import { normalizeComplex, normalizeReal } from "./normalize-eigenvector.ts";
import { reduceInArena } from "./real-reduction.ts";
import type { RealReduction } from "./real-reduction.ts";
import { realSchurVectors } from "./real-schur-vectors.ts";
import { reduceToRealSchur } from "./real-schur.ts";
import { reduceToHessenberg } from "./reduce-hessenberg.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

/** Two numbers an element, both. */
export interface Eigen {
  readonly values: Float64Array;
  /** One a column, of length 1; nothing if they were not asked for. */
  readonly vectors: Float64Array | null;
}

/** The eigenvalues of a real matrix, which is overwritten, and its vectors; `null` if there was no convergence. */
export function realEigen(a: Float64Array, n: number, withVectors: boolean, balance: boolean): Eigen | null {
  const scale = scaleInPlace(a);
  const balancing = balance ? balanceMatrix(a, n, 1) : unbalanced(n);
  return reduceInArena(a, n, withVectors, withVectors ? 1 : 0, (reduction, columns) => {
    reduceToHessenberg(reduction, balancing.low, balancing.high);
    const spectrum = reduceToRealSchur(reduction, balancing.low, balancing.high);
    if (!spectrum) return null;
    const values = new Float64Array(2 * n);
    for (let k = 0; k < n; k++) {
      values[2 * k] = spectrum.re[k]! / scale;
      values[2 * k + 1] = spectrum.im[k]! / scale;
    }
    if (!withVectors) return { values, vectors: null };
    realSchurVectors(reduction, spectrum, columns);
    return { values, vectors: complexColumns(reduction, columns, spectrum.im, balancing) };
  });
}

/** The vectors whose real and imaginary parts are the rows of the matrix at `columns`, normalized, one a column. */
function complexColumns(
  { data, n, row }: RealReduction,
  columns: number,
  im: Float64Array,
  balancing: Balancing,
): Float64Array {
  const vectors = new Float64Array(2 * n * n);
  unbalanceColumns(data, columns, row, n, balancing);
  for (let k = 0; k < n; k++) {
    const x = columns + k * row;
    if (im[k] === 0) {
      normalizeReal(data, x, n);
      for (let [i, at] = [0, 2 * k]; i < n; i++, at += 2 * n) vectors[at] = data[x + i]!;
      continue;
    }
    const y = x + row;
    normalizeComplex(data, x, y, n);
    for (let [i, at] = [0, 2 * k]; i < n; i++, at += 2 * n) {
      vectors[at] = vectors[at + 2] = data[x + i]!;
      vectors[at + 1] = data[y + i]!;
      vectors[at + 3] = -data[y + i]!;
    }
    k++;
  }
  return vectors;
}

/** As `realEigen`, for a complex matrix with two numbers an element. */
export function complexEigen(
  a: Float64Array,
  n: number,
  withVectors: boolean,
  balance: boolean,
): Eigen | null {
  const scale = scaleInPlace(a);
  const balancing = balance ? balanceMatrix(a, n, 2) : unbalanced(n);
  const { low, high } = balancing;
  const z = reduceToComplexHessenberg(a, n, low, high, withVectors);
  if (!reduceToComplexSchur(a, n, low, high, z)) return null;
  const values = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    const [re, im] = element(a, n, k, k);
    values.set([re / scale, im / scale], 2 * k);
  }
  if (!z) return { values, vectors: null };
  const vectors = complexSchurVectors(a, n, z);
  unbalanceRows(vectors, 2 * n, balancing);
  const parts = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    for (let [i, at] = [0, 2 * k]; i < n; i++, at += 2 * n) {
      parts[i] = vectors[at]!;
      parts[n + i] = vectors[at + 1]!;
    }
    normalizeComplex(parts, 0, n, n);
    for (let [i, at] = [0, 2 * k]; i < n; i++, at += 2 * n) {
      vectors[at] = parts[i]!;
      vectors[at + 1] = parts[n + i]!;
    }
  }
  return { values, vectors };
}

function unbalanced(n: number): Balancing {
  return { low: 0, high: n - 1, scale: new Float64Array(n).fill(1) };
}

/** Multiplies by a power of two that brings the largest element to about 1, and returns it. */
export function scaleInPlace(a: Float64Array): number {
  const scale = powerOfTwoScale(largestMagnitude(a));
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] = a[i]! * scale;
  return scale;
}
