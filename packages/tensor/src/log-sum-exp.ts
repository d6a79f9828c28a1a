import { add, div, sub } from "./arithmetic.ts";
import { sum } from "./broadcast-sum.ts";
import { isFinite } from "./comparison.ts";
import { asFloat } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { exp, log } from "./exponential.ts";
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
export function logSumExp(x: TensorLike, { axis, keepDims = false }: ReductionOptions = {}): Tensor {
  const input = asFloat("logSumExp", "x", x);
  const shift = finiteMax(input, axis);
  const result = add(log(sum(exp(sub(input, shift)), { axis, keepDims: true })), shift);
  const axes = normalizeAxes("logSumExp", axis, input.shape.length);
  return keepDims ? result : reshape(result, reducedShape(input.shape, axes, false));
}

/** The options of `softmax` and `logSoftmax`. */
export interface SoftmaxOptions {
  /** The axis or axes along which the result sums to 1; the last if not given. */
  readonly axis?: number | readonly number[];
}

/**
 * exp(xᵢ) / Σⱼ exp(xⱼ) along an axis, without overflow: logits to probabilities.
 *
 * @example
 * ```ts
 * import { softmax } from "@adjoint/tensor";
 *
 * softmax([0, Math.log(3)]).toArray(); // => [0.25, 0.75]
 * ```
 */
export function softmax(x: TensorLike, { axis = -1 }: SoftmaxOptions = {}): Tensor {
  const input = asFloat("softmax", "x", x);
  const weights = exp(sub(input, finiteMax(input, axis)));
  return div(weights, sum(weights, { axis, keepDims: true }));
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
export function logSoftmax(x: TensorLike, { axis = -1 }: SoftmaxOptions = {}): Tensor {
  const input = asFloat("logSoftmax", "x", x);
  // Shifted before the logarithm is subtracted: otherwise a large common part of x would cancel, with its rounding.
  const shifted = sub(input, finiteMax(input, axis));
  return sub(shifted, log(sum(exp(shifted), { axis, keepDims: true })));
}

/** The maximum as a constant, or 0 where it is infinite: subtracting ∞ would give NaN. */
function finiteMax(x: Tensor, axis: ReductionOptions["axis"]): Tensor {
  const largest = stopGradient(max(x, { axis, keepDims: true }));
  return where(isFinite(largest), largest, 0);
}
