import { log1mexp } from "@adjoint/special";
import { add, exp, expm1, greater, mul, neg, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** P(Z ≤ z) = exp(−e⁻ᶻ) of the standard Gumbel distribution. */
export function gumbelCdf(z: Tensor): Tensor {
  return exp(neg(boundedExp(neg(z))));
}

/** log P(Z ≤ z) = −e⁻ᶻ. */
export function logGumbelCdf(z: Tensor): Tensor {
  return neg(exp(neg(z)));
}

/** P(Z > z) = 1 − exp(−e⁻ᶻ). */
export function gumbelSurvival(z: Tensor): Tensor {
  return neg(expm1(neg(boundedExp(neg(z)))));
}

/** log P(Z > z), which is −z − e⁻ᶻ/2 + O(e⁻²ᶻ) where P(Z > z) underflows. */
export function logGumbelSurvival(z: Tensor): Tensor {
  const isFar = greater(z, 37);
  const far = where(isFar, z, 37);
  const near = log1mexp(neg(boundedExp(neg(where(isFar, 37, z)))));
  return where(isFar, neg(add(far, mul(0.5, exp(neg(far))))), near);
}

/** eᵗ, bounded where exp(−eᵗ) is 0 anyway: an infinity would spoil its derivative. */
function boundedExp(t: Tensor): Tensor {
  return exp(where(greater(t, 700), 700, t));
}
