import {
  abs,
  div,
  expandDims,
  lessEqual,
  max,
  mul,
  sign,
  stopGradient,
  sub,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { roundingUnit } from "./symmetric.ts";

/**
 * The convention for repeated values, in one place: 1/x, where an |x| that rounding could have made counts as zero,
 * and the reciprocal of zero counts as zero.
 *
 * The derivatives of eigenvectors and singular vectors divide by differences of values. Where the difference is zero
 * the vectors themselves are not determined, but functions of the spectrum that treat equal values alike do not depend
 * on that choice: these terms cancel in them, and leaving them out is exact. `scale` has the largest value, which the
 * rounding is relative to, along the last axis.
 */
export function reciprocalOrZero(x: Tensor, scale: Tensor, n: number): Tensor {
  const isZero = lessEqual(abs(stopGradient(x)), mul(stopGradient(scale), n * roundingUnit(x)));
  return where(isZero, 0, div(1, where(isZero, 1, x)));
}

/**
 * Fᵢⱼ = 1/(λⱼ − λᵢ), and 0 where λⱼ = λᵢ up to rounding: `[…, n]` → `[…, n, n]`. Rounding is that of the algorithm and of
 * the few operations that a matrix with equal eigenvalues is made by; vectors of such gaps have no correct digit.
 */
export function reciprocalGaps(values: Tensor): Tensor {
  const gaps = sub(expandDims(values, -2), expandDims(values, -1));
  return reciprocalOrZero(gaps, expandDims(largest(values), -1), 8 * values.shape.at(-1)!);
}

/** max |x| along the last axis, which keeps length 1; 0 of nothing. */
export function largest(x: Tensor): Tensor {
  if (x.shape.at(-1) === 0) return zerosLike({ shape: [...x.shape.slice(0, -1), 1], dtype: x.dtype });
  return max(abs(stopGradient(x)), { axis: -1, keepDims: true });
}

/** 1 where x > 0 and 0 where x = 0. */
export function isPositive(x: Tensor): Tensor {
  return sign(stopGradient(x));
}
