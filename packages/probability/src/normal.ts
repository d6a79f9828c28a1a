import { normal as standardNormal } from "@adjoint/random";
import { logNormalCdf, normalCdf, normalQuantile } from "@adjoint/special";
import { add, astype, checkOptions, div, log, mul, neg, sqrt, square, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a normal distribution. */
export type NormalParameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A normal distribution. */
export type Normal = Distribution<NormalParameters>;

/** What `normal` is made of. */
export interface NormalOptions {
  /** The mean μ, 0 unless given. */
  readonly mean?: TensorLike;
  /** The standard deviation σ > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The normal distribution N(μ, σ²) of real x.
 *
 * Formula: p(x) = exp(−((x − μ)/σ)²/2) / (σ√(2π)).
 *
 * Moments: mean μ, variance σ², entropy ½ log(2πeσ²).
 *
 * Method: the distribution function through erfc, so that both tails keep their digits; quantiles by the inverse of
 * erfc. Samples are μ + σε with ε ~ N(0, 1), so they differentiate with respect to μ and σ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 13.
 *
 * @throws DomainError unless the mean is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { normal } from "@adjoint/probability";
 *
 * const height = normal({ mean: 170, scale: 10 });
 * height.logProb(180).item(); // => -3.7215236261987186
 * height.cdf(189.59963984540054).item(); // => 0.975
 * normal({ mean: [0, 1], scale: 2 }).variance; // => [4. 4.]
 * ```
 */
export function normal(options: NormalOptions = {}): Normal {
  const { mean = 0, scale = 1 } = checkOptions("normal", options, ["mean", "scale"]);
  return distribution(normalFamily, checkParameters("normal", { mean, scale }, normalFamily.constraints));
}

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

/** The functions of the normal family. */
export const normalFamily: Family<NormalParameters> = {
  name: "normal",
  constraints: { mean: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ mean }) => mean,
  variance: ({ scale }) => square(scale),
  mode: ({ mean }) => mean,
  entropy: ({ scale }) => add(log(scale), halfLogTwoPi + 0.5),
  logProb: (params, x) =>
    sub(mul(-0.5, square(standardize(params, x))), add(log(params.scale), halfLogTwoPi)),
  cdf: (params, x) => normalCdf(standardize(params, x)),
  logCdf: (params, x) => logNormalCdf(standardize(params, x)),
  survival: (params, x) => normalCdf(neg(standardize(params, x))),
  logSurvival: (params, x) => logNormalCdf(neg(standardize(params, x))),
  quantile: ({ mean, scale }, p) => add(mean, mul(scale, normalQuantile(p))),
  upperQuantile: ({ mean, scale }, q) => sub(mean, mul(scale, normalQuantile(q))),
  sample: ({ mean, scale }, key, shape) =>
    add(mean, mul(scale, astype(standardNormal(key, shape), mean.dtype))),
  fit: (samples, weights) => {
    const mean = weightedMean(samples, weights);
    return { mean, scale: sqrt(weightedMean(square(sub(samples, mean)), weights)) };
  },
};

function standardize({ mean, scale }: NormalParameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}
