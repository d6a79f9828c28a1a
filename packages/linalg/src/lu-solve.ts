import { substitute } from "./substitution.ts";

const unitLower = { lower: true, unitDiagonal: true };
const upper = { lower: false, unitDiagonal: false };

/** A⁻¹ B = U⁻¹ L⁻¹ P B for B with k columns, from the factors of `factorLu`. */
export function luSolve(factors: Float64Array, rows: Int32Array, b: Float64Array, k: number): Float64Array {
  const x = new Float64Array(b.length);
  rows.forEach((row, i) => x.set(b.subarray(row * k, (row + 1) * k), i * k));
  substitute(factors, rows.length, x, k, { ...unitLower, transposed: false });
  substitute(factors, rows.length, x, k, { ...upper, transposed: false });
  return x;
}

/** A⁻ᵀ B = Pᵀ L⁻ᵀ U⁻ᵀ B; `b` is overwritten. */
export function luSolveTransposed(
  factors: Float64Array,
  rows: Int32Array,
  b: Float64Array,
  k: number,
): Float64Array {
  substitute(factors, rows.length, b, k, { ...upper, transposed: true });
  substitute(factors, rows.length, b, k, { ...unitLower, transposed: true });
  const x = new Float64Array(b.length);
  rows.forEach((row, i) => x.set(b.subarray(i * k, (i + 1) * k), row * k));
  return x;
}
