import { logit } from "@adjoint/special";
import {
  astype,
  checkOptions,
  greater,
  greaterEqual,
  lessEqual,
  logicalAnd,
  neg,
  stopGradient,
  sub,
  where,
  div,
  mul,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, openUnitInterval } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { newton } from "./newton.ts";
import { isFraction, piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { probsOrLogits } from "./success.ts";
import { unitSegment } from "./support.ts";
import {
  tiltedCdf,
  tiltedEntropy,
  tiltedLogCdf,
  tiltedLogProb,
  tiltedMean,
  tiltedQuantile,
  tiltedVariance,
} from "./tilted-uniform.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameter of a continuous Bernoulli distribution: the share λ of the end 1, or its logit. */
export type ContinuousBernoulliParameters = { readonly probs: Tensor } | { readonly logits: Tensor };

/** A continuous Bernoulli distribution. */
export type ContinuousBernoulli<
  Params extends ContinuousBernoulliParameters = ContinuousBernoulliParameters,
> = Distribution<Params>;

/**
 * The continuous Bernoulli distribution of x between 0 and 1, as of grey values in a picture.
 *
 * It is given by `probs` λ, or by `logits` η = log(λ / (1 − λ)), which may be large. Unlike that of a Bernoulli variable,
 * its mean is not λ, but between λ and ½.
 *
 * Formula: p(x) = C λˣ (1 − λ)¹⁻ˣ = exp(ηx − A(η)) with A(η) = log((exp(η) − 1)/η).
 *
 * Moments: mean A′(η) = 1/(1 − exp(−η)) − 1/η, variance A″(η) = 1/η² − 1/(2 sinh(η/2))², entropy A(η) − η A′(η).
 *
 * Method: around λ = ½, where the formulas are 0/0, by the series of A; elsewhere by exponentials of −|η|. The quantile is
 * polished by Newton's method, which also gives its derivatives. Samples are quantiles of uniform numbers, so they
 * differentiate with respect to λ or η. The fit is found by Newton's method from the mean.
 *
 * Source: G. Loaiza-Ganem, J. P. Cunningham, "The continuous Bernoulli: fixing a pervasive error in variational
 * autoencoders" (2019), arXiv:1907.06845.
 *
 * @throws DomainError unless probs are greater than 0 and less than 1, or logits finite, and exactly one of them is given.
 * @example
 * ```ts
 * import { continuousBernoulli } from "@adjoint/probability";
 *
 * continuousBernoulli({ probs: 0.5 }).prob([-0.1, 0.3, 1]).toArray(); // => [0, 1, 1]
 * continuousBernoulli({ logits: 1000 }).mean.item(); // => 0.999
 * ```
 */
export function continuousBernoulli(options: {
  readonly probs: TensorLike;
}): ContinuousBernoulli<{ readonly probs: Tensor }>;
export function continuousBernoulli(options: {
  readonly logits: TensorLike;
}): ContinuousBernoulli<{ readonly logits: Tensor }>;
export function continuousBernoulli(options: {
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): ContinuousBernoulli {
  const given = probsOrLogits(
    "continuousBernoulli",
    checkOptions("continuousBernoulli", options, ["probs", "logits"]),
  );
  const { constraints } = continuousBernoulliFamily;
  return distribution(
    continuousBernoulliFamily,
    checkParameters("continuousBernoulli", given, constraints) as ContinuousBernoulliParameters,
  );
}

/** The functions of the continuous Bernoulli family. */
export const continuousBernoulliFamily: Family<ContinuousBernoulliParameters> = {
  name: "continuousBernoulli",
  constraints: { probs: openUnitInterval, logits: finite },
  eventShape: () => [],
  support: unitSegment,
  mean: (params) => tiltedMean(tilt(params)),
  variance: (params) => tiltedVariance(tilt(params)),
  mode: (params) => {
    const eta = tilt(params);
    return astype(greater(eta, 0), eta.dtype);
  },
  entropy: (params) => tiltedEntropy(tilt(params)),
  logProb: (params, x) => {
    const inside = logicalAnd(greaterEqual(x, 0), lessEqual(x, 1));
    return piecewise(x, inside, 0.5, (y) => tiltedLogProb(tilt(params), y), -Infinity);
  },
  cdf: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => tiltedCdf(tilt(params), y, sub(1, y)), [0, 1]),
  logCdf: (params, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => tiltedLogCdf(tilt(params), y, sub(1, y)), [-Infinity, 0]),
  survival: (params, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => tiltedCdf(neg(tilt(params)), sub(1, y), y), [1, 0]),
  logSurvival: (params, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => tiltedLogCdf(neg(tilt(params)), sub(1, y), y), [0, -Infinity]),
  quantile,
  upperQuantile: (params, q) => {
    const isLow = greater(q, 0.5);
    // From the nearer end, where 1 − q is exact.
    const [low, high] = [where(isLow, sub(1, q), 0.5), where(isLow, 0.5, q)];
    return where(isLow, quantile(params, low), sub(1, quantile({ logits: neg(tilt(params)) }, high)));
  },
  sample: sampleByQuantile(quantile),
  fit: (samples, weights) => {
    const mean = weightedMean(samples, weights);
    // Right at both ends, and close enough in between.
    const start = stopGradient(div(sub(mul(2, mean), 1), mul(mean, sub(1, mean))));
    return { logits: newton(start, (eta) => [sub(tiltedMean(eta), mean), tiltedVariance(eta)]) };
  },
};

/** η */
function tilt(params: ContinuousBernoulliParameters): Tensor {
  return "probs" in params ? logit(params.probs) : params.logits;
}

function quantile(params: ContinuousBernoulliParameters, p: Tensor): Tensor {
  return piecewise(p, isFraction(p), 0.5, (level) => tiltedQuantile(tilt(params), level), [0, 1]);
}
