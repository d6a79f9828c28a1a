import { log1mexp } from "@adjoint/special";
import {
  abs,
  add,
  dataIfKnown,
  exp,
  isNaN,
  less,
  lessEqual,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  neg,
  notEqual,
  stopGradient,
  sub,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Distribution } from "./distribution.ts";

/**
 * log P(a < X ≤ b), by the difference of the smaller tail probabilities.
 *
 * Ends may be infinite.
 */
export function logIntervalMass(base: Distribution, a: Tensor, b: Tensor): Tensor {
  const [hasLow, hasHigh] = [!isEverywhere(a, -Infinity), !isEverywhere(b, Infinity)];
  if (!hasLow) return hasHigh ? base.logCdf(b) : zerosLike(b);
  if (!hasHigh) return base.logSurvival(a);
  const [low, high] = [logTails(base, a, -Infinity, 0), logTails(base, b, 0, -Infinity)];
  const isUpper = less(low.above, -Math.LN2);
  const isLower = less(high.below, -Math.LN2);
  const rest = add(exp(low.below), exp(high.above));
  const isAcross = logicalAnd(logicalNot(logicalOr(isUpper, isLower)), less(rest, 1));
  const across = where(isAcross, log1p(neg(where(isAcross, rest, 0))), where(isNaN(rest), rest, -Infinity));
  const upper = logDifference(low.above, high.above, isUpper);
  const lower = logDifference(high.below, low.below, isLower);
  return where(isUpper, upper, where(isLower, lower, across));
}

/** Whether all elements are known to be the number. */
function isEverywhere(x: Tensor, number: number): boolean {
  return dataIfKnown(x)?.every((value) => value === number) ?? false;
}

/** Whether the condition holds somewhere, for all that is known. */
export function mayHold(condition: Tensor): boolean {
  return dataIfKnown(condition)?.includes(1) ?? true;
}

/** log P(X ≤ x) and log P(X > x), without asking the base at infinite places. */
export function logTails(
  base: Distribution,
  x: Tensor,
  belowInfinite: number,
  aboveInfinite: number,
): { readonly below: Tensor; readonly above: Tensor } {
  // NaN too: the base hands it on.
  const isInside = notEqual(abs(x), Infinity);
  if (isEverywhere(isInside, 1)) return { below: base.logCdf(x), above: base.logSurvival(x) };
  const place = where(isInside, x, stopGradient(base.quantile(0.5)));
  return {
    below: where(isInside, base.logCdf(place), belowInfinite),
    above: where(isInside, base.logSurvival(place), aboveInfinite),
  };
}

/** log(eˢ − eᵗ) where it is wanted, and −∞ where nothing is left. */
function logDifference(s: Tensor, t: Tensor, wanted: Tensor): Tensor {
  const hasMass = logicalAnd(wanted, logicalNot(lessEqual(s, t)));
  const larger = where(hasMass, s, 0);
  return where(hasMass, add(larger, log1mexp(where(hasMass, sub(t, larger), -1))), -Infinity);
}
