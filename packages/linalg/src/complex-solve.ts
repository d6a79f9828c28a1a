import { sizeOf, Tensor } from "@adjoint/tensor";
import { estimateComplexOneNorm } from "./complex-one-norm-estimate.ts";
import { factorComplexLu, smallComplexPivot } from "./complex-lu.ts";
import { length } from "./complex-scalar.ts";
import { substituteComplex } from "./complex-substitution.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import type { LinAlgError } from "./linalg-error.ts";
import type { SmallPivot } from "./lu-factor.ts";
import { batchShape, matrixShape } from "./matrices.ts";
import { rightHandScale } from "./scaling.ts";

/** L and U of each matrix of a complex batch, and the order of the rows; `singular` makes the error for a small pivot. */
export function complexFactors(
  a: Tensor,
  { operation, check }: { readonly operation: string; readonly check: boolean },
  singular: (operation: string, small: SmallPivot, rcond: number, a: Tensor, index: number) => LinAlgError,
): [factors: Tensor, rows: Tensor] {
  const [n] = matrixShape(a.shape);
  const factors = new Float64Array(a.data.length);
  const rows = new Int32Array(sizeOf(a.shape.slice(0, -1)));
  eachInexactMatrix(a, (matrix, index) => {
    const problem = check ? nonFiniteInexact(operation, matrix, a, index) : undefined;
    if (problem) throw problem;
    const order = rows.subarray(index * n, (index + 1) * n);
    const original = matrix.slice();
    factorComplexLu(matrix, n, n, order);
    const small = check ? smallComplexPivot(matrix, n) : null;
    if (small)
      throw singular(operation, small, complexReciprocalCondition(original, matrix, order), a, index);
    factors.set(matrix, index * matrix.length);
  });
  return [new Tensor(a.shape, "complex128", factors), new Tensor(a.shape.slice(0, -1), "int32", rows)];
}

/** A⁻¹ B, or A⁻ᵀ B, from the factors. */
export function complexSolutions(factors: Tensor, rows: Tensor, b: Tensor, transposed: boolean): Tensor {
  const [n, k] = matrixShape(b.shape);
  const x = new Float64Array(b.data.length);
  for (let index = 0; index < sizeOf(batchShape(b.shape)); index++) {
    const part = 2 * n * n;
    const matrix = (factors.data as Float64Array).subarray(index * part, (index + 1) * part);
    const order = (rows.data as Int32Array).subarray(index * n, (index + 1) * n);
    const columns = (b.data as Float64Array).subarray(2 * index * n * k, 2 * (index + 1) * n * k);
    x.set((transposed ? solveTransposed : solveOne)(matrix, order, columns, k), 2 * index * n * k);
  }
  return new Tensor(b.shape, "complex128", x);
}

function solveOne(lu: Float64Array, rows: Int32Array, b: Float64Array, k: number): Float64Array {
  const n = rows.length;
  const x = new Float64Array(2 * n * k);
  rows.forEach((row, i) => x.set(b.subarray(2 * row * k, 2 * (row + 1) * k), 2 * i * k));
  substituteComplex(lu, n, x, k, { lower: true, transposed: false, unitDiagonal: true });
  substituteComplex(lu, n, x, k, { lower: false, transposed: false, unitDiagonal: false });
  return x;
}

function solveTransposed(lu: Float64Array, rows: Int32Array, b: Float64Array, k: number): Float64Array {
  const n = rows.length;
  const y = b.slice();
  substituteComplex(lu, n, y, k, { lower: false, transposed: true, unitDiagonal: false });
  substituteComplex(lu, n, y, k, { lower: true, transposed: true, unitDiagonal: true });
  const x = new Float64Array(2 * n * k);
  rows.forEach((row, i) => x.set(y.subarray(2 * i * k, 2 * (i + 1) * k), 2 * row * k));
  return x;
}

/** An estimate of 1/(‖A‖₁ ‖A⁻¹‖₁) from the factors of A; 0 for what is singular or not finite. */
export function complexReciprocalCondition(
  matrix: Float64Array,
  factors: Float64Array,
  rows: Int32Array,
): number {
  const n = rows.length;
  if (n === 0) return 1;
  for (let i = 0; i < n; i++) {
    if (factors[2 * (i * n + i)] === 0 && factors[2 * (i * n + i) + 1] === 0) return 0;
  }
  const norm = oneNorm(matrix, n);
  const scale = rightHandScale(norm);
  const scaled = (b: Float64Array): Float64Array => b.map((part) => part * scale);
  const inverse = estimateComplexOneNorm(
    n,
    (b) => solveOne(factors, rows, scaled(b), 1),
    (b) => conjugated(solveTransposed(factors, rows, conjugated(scaled(b)), 1)),
  );
  const reciprocal = 1 / inverse / (norm / scale);
  return reciprocal > 0 ? Math.min(reciprocal, 1) : 0;
}

function conjugated(x: Float64Array): Float64Array {
  return x.map((part, i) => (i % 2 ? -part : part));
}

function oneNorm(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < 2 * n; j += 2) {
    let sum = 0;
    for (let at = j; at < a.length; at += 2 * n) sum += length(a[at]!, a[at + 1]!);
    largest = Math.max(largest, sum);
  }
  return largest;
}
