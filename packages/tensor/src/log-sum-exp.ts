import { add, div, sub } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { cast } from "./cast.ts";
import { equal, isFinite } from "./comparison.ts";
import { asFloat } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { exp, log1p } from "./exponential.ts";
import { checkOptions } from "./options.ts";
import type { ReductionOptions } from "./reduce.ts";
import { reducedShape } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { max } from "./selection-reductions.ts";
import { normalizeAxes } from "./shape.ts";
import { stopGradient } from "./stop-gradient.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * log Σᵢ exp(xᵢ) over the given axes, or over all, without overflow: the maximum is taken out first.
 * Of nothing it is −∞. Where all are −∞ so is the result, and its derivative is taken as 0.
 *
 * Source: P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax functions",
 * IMA J. Numer. Anal. 41 (2021).
 *
 * @example
 * ```ts
 * import { logSumExp } from "@adjoint/tensor";
 *
 * logSumExp([1000, 1000]).item(); // => 1000.6931471805599
 * ```
 */
export function logSumExp(x: TensorLike, options: ReductionOptions = {}): Tensor {
  const { axis, keepDims = false } = checkOptions("logSumExp", options, ["axis", "keepDims"]);
  const input = asFloat("logSumExp", "x", x);
  const axes = normalizeAxes("logSumExp", axis, input.shape.length);
  const shift = finiteMax(input, axes);
  const more = sumBesidePeak(sub(input, shift), axes);
  const nothing = equal(more, -1);
  const result = add(where(nothing, -Infinity, log1p(where(nothing, 0, more))), shift);
  return keepDims ? result : reshape(result, reducedShape(input.shape, axes, false));
}

/** The options of `softmax` and `logSoftmax`. */
export interface SoftmaxOptions {
  /** The axis or axes along which the result sums to 1; the last if not given. */
  readonly axis?: number | readonly number[];
}

/**
 * exp(xᵢ) / Σⱼ exp(xⱼ) along an axis, without overflow: logits to probabilities.
 * NaN where an element is +∞ or all are −∞: there the limit depends on the way to it.
 *
 * @example
 * ```ts
 * import { softmax } from "@adjoint/tensor";
 *
 * softmax([0, Math.log(3)]).toArray(); // => [0.25, 0.75]
 * ```
 */
export function softmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  const { axis = -1 } = checkOptions("softmax", options, ["axis"]);
  const input = asFloat("softmax", "x", x);
  const axes = normalizeAxes("softmax", axis, input.shape.length);
  const weights = exp(sub(input, finiteMax(input, axes)));
  return div(weights, sum(weights, { axis: axes, keepDims: true }));
}

/**
 * log softmax(x) along an axis, without cancellation for small probabilities.
 *
 * @example
 * ```ts
 * import { logSoftmax } from "@adjoint/tensor";
 *
 * logSoftmax([0, 1000]).toArray(); // => [-1000, 0]
 * ```
 */
export function logSoftmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  const { axis = -1 } = checkOptions("logSoftmax", options, ["axis"]);
  const input = asFloat("logSoftmax", "x", x);
  const axes = normalizeAxes("logSoftmax", axis, input.shape.length);
  // Shifted before the logarithm is subtracted: otherwise a large common part of x would cancel, with its rounding.
  const shifted = sub(input, finiteMax(input, axes));
  return sub(shifted, log1p(sumBesidePeak(shifted, axes)));
}

/**
 * Σᵢ exp(xᵢ) − 1 where the largest x is 0. The 1 is left out of the sum, in which it would drown what is small,
 * so that the logarithm of a probability next to 1 keeps its digits.
 */
function sumBesidePeak(x: Tensor, axes: readonly number[]): Tensor {
  const peak = cast(equal(x, 0), x.dtype);
  const others = sum(sub(exp(x), peak), { axis: axes, keepDims: true });
  return add(others, sub(sum(peak, { axis: axes, keepDims: true }), 1));
}

/** The maximum as a constant, or 0 where there is none or it is infinite: subtracting ∞ would give NaN. */
function finiteMax(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.some((axis) => x.shape[axis] === 0)) {
    return zerosLike({ shape: reducedShape(x.shape, axes, true), dtype: x.dtype });
  }
  const largest = max(stopGradient(x), { axis: axes, keepDims: true });
  return where(isFinite(largest), largest, 0);
}
