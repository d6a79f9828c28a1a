import { greater, greaterEqual, isNaN, less, logicalAnd, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * f(x) where the condition `inside` holds, and constants below and above it; NaN at NaN.
 *
 * `f` is only asked for places inside: elsewhere it sees the number `within`, so that no derivative of an infinite or
 * undefined value leaks into the result.
 */
export function piecewise(
  x: Tensor,
  inside: Tensor,
  within: number | Tensor,
  f: (x: Tensor) => Tensor,
  outside: number | readonly [below: number, above: number],
): Tensor {
  const value = f(where(inside, x, within));
  const [below, above] = typeof outside === "number" ? [outside, outside] : outside;
  const beyond = where(isNaN(x), x, above);
  return where(inside, value, below === above ? beyond : where(less(x, within), below, beyond));
}

/** Where 0 < x < ∞. */
export function isPositive(x: Tensor): Tensor {
  return logicalAnd(greater(x, 0), less(x, Infinity));
}

/** Where 0 ≤ x < ∞. */
export function isFromZero(x: Tensor): Tensor {
  return logicalAnd(greaterEqual(x, 0), less(x, Infinity));
}

/** Where 0 < x < 1. */
export function isFraction(x: Tensor): Tensor {
  return logicalAnd(greater(x, 0), less(x, 1));
}

/** The values of `f` where the condition holds, as `where(condition, f(x), otherwise)` without leaking derivatives. */
export function guarded(
  condition: Tensor,
  x: Tensor,
  within: number,
  f: (x: Tensor) => Tensor,
  otherwise: Tensor | number,
): Tensor {
  return where(condition, f(where(condition, x, within)), otherwise);
}
