import type { TypedArray } from "@adjoint/tensor";
import { substitute } from "./substitution.ts";

const unitLower = { lower: true, unitDiagonal: true, transposed: false };
const upper = { lower: false, unitDiagonal: false, transposed: false };
const unitLowerTransposed = { ...unitLower, transposed: true };
const upperTransposed = { ...upper, transposed: true };

/**
 * X ← A⁻¹ B = U⁻¹ L⁻¹ P B from the factors of `factorLu`, for the matrix B of k columns that stands in `b` from `start`.
 */
export function luSolve(
  factors: Float64Array,
  rows: Int32Array,
  b: TypedArray,
  start: number,
  x: Float64Array,
  k: number,
): void {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    for (let c = 0, from = start + rows[i]! * k; c < k; c++) x[i * k + c] = b[from + c]!;
  }
  substitute(factors, n, x, k, unitLower, upper);
}

/** X ← A⁻ᵀ B = Pᵀ L⁻ᵀ U⁻ᵀ B. */
export function luSolveTransposed(
  factors: Float64Array,
  rows: Int32Array,
  b: TypedArray,
  start: number,
  x: Float64Array,
  k: number,
): void {
  const n = rows.length;
  const y = new Float64Array(n * k);
  for (let i = 0; i < y.length; i++) y[i] = b[start + i]!;
  substitute(factors, n, y, k, upperTransposed, unitLowerTransposed);
  for (let i = 0; i < n; i++) {
    for (let c = 0, to = rows[i]! * k; c < k; c++) x[to + c] = y[i * k + c]!;
  }
}
