import { add, asFloat, checkOptions, expm1, mul, ShapeError, square, sub, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** What `evidenceLowerBound` is made of. */
export interface EvidenceLowerBoundOptions {
  /** log p(x | z) of each observation, at z drawn from its posterior, of shape [...]. */
  readonly logLikelihood: TensorLike;
  /** Means μ of the approximate posterior, of shape [..., latent]. */
  readonly mean: TensorLike;
  /** Logarithms of its variances, log σ², of shape [..., latent]. */
  readonly logVariance: TensorLike;
  /** The factor β of the divergence; 1, which makes it a bound, unless given. */
  readonly divergenceWeight?: number;
}

/** The bound and its terms, one for each observation. */
export interface EvidenceLowerBound {
  /** logLikelihood − β · divergence; maximize its `mean`. */
  readonly bound: Tensor;
  readonly logLikelihood: Tensor;
  /** The divergence of the posterior from the standard normal prior. */
  readonly divergence: Tensor;
}

/**
 * The evidence lower bound log p(x) ≥ E[log p(x | z)] − D(q(z | x) ‖ N(0, 1)) of a variational autoencoder whose
 * posterior is normal with independent latent variables: the likelihood of draws z = μ + σ ε, less the divergence in
 * closed form, ½ Σ (μ² + σ² − 1 − log σ²), in nats.
 *
 * Draw z with `normal` of `@adjoint/random` and compute its likelihood with what is being trained: the gradient then
 * flows through the draws. With `divergenceWeight` β it is the objective of a β-VAE.
 *
 * @throws ShapeError if the shapes do not broadcast, or there is no axis of latent variables.
 *
 * Source: D. P. Kingma, M. Welling, "Auto-encoding variational Bayes" (2013), arXiv:1312.6114, appendix B; I. Higgins et
 * al., "β-VAE", ICLR 2017.
 *
 * @example
 * ```ts
 * import { evidenceLowerBound } from "@adjoint/information";
 *
 * const { bound, divergence } = evidenceLowerBound({ logLikelihood: -3, mean: [1, 0], logVariance: [0, 0] });
 * divergence.item(); // => 0.5
 * bound.item(); // => -3.5
 * ```
 */
export function evidenceLowerBound(options: EvidenceLowerBoundOptions): EvidenceLowerBound {
  const given = checkOptions("evidenceLowerBound", options, [
    "logLikelihood",
    "mean",
    "logVariance",
    "divergenceWeight",
  ]);
  const logLikelihood = asFloat("evidenceLowerBound", "logLikelihood", given.logLikelihood);
  const mean = asFloat("evidenceLowerBound", "mean", given.mean);
  const logVariance = asFloat("evidenceLowerBound", "logVariance", given.logVariance);
  if (mean.shape.length === 0 && logVariance.shape.length === 0) {
    throw new ShapeError(
      "evidenceLowerBound: mean and logVariance are scalars; give them an axis of latent variables, if of length 1",
      { operation: "evidenceLowerBound" },
    );
  }
  const terms = add(square(mean), sub(expm1(logVariance), logVariance));
  const divergence = mul(0.5, sum(terms, { axis: -1 }));
  const { divergenceWeight = 1 } = given;
  const weighted = divergenceWeight === 1 ? divergence : mul(divergenceWeight, divergence);
  return { bound: sub(logLikelihood, weighted), logLikelihood, divergence };
}
