import { asInexact, astype, checkOptions, DomainError, greater, maximum, mul, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { largest } from "./reciprocals.ts";
import { svdvals } from "./svd.ts";
import { roundingUnit } from "./symmetric.ts";

/** Which singular values count as zero: those up to max(atol, rtol · s₀). */
export interface RankTolerance {
  /** Relative to the largest singular value; unless given, max(m, n) times the rounding unit of the dtype. */
  readonly rtol?: number;
  /** In units of the matrix; 0 unless given. */
  readonly atol?: number;
}

/** The options of `matrixRank`. */
export interface MatrixRankOptions extends RankTolerance, CheckOptions {}

/**
 * The rank of a real or complex matrix: how many singular values are larger than max(atol, rtol · s₀), where s₀ is the largest.
 *
 * Shapes: `[…, m, n]` → `[…]`, int32. Locally constant: its derivative is zero.
 * Rounding moves singular values by up to ε s₀ times a modest factor, so that an exact rank is not to be had.
 *
 * Formula: rank A = #{i : sᵢ > max(atol, rtol · s₀)}.
 * Derivative: none, it is a whole number.
 * Method: singular values, by `svdvals`.
 * Cost: O(m n min(m, n)).
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.4.1; the default tolerance is that of NumPy and MATLAB.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives rank 0.
 * DomainError if a tolerance is negative or NaN.
 * @example
 * ```ts
 * import { matrixRank } from "@adjoint/linalg";
 *
 * matrixRank([[1, 2], [2, 4]]).item(); // => 1
 * matrixRank([[1, 0], [0, 1e-3]], { rtol: 0.01 }).item(); // => 1
 * ```
 */
export function matrixRank(a: TensorLike, options: MatrixRankOptions = {}): Tensor {
  const { rtol, atol, check = true } = checkOptions("matrixRank", options, ["rtol", "atol", "check"]);
  const matrix = matrixArgument("matrixRank", "a", a, asInexact);
  const tolerance = checkTolerance("matrixRank", rtol, atol, matrix);
  const s = svdvals(matrix, { check });
  const cutoff = maximum(mul(largest(s), tolerance.rtol), tolerance.atol);
  return sum(astype(greater(s, cutoff), "int32"), { axis: -1 });
}

/** The tolerance with its defaults. */
export function checkTolerance(
  operation: string,
  rtol: number | undefined,
  atol: number | undefined,
  a: Tensor,
): Required<RankTolerance> {
  for (const [name, value] of Object.entries({ rtol, atol })) {
    if (value !== undefined && !(value >= 0)) {
      throw new DomainError(`${operation}: ${name} must be a number ≥ 0, got ${value}`, {
        operation,
        argument: name,
        value,
      });
    }
  }
  return { rtol: rtol ?? Math.max(...matrixShape(a.shape)) * roundingUnit(a), atol: atol ?? 0 };
}

/** How many of the descending singular values count as positive; what is NaN does not. */
export function rankOf(s: Float64Array, { rtol, atol }: Required<RankTolerance>): number {
  const cutoff = Math.max(atol, rtol * (s[0] ?? 0));
  let rank = 0;
  while (rank < s.length && s[rank]! > cutoff) rank++;
  return rank;
}
