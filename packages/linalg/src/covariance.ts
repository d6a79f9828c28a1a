import { checkOptions, div, matmul, mean, sub, swapAxes } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument, matrixShape } from "./matrices.ts";

/** The options of `covariance`. */
export interface SampleCovarianceOptions {
  /** What is subtracted from the number of observations in the divisor: 1 unless given, 0 for a whole population. */
  readonly correction?: number;
}

/**
 * The sample covariance of variables that stand in columns: C = X̃ᵀ X̃/(n − correction), where X̃ is X minus the means of
 * its columns. In two passes, so that a large mean costs no digits.
 *
 * Shapes: `[…, n, p]`, an observation in each row → `[…, p, p]`. NaN where n ≤ correction leaves nothing to divide by.
 * Derivative: that of the product; symmetric. `cov` of `@adjoint/tensor` takes variables in rows, as NumPy does.
 *
 * Method: the means, then one product of the centred sample with itself.
 * Cost: n p² multiplications.
 * Source: Chan, Golub & LeVeque 1983, The American Statistician 37, 242–247.
 *
 * @throws ShapeError if `x` has fewer than two axes.
 * @example
 * ```ts
 * import { covariance } from "@adjoint/linalg";
 *
 * covariance([[1, 3], [2, 1], [3, 2]]).toArray(); // => [[1, -0.5], [-0.5, 1]]
 * ```
 */
export function covariance(x: TensorLike, options: SampleCovarianceOptions = {}): Tensor {
  const { correction = 1 } = checkOptions("covariance", options, ["correction"]);
  const samples = matrixArgument("covariance", "x", x);
  const centred = sub(samples, mean(samples, { axis: -2, keepDims: true }));
  const divisor = Math.max(matrixShape(samples.shape)[0] - correction, 0);
  return div(matmul(swapAxes(centred, -1, -2), centred), divisor);
}
