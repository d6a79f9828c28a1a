import {
  asInexact,
  checkOptions,
  div,
  equal,
  exp,
  log,
  mul,
  neg,
  squeeze,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { largest } from "./reciprocals.ts";
import { svdvals } from "./svd.ts";

/**
 * How many dimensions a real or complex matrix really uses: exp(H(p)), the exponential of the entropy of its singular values,
 * p = s/Σs. From 1, for rank one, to min(m, n), for equal singular values; 0 for a matrix of zeros.
 *
 * Shapes: `[…, m, n]` → `[…]`. Derivative: ∂/∂sᵢ = −erank (log pᵢ + H)/Σs; singular values that are 0 contribute nothing.
 *
 * Method: singular values, by `svdvals`.
 * Cost: O(m n min(m, n)).
 * Source: Roy & Vetterli 2007, "The effective rank: a measure of effective dimensionality", EUSIPCO.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN.
 * @example
 * ```ts
 * import { effectiveRank } from "@adjoint/linalg";
 *
 * effectiveRank([[2, 0], [0, 2]]).item(); // => 2
 * effectiveRank([[1, 1], [1, 1]]).item(); // => 1
 * ```
 */
export function effectiveRank(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("effectiveRank", options, ["check"]);
  const s = svdvals(matrixArgument("effectiveRank", "a", a, asInexact), { check });
  const scale = largest(s);
  const isZero = equal(scale, 0);
  const relative = div(s, where(isZero, 1, scale));
  const total = sum(relative, { axis: -1, keepDims: true });
  const p = div(relative, where(isZero, 1, total));
  const isAbsent = equal(p, 0);
  const logP = log(where(isAbsent, 1, p));
  const entropy = neg(sum(mul(p, logP), { axis: -1 }));
  return where(squeeze(isZero, -1), 0, exp(entropy));
}
