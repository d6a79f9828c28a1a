import { add, div, square, sub } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { equal } from "./comparison.ts";
import { imag, real } from "./complex.ts";
import { asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { sqrt } from "./power.ts";
import type { ReductionOptions } from "./reduce.ts";
import { normalizeAxes } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * The arithmetic mean over the given axes, or over all: (1/n) Σᵢ xᵢ. The mean of nothing is NaN. Integers give float64.
 *
 * @example
 * ```ts
 * import { mean } from "@adjoint/tensor";
 *
 * mean([[1, 2], [3, 6]], { axis: 1 }).toArray(); // => [1.5, 4.5]
 * ```
 */
export function mean(x: TensorLike, options: ReductionOptions = {}): Tensor {
  const { axis, keepDims = false } = checkOptions("mean", options, ["axis", "keepDims"]);
  const input = asInexact("mean", "x", x);
  const axes = normalizeAxes("mean", axis, input.shape.length);
  return div(sum(input, { axis: axes, keepDims }), countOf(input, axes));
}

/** The options of `variance` and `std`. */
export interface VarianceOptions extends ReductionOptions {
  /** What is subtracted from n in the divisor: 0 for a population, 1 for an unbiased estimate from a sample. */
  readonly correction?: number;
}

/**
 * The variance over the given axes, or over all: (1/(n − correction)) Σᵢ |xᵢ − mean|², in two passes.
 * NaN where n ≤ correction leaves nothing to divide by.
 *
 * @example
 * ```ts
 * import { variance } from "@adjoint/tensor";
 *
 * variance([1, 2, 3, 4]).item(); // => 1.25
 * variance([1, 2, 3, 4], { correction: 1 }).item(); // => 1.6666666666666667
 * ```
 */
export function variance(x: TensorLike, options: VarianceOptions = {}): Tensor {
  return spread("variance", x, options);
}

/**
 * The standard deviation, √variance, over the given axes, or over all.
 *
 * Its derivative at constant data, where it has a kink, is taken as 0.
 *
 * @example
 * ```ts
 * import { std } from "@adjoint/tensor";
 *
 * std([1, 3]).item(); // => 1
 * ```
 */
export function std(x: TensorLike, options: VarianceOptions = {}): Tensor {
  const v = spread("std", x, options);
  const constant = equal(v, 0);
  return where(constant, 0, sqrt(where(constant, 1, v)));
}

function spread(operation: string, x: TensorLike, options: VarianceOptions): Tensor {
  const {
    axis,
    keepDims = false,
    correction = 0,
  } = checkOptions(operation, options, ["axis", "keepDims", "correction"]);
  if (typeof correction !== "number" || Number.isNaN(correction)) {
    throw new DomainError(
      `${operation}: correction must be a number, 0 for the data as they are or 1 for a sample, got ${String(correction)}`,
      { operation, correction },
    );
  }
  const input = asInexact(operation, "x", x);
  const axes = normalizeAxes(operation, axis, input.shape.length);
  const deviation = sub(input, mean(input, { axis: axes, keepDims: true }));
  const divisor = Math.max(countOf(input, axes) - correction, 0);
  return div(sum(squaredMagnitude(deviation), { axis: axes, keepDims }), divisor);
}

/** |x|², which is real also of complex numbers. */
function squaredMagnitude(x: Tensor): Tensor {
  return x.dtype === "complex128" ? add(square(real(x)), square(imag(x))) : square(x);
}

function countOf(x: Tensor, axes: readonly number[]): number {
  return axes.reduce((count, axis) => count * x.shape[axis]!, 1);
}
