import { all, any, isFinite, isNaN, square, sum, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Reason } from "./family.ts";

/** Why a distribution of vectors has no distribution function. */
export const orthant: Reason = "the probability of an orthant has no closed form";

/** Why a distribution of vectors or matrices has no quantiles. */
export const noOrder: Reason = "vectors and matrices have no order";

/** |v|², along the last axis. */
export function squaredLength(vectors: Tensor): Tensor {
  return sum(square(vectors), { axis: -1 });
}

/** f of vectors of finite numbers, −∞ for infinite ones and NaN where a number is NaN; `f` sees zeros in their place. */
export function ofFiniteVectors(vectors: Tensor, f: (vectors: Tensor) => Tensor): Tensor {
  const usable = all(isFinite(vectors), { axis: -1 });
  const known = where(isFinite(vectors), vectors, 0);
  const value = where(usable, f(known), -Infinity);
  return where(any(isNaN(vectors), { axis: -1 }), NaN, value);
}
