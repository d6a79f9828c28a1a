import { asInexact, checkOptions, DomainError, expandDims, matmul, mul, slice } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { svd } from "./svd.ts";

/**
 * The best approximation of a real or complex matrix by one of rank k, in the 2-norm and in the Frobenius norm: Aₖ = Σᵢ₌₁ᵏ sᵢ uᵢ vᵢᵀ.
 * Its error is sₖ₊₁ in the 2-norm.
 *
 * Shapes: `[…, m, n]` → `[…, m, n]`; k from 0, which gives zeros, up; at k ≥ min(m, n) A itself up to rounding.
 *
 * Derivative: that of the singular vectors and values. The first one is exact where sₖ > sₖ₊₁, also if other singular
 * values are equal; at sₖ = sₖ₊₁ the approximation is one of several and jumps.
 *
 * Method: singular value decomposition, cut off after k terms.
 * Cost: O(m n min(m, n)); of large matrices `randomizedSvd` takes O(m n k).
 * Source: Eckart & Young 1936; Mirsky 1960.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN. DomainError if `k` is not a whole number ≥ 0.
 * @example
 * ```ts
 * import { lowRank } from "@adjoint/linalg";
 *
 * lowRank([[3, 0], [0, 1]], 1).toArray(); // => [[3, 0], [0, 0]]
 * ```
 */
export function lowRank(a: TensorLike, k: number, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("lowRank", options, ["check"]);
  const matrix = matrixArgument("lowRank", "a", a, asInexact);
  if (!(Number.isInteger(k) && k >= 0)) {
    throw new DomainError(`lowRank: k must be a whole number ≥ 0, got ${k}`, {
      operation: "lowRank",
      argument: "k",
      value: k,
    });
  }
  const { u, s, vt } = svd(matrix, { check });
  const kept = Math.min(k, ...matrixShape(matrix.shape));
  const scaled = mul(slice(u, "...", [0, kept]), expandDims(slice(s, "...", [0, kept]), -2));
  return matmul(scaled, slice(vt, "...", [0, kept], []));
}
