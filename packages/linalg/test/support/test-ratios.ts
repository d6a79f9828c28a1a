import { imag, real, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { dense, fromFunction, largestMagnitude, minus, oneNorm, product, times, transpose } from "./dense.ts";
import type { Dense } from "./dense.ts";

export type Precision = "float64" | "float32";

/** LAPACK divides by one of two machine constants: the distance from 1 to the next number in its tests of eigenvalues, half of it else. */
export type Unit = "spacing" | "roundoff";

export function unitOf(precision: Precision, unit: Unit): number {
  const spacing = precision === "float64" ? 2 ** -52 : 2 ** -23;
  return unit === "spacing" ? spacing : spacing / 2;
}

/** A matrix on its way through a function: as it is, in its dtype, and scaled to about 1 by a power of two. */
export interface Subject {
  readonly a: Dense;
  readonly input: Tensor;
  readonly precision: Precision;
  /** The power of two by which the matrix and what is linear in it is multiplied before residuals are formed. */
  readonly scale: number;
  readonly scaled: Dense;
}

/** The subject that a matrix becomes in a precision. */
export function subjectOf(matrix: Dense, precision: Precision): Subject {
  const input = tensor(matrix.data, { shape: [matrix.rows, matrix.columns], dtype: precision });
  const a = dense(matrix.rows, matrix.columns, Float64Array.from(input.data));
  const largest = largestMagnitude(a);
  const scale = largest === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, -Math.floor(Math.log2(largest))));
  return { a, input, precision, scale, scaled: times(a, scale) };
}

/** A real matrix, or a vector as a column, out of a tensor. */
export function toDense(x: Tensor, factor = 1): Dense {
  const [rows, columns = 1] = x.shape;
  const result = dense(rows!, columns, Float64Array.from(x.data));
  return factor === 1 ? result : times(result, factor);
}

/** [Re −Im; Im Re], which multiplies as the complex matrix does. */
export function toRealForm(z: Tensor, factor = 1): Dense {
  const re = toDense(real(z), factor);
  const im = toDense(imag(z), factor);
  const { rows, columns } = re;
  const element = (x: Dense, i: number, j: number): number => x.data[i * columns + j]!;
  return fromFunction(2 * rows, 2 * columns, (i, j) => {
    const [row, column] = [i % rows, j % columns];
    if (i < rows === j < columns) return element(re, row, column);
    return i < rows ? -element(im, row, column) : element(im, row, column);
  });
}

/** The first columns. */
export function firstColumns({ rows, columns, data }: Dense, count: number): Dense {
  return fromFunction(rows, count, (i, j) => data[i * columns + j]!);
}

/** ‖difference‖₁ over what is allowed; 0 over 0 is 0. */
export function quotient(size: number, allowed: number): number {
  return size === 0 ? 0 : size / allowed;
}

/** ‖A − B‖₁/(n ‖A‖₁ ε). */
export function residual(a: Dense, b: Dense, n: number, unit: number): number {
  return quotient(oneNorm(minus(a, b)), n * oneNorm(a) * unit);
}

/** ‖I − QᵀQ‖₁/(n ε) for the columns of Q. */
export function orthogonality(q: Dense, n: number, unit: number): number {
  return orthogonalityOf(q, q, n, unit);
}

/** ‖I − QᵀQ‖₁/(n ε) for the first columns of Q, those of `part`. */
export function orthogonalityOf(part: Dense, q: Dense, n: number, unit: number): number {
  const unitColumns = fromFunction(q.columns, part.columns, (i, j) => (i === j ? 1 : 0));
  return quotient(oneNorm(minus(unitColumns, product(transpose(q), part))), Math.max(1, n) * unit);
}

/** The largest magnitude of the difference of two lists. */
export function largestDifference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Array.from(x, (value, i) => Math.abs(value - y[i]!)).reduce((most, d) => (d <= most ? most : d), 0);
}
