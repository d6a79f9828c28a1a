import { gammainc, lgamma, logGammainc, poissonDeviance, stirlingError } from "@adjoint/special";
import { add, exp, less, log, mul, sub, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** ½ log 2π */
export const halfLogTwoPi = 0.9189385332046728;

/**
 * log of yᵃ exp(−y)/Γ(a) for positive a and y, from log y where y is next to nothing.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
export function logGammaMass(a: Tensor, y: Tensor, logY: Tensor): Tensor {
  const isTiny = less(y, tiny);
  const direct = poissonDeviance(a, where(isTiny, 1, y));
  const fromLog = mul(a, sub(sub(log(a), where(isTiny, logY, 0)), 1));
  const deviance = where(isTiny, fromLog, direct);
  return sub(sub(mul(0.5, log(a)), add(stirlingError(a), halfLogTwoPi)), deviance);
}

/** P(a, y), from log y where y is next to nothing. */
export function lowerGamma(a: Tensor, y: Tensor, logY: Tensor): Tensor {
  const isTiny = less(y, tiny);
  return where(isTiny, exp(logPower(a, where(isTiny, logY, 0))), gammainc(a, where(isTiny, 1, y)));
}

/** log P(a, y), also where y underflows. */
export function logLowerGamma(a: Tensor, y: Tensor, logY: Tensor): Tensor {
  const isTiny = less(y, tiny);
  return where(isTiny, logPower(a, where(isTiny, logY, 0)), logGammainc(a, where(isTiny, 1, y)));
}

/** log of yᵃ/Γ(a + 1), what P is for tiny y. */
function logPower(a: Tensor, logY: Tensor): Tensor {
  return sub(mul(a, logY), lgamma(add(a, 1)));
}

const tiny = 1e-290;
