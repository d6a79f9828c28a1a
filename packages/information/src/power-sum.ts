import {
  add,
  exp,
  expm1,
  greater,
  less,
  log1p,
  logicalAnd,
  logSumExp,
  mul,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** The sum Σ p eᵉ over outcomes, where p sums to 1, in the two forms that measures of an order need. */
export interface PowerSum {
  /** Σ p (eᵉ − 1), without cancellation for small exponents. */
  readonly excess: Tensor;
  /** log Σ p eᵉ, without overflow. */
  readonly logarithm: Tensor;
}

/**
 * Σ p eᵉ over an axis.
 *
 * @param logP - log p, 0 outside `mask`.
 * @param exponents - e, 0 outside `mask`.
 * @param mask - the outcomes that are counted.
 * @param lost - the probability of outcomes with e = −∞, if there may be any.
 */
export function powerSum(
  p: Tensor,
  logP: Tensor,
  exponents: Tensor,
  mask: Tensor,
  axis: number,
  lost?: Tensor,
): PowerSum {
  // Beyond, the factor overflows where the product does not, and −1 has no weight.
  const large = greater(exponents, 30);
  const small = mul(where(mask, p, 0), expm1(where(large, 0, exponents)));
  const powers = add(logP, exponents);
  const terms = where(large, sub(exp(where(large, powers, 0)), p), small);
  const counted = sum(terms, { axis });
  const excess = lost === undefined ? counted : sub(counted, lost);
  const near = logicalAnd(greater(excess, -0.5), less(excess, 1));
  const whole = logSumExp(where(mask, powers, -Infinity), { axis });
  return { excess, logarithm: where(near, log1p(where(near, excess, 0)), whole) };
}
