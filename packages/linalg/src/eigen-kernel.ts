import { balanceMatrix, unbalanceRows } from "./balance.ts";
import type { Balancing } from "./balance.ts";
import { element, length } from "./complex-scalar.ts";
import { reduceToComplexHessenberg, reduceToComplexSchur } from "./complex-schur.ts";
import { complexSchurVectors } from "./complex-schur-vectors.ts";
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

/** How much smaller than the largest component one may be and still count as equal to it: far above rounding. */
export const tie = 1 - 1e-8;

/** The eigenvalues of a real matrix, which is overwritten, and its vectors; `null` if there was no convergence. */
export function realEigen(a: Float64Array, n: number, withVectors: boolean, balance: boolean): Eigen | null {
  const scale = scaleInPlace(a);
  const balancing = balance ? balanceMatrix(a, n, 1) : unbalanced(n);
  const { low, high } = balancing;
  const z = reduceToHessenberg(a, n, low, high, withVectors);
  const spectrum = reduceToRealSchur(a, n, low, high, z);
  if (!spectrum) return null;
  const { re, im } = spectrum;
  const values = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) values.set([re[k]! / scale, im[k]! / scale], 2 * k);
  if (!z) return { values, vectors: null };
  const columns = realSchurVectors(a, n, z, spectrum);
  unbalanceRows(columns, n, balancing);
  const vectors = new Float64Array(2 * n * n);
  for (let k = 0; k < n; k++) {
    const isPair = im[k] !== 0;
    for (let i = 0; i < n; i++) {
      vectors[2 * (i * n + k)] = columns[i * n + k]!;
      if (isPair) vectors[2 * (i * n + k) + 1] = columns[i * n + k + 1]!;
    }
    normalizeColumn(vectors, n, k);
    if (!isPair) continue;
    for (let i = 0; i < n; i++) {
      const [p, q] = element(vectors, n, i, k);
      vectors.set([p, -q], 2 * (i * n + k + 1));
    }
    k++;
  }
  return { values, vectors };
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
  for (let k = 0; k < n; k++) normalizeColumn(vectors, n, k);
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

/** Gives a column length 1, and its component of largest magnitude, the first of equals, the argument 0. */
function normalizeColumn(vectors: Float64Array, n: number, k: number): void {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(
      largest,
      Math.abs(element(vectors, n, i, k)[0]),
      Math.abs(element(vectors, n, i, k)[1]),
    );
  }
  const factor = powerOfTwoScale(largest);
  let square = 0;
  let top = 0;
  for (let i = 0; i < n; i++) {
    const [re, im] = element(vectors, n, i, k);
    square += (re * factor) ** 2 + (im * factor) ** 2;
    top = Math.max(top, length(re * factor, im * factor));
  }
  let pivot = 0;
  while (length(...scaledBy(element(vectors, n, pivot, k), factor)) < top * tie) pivot++;
  const [p, q] = scaledBy(element(vectors, n, pivot, k), factor);
  const size = length(p, q) * Math.sqrt(square);
  const [c, s] = [p / size, q / size];
  for (let i = 0; i < n; i++) {
    const [re, im] = scaledBy(element(vectors, n, i, k), factor);
    vectors.set([re * c + im * s, i === pivot ? 0 : im * c - re * s], 2 * (i * n + k));
  }
}

function scaledBy([re, im]: readonly [number, number], factor: number): [number, number] {
  return [re * factor, im * factor];
}
