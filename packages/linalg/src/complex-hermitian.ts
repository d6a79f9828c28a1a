import type { Tensor } from "@adjoint/tensor";
import { hermitianize } from "./complex-adjoint.ts";
import { normalizePhases } from "./complex-phase.ts";
import { reflectRowsInTurn } from "./complex-reflection-blocks.ts";
import { makeComplexReflection } from "./complex-reflections.ts";
import type { ComplexReflection } from "./complex-reflections.ts";
import { times } from "./complex-scalar.ts";
import { identityMatrix } from "./identity-matrix.ts";
import { nonFiniteInexact, unconverged } from "./inexact-matrices.ts";
import { inBatch, matrixShape } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";

/** Eigenvalues, ascending, and eigenvectors, one a column, with two numbers an element. */
interface HermitianEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array | null;
}

/** Those of one matrix of a complex batch, which is overwritten; NaN for one that cannot be decomposed. */
export function hermitianEigen(
  operation: string,
  matrix: Float64Array,
  a: Tensor,
  index: number,
  withVectors: boolean,
  check: boolean,
): HermitianEigen {
  const [n] = matrixShape(a.shape);
  const infinite = nonFiniteInexact(operation, matrix, a, index);
  if (infinite && check) throw infinite;
  const problem = infinite ? undefined : hermitianize(operation, matrix, a.shape, index);
  if (problem && check) throw problem;
  const found = infinite ? null : diagonalizeHermitian(matrix, n, withVectors);
  if (found) return found;
  if (check) throw unconverged(operation, inBatch(a.shape, index), a.shape, 30 * n);
  const nothing = (size: number): Float64Array => new Float64Array(size).fill(NaN);
  return { values: nothing(n), vectors: withVectors ? nothing(2 * n * n) : null };
}

/**
 * The eigenvalues and eigenvectors of a Hermitian matrix with two numbers an element, which is overwritten and of which
 * only the lower triangle is read; `null` if there was no convergence.
 *
 * Householder reduction to a real tridiagonal matrix, whose eigenproblem is a real one; LAPACK's zheev.
 */
function diagonalizeHermitian(a: Float64Array, n: number, withVectors: boolean): HermitianEigen | null {
  const scale = powerOfTwoScale(largestMagnitude(a));
  for (let i = 0; i < a.length; i++) a[i] = a[i]! * scale;
  const { diagonal, offDiagonal, reflections } = tridiagonalizeHermitian(a, n);
  const basis = withVectors ? identityMatrix(n) : null;
  if (diagonalizeTridiagonal({ diagonal, offDiagonal, basis }) === null) return null;
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
  const values = Float64Array.from(order, (j) => diagonal[j]! / scale);
  if (!basis) return { values, vectors: null };
  const vectors = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[2 * (i * n + j)] = basis[i * n + order[j]!]!;
  }
  reflectRowsInTurn(reflections, 1, vectors, n);
  normalizePhases(vectors, n, n);
  return { values, vectors };
}

interface RealTridiagonal {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  /** H₀ H₁ ⋯ is the unitary Q of A = Q T Qᴴ; Hₖ works on the rows from k + 1 on. */
  readonly reflections: readonly ComplexReflection[];
}

/** Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.3.1 for complex numbers; LAPACK's zhetd2. */
function tridiagonalizeHermitian(a: Float64Array, n: number): RealTridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const reflections: ComplexReflection[] = [];
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[2 * (k * n + k)]!;
    if (k === n - 1) break;
    const x = new Float64Array(2 * (n - k - 1));
    for (let i = k + 1; i < n; i++) {
      const at = 2 * (i * n + k);
      x[2 * (i - k - 1)] = a[at]!;
      x[2 * (i - k - 1) + 1] = a[at + 1]!;
    }
    const reflection = makeComplexReflection(x);
    offDiagonal[k] = reflection.beta;
    reflections.push(reflection);
    if (reflection.re !== 0 || reflection.im !== 0) reflectBothSides(a, n, k + 1, reflection);
  }
  return { diagonal, offDiagonal, reflections };
}

/** B ← Hᴴ B H = B − v wᴴ − w vᴴ, w = τ B v − ½ τ (τ B v)ᴴv · v, in the lower triangle from `start` on. */
function reflectBothSides(a: Float64Array, n: number, start: number, { v, re, im }: ComplexReflection): void {
  const w = timesHermitian(a, n, start, v);
  let dot = 0;
  let turn = 0;
  for (let i = 0; i < w.length; i += 2) {
    w.set(times(w[i]!, w[i + 1]!, re, im), i);
    dot += w[i]! * v[i]! + w[i + 1]! * v[i + 1]!;
    turn += w[i]! * v[i + 1]! - w[i + 1]! * v[i]!;
  }
  const [p, q] = times(re / 2, im / 2, dot, turn);
  for (let i = 0; i < w.length; i += 2) {
    w[i] = w[i]! - (p * v[i]! - q * v[i + 1]!);
    w[i + 1] = w[i + 1]! - (p * v[i + 1]! + q * v[i]!);
  }
  for (let i = 0; i < v.length; i += 2) {
    const row = 2 * ((start + i / 2) * n + start);
    const vr = v[i]!;
    const vi = v[i + 1]!;
    const wr = w[i]!;
    const wi = w[i + 1]!;
    for (let j = 0; j <= i; j += 2) {
      const xr = v[j]!;
      const xi = v[j + 1]!;
      const yr = w[j]!;
      const yi = w[j + 1]!;
      a[row + j] = a[row + j]! - (vr * yr + vi * yi) - (wr * xr + wi * xi);
      a[row + j + 1] = a[row + j + 1]! - (vi * yr - vr * yi) - (wi * xr - wr * xi);
    }
    a[row + i + 1] = 0;
  }
}

/** B v for the Hermitian B whose lower triangle starts at row and column `start`. */
function timesHermitian(a: Float64Array, n: number, start: number, v: Float64Array): Float64Array {
  const product = new Float64Array(v.length);
  for (let i = 0; i < v.length; i += 2) {
    const row = 2 * ((start + i / 2) * n + start);
    const vr = v[i]!;
    const vi = v[i + 1]!;
    let re = a[row + i]! * vr;
    let im = a[row + i]! * vi;
    for (let j = 0; j < i; j += 2) {
      const x = a[row + j]!;
      const y = a[row + j + 1]!;
      re += x * v[j]! - y * v[j + 1]!;
      im += x * v[j + 1]! + y * v[j]!;
      product[j] = product[j]! + (x * vr + y * vi);
      product[j + 1] = product[j + 1]! + (x * vi - y * vr);
    }
    product[i] = product[i]! + re;
    product[i + 1] = product[i + 1]! + im;
  }
  return product;
}
