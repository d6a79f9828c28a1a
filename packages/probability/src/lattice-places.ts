import { equal, floor, greater, greaterEqual, less, lessEqual, logicalAnd, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { piecewise } from "./piecewise.ts";

/** The logarithms of the probabilities `f` of the integers from 0 to `high`, and −∞ elsewhere. */
export function onIntegers(x: Tensor, high: Tensor | number, f: (k: Tensor) => Tensor): Tensor {
  const inRange = logicalAnd(logicalAnd(greaterEqual(x, 0), lessEqual(x, high)), less(x, Infinity));
  return piecewise(x, logicalAnd(inRange, equal(floor(x), x)), 0, f, -Infinity);
}

/** A function of ⌊x⌋ for 0 ≤ x < high, and constants below and above. */
export function onSteps(
  x: Tensor,
  high: Tensor | number,
  f: (k: Tensor) => Tensor,
  outside: readonly [below: number, above: number],
): Tensor {
  const inside = logicalAnd(greaterEqual(x, 0), less(x, high));
  return piecewise(x, inside, 0, (y) => f(floor(y)), outside);
}

/** `f` where x > 0, and `otherwise` elsewhere, without derivatives of f at 0 and below. */
export function wherePositive(x: Tensor, f: (x: Tensor) => Tensor, otherwise: Tensor | number): Tensor {
  const isPositive = greater(x, 0);
  return where(isPositive, f(where(isPositive, x, 1)), otherwise);
}
