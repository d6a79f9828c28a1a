import { poissonDeviance, stirlingError } from "@adjoint/special";
import { add, less, log, mul, sub, where } from "@adjoint/tensor";
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

const tiny = 1e-290;
