import { normal as standardNormal } from "@adjoint/random";
import { add, astype, checkOptions, matmul, moveAxis, mul, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { choleskyFactors, finite, positiveDefinite, vectorOf } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { transposed } from "./matrix-vector.ts";
import { checkScaled, covarianceOf, matrixOf, onlyOne, variancesOf, whitening } from "./scale-matrix.ts";
import type { ScaleMatrix } from "./scale-matrix.ts";
import { realVectors } from "./support.ts";
import { noOrder, ofFiniteVectors, orthant, squaredLength } from "./vectors.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a multivariate normal distribution: those that were given. */
export type MultivariateNormalParameters = { readonly mean: Tensor } & ScaleMatrix;

/** A multivariate normal distribution. */
export type MultivariateNormal = Distribution<MultivariateNormalParameters>;

/** What `multivariateNormal` is made of: exactly one of the three matrices. */
export interface MultivariateNormalOptions {
  /** The mean μ, a vector of n numbers; zeros unless given. */
  readonly mean?: TensorLike;
  /** The covariance Σ, symmetric positive definite, [n, n]. */
  readonly covariance?: TensorLike;
  /** The precision Σ⁻¹, symmetric positive definite, [n, n]. */
  readonly precision?: TensorLike;
  /** The lower triangular L with a positive diagonal and Σ = L Lᵀ, [n, n]. */
  readonly choleskyFactor?: TensorLike;
}

/**
 * The normal distribution N(μ, Σ) of vectors x of n numbers.
 *
 * Formula: p(x) = exp(−½ (x − μ)ᵀ Σ⁻¹ (x − μ)) / √((2π)ⁿ det Σ).
 *
 * Moments: mean μ, covariance Σ, entropy ½ log det(2πe Σ).
 *
 * Method: triangular solves with the Cholesky factor of the matrix that was given; none is inverted. Samples are
 * μ + Lε with independent standard normal ε, so they differentiate with respect to all parameters. Derivatives come in
 * the matrix that was given; of a covariance or a precision they are symmetric.
 *
 * Shapes: leading axes of the mean and of the matrix are a batch and broadcast; one draw is a vector [n].
 *
 * Source: T. W. Anderson, "An introduction to multivariate statistical analysis", 3rd ed. (2003), ch. 2.
 *
 * @throws DomainError unless exactly one matrix is given and it is positive definite or, for the Cholesky factor, lower
 * triangular with a positive diagonal; ShapeError if it is not square or does not fit the mean.
 * @example
 * ```ts
 * import { multivariateNormal } from "@adjoint/probability";
 *
 * const d = multivariateNormal({ mean: [1, 2], covariance: [[4, 2], [2, 10]] });
 * d.logProb([1, 2]).item(); // => -3.6296365356374007
 * d.variance; // => [ 4. 10.]
 * ```
 */
export function multivariateNormal(options: MultivariateNormalOptions): MultivariateNormal {
  const { mean, covariance, precision, choleskyFactor } = checkOptions("multivariateNormal", options, [
    "mean",
    "covariance",
    "precision",
    "choleskyFactor",
  ]);
  const matrix = onlyOne("multivariateNormal", { covariance, precision, choleskyFactor });
  return distribution(
    multivariateNormalFamily,
    checkScaled(
      "multivariateNormal",
      { mean },
      matrix,
      multivariateNormalFamily.constraints,
    ) as unknown as MultivariateNormalParameters,
  );
}

/** log 2π */
const logTwoPi = 1.8378770664093456;

/** The functions of the multivariate normal family. */
export const multivariateNormalFamily: Family<MultivariateNormalParameters> = {
  name: "multivariateNormal",
  constraints: {
    mean: /* @__PURE__ */ vectorOf(finite),
    covariance: positiveDefinite,
    precision: positiveDefinite,
    choleskyFactor: choleskyFactors,
  },
  eventShape: (params) => [matrixOf(params).shape.at(-1)!],
  support: realVectors,
  mean: ({ mean }) => mean,
  variance: variancesOf,
  covariance: covarianceOf,
  mode: ({ mean }) => mean,
  entropy: (params) =>
    add(whitening(params).halfLogDeterminant(), (matrixOf(params).shape.at(-1)! * (1 + logTwoPi)) / 2),
  logProb: (params, x) => {
    const { whiten, halfLogDeterminant } = whitening(params);
    return ofFiniteVectors(sub(x, params.mean), (deviation) => {
      const constant = (deviation.shape.at(-1)! * logTwoPi) / 2;
      return sub(mul(-0.5, squaredLength(whiten(deviation))), add(halfLogDeterminant(), constant));
    });
  },
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: (params, key, shape) =>
    add(params.mean, whitening(params).colour(astype(standardNormal(key, shape), params.mean.dtype))),
  fit: (samples, weights) => {
    const mean = weightedMean(samples, weights);
    const deviations = moveAxis(sub(samples, mean), 0, -1);
    return { mean, covariance: matmul(mul(deviations, weights), transposed(deviations)) };
  },
};
