import {
  add,
  asFloat,
  DomainError,
  greater,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { lgamma } from "./lgamma.ts";

/**
 * The logarithm of the multivariate gamma function of dimension d, elementwise in a:
 * log Γ_d(a) = ¼ d (d−1) log π + Σ log Γ(a − j/2), j = 0 … d−1.
 *
 * NaN unless a > (d−1)/2. Shape and floating dtype are kept; integers become float64. Source: DLMF 35.3.4.
 *
 * @throws DomainError unless d is an integer from 1 to 10000.
 *
 * @example
 * ```ts
 * import { multigammaln } from "@adjoint/special";
 *
 * multigammaln([1, 2, 3], 3).toArray(); // => [NaN, 1.5963125911388552, 2.694924879806965]
 * ```
 */
export function multigammaln(a: TensorLike, d: number): Tensor {
  if (!Number.isInteger(d) || d < 1 || d > 10000) {
    throw new DomainError(`multigammaln: d must be an integer from 1 to 10000, got ${d}`, { d });
  }
  const x = asFloat("multigammaln", "a", a);
  let sum = lgamma(x);
  for (let j = 1; j < d; j++) sum = add(sum, lgamma(sub(x, j / 2)));
  return where(greater(x, (d - 1) / 2), add(sum, 0.25 * d * (d - 1) * Math.log(Math.PI)), Number.NaN);
}
