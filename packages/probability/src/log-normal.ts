import { normal as standardNormal } from "@adjoint/random";
import { log1mexp, logNormalCdf, normalCdf, normalQuantile } from "@adjoint/special";
import { add, astype, checkOptions, div, exp, log, mul, neg, sqrt, square, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { isPositive, piecewise } from "./piecewise.ts";
import { halfLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a log-normal distribution: mean and standard deviation of the logarithm. */
export type LogNormalParameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A log-normal distribution. */
export type LogNormal = Distribution<LogNormalParameters>;

/** What `logNormal` is made of. */
export interface LogNormalOptions {
  /** The mean μ of log x, 0 unless given. */
  readonly mean?: TensorLike;
  /** The standard deviation σ > 0 of log x, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The log-normal distribution of x > 0 whose logarithm is normal, log x ~ N(μ, σ²).
 *
 * Formula: p(x) = exp(−((log x − μ)/σ)²/2) / (xσ√(2π)).
 *
 * Moments: mean exp(μ + σ²/2), variance (exp(σ²) − 1) exp(2μ + σ²), entropy μ + ½ log(2πeσ²).
 *
 * Method: the functions of the normal distribution at log x. Samples are exp(μ + σε) with ε ~ N(0, 1), so they
 * differentiate with respect to μ and σ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 14.
 *
 * @throws DomainError unless the mean is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { logNormal } from "@adjoint/probability";
 *
 * const size = logNormal({ mean: 0, scale: 1 });
 * size.cdf(1).item(); // => 0.5
 * size.mean.item(); // => 1.6487212707001282
 * size.logProb([0, 1]).toArray(); // => [-Infinity, -0.9189385332046728]
 * ```
 */
export function logNormal(options: LogNormalOptions = {}): LogNormal {
  const { mean = 0, scale = 1 } = checkOptions("logNormal", options, ["mean", "scale"]);
  return distribution(
    logNormalFamily,
    checkParameters("logNormal", { mean, scale }, logNormalFamily.constraints),
  );
}

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

/** The functions of the log-normal family. */
export const logNormalFamily: Family<LogNormalParameters> = {
  name: "logNormal",
  constraints: { mean: finite, scale: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ mean, scale }) => exp(add(mean, mul(0.5, square(scale)))),
  variance: ({ mean, scale }) => {
    const spread = square(scale);
    // Both factors in one exponential, which overflows no earlier than the variance.
    return exp(add(mul(2, add(mean, spread)), log1mexp(neg(spread))));
  },
  mode: ({ mean, scale }) => exp(sub(mean, square(scale))),
  entropy: ({ mean, scale }) => add(mean, add(log(scale), halfLogTwoPi + 0.5)),
  logProb: (params, x) => piecewise(x, isPositive(x), 1, (y) => logDensity(params, log(y)), -Infinity),
  cdf: (params, x) => piecewise(x, isPositive(x), 1, (y) => normalCdf(standardize(params, y)), [0, 1]),
  logCdf: (params, x) =>
    piecewise(x, isPositive(x), 1, (y) => logNormalCdf(standardize(params, y)), [-Infinity, 0]),
  survival: (params, x) =>
    piecewise(x, isPositive(x), 1, (y) => normalCdf(neg(standardize(params, y))), [1, 0]),
  logSurvival: (params, x) =>
    piecewise(x, isPositive(x), 1, (y) => logNormalCdf(neg(standardize(params, y))), [0, -Infinity]),
  quantile: ({ mean, scale }, p) => exp(add(mean, mul(scale, normalQuantile(p)))),
  upperQuantile: ({ mean, scale }, q) => exp(sub(mean, mul(scale, normalQuantile(q)))),
  sample: ({ mean, scale }, key, shape) =>
    exp(add(mean, mul(scale, astype(standardNormal(key, shape), mean.dtype)))),
  fit: (samples, weights) => {
    const logs = log(samples);
    const mean = weightedMean(logs, weights);
    return { mean, scale: sqrt(weightedMean(square(sub(logs, mean)), weights)) };
  },
};

function standardize({ mean, scale }: LogNormalParameters, x: Tensor): Tensor {
  return div(sub(log(x), mean), scale);
}

/** Of x, given its logarithm. */
function logDensity({ mean, scale }: LogNormalParameters, logarithm: Tensor): Tensor {
  const z = div(sub(logarithm, mean), scale);
  return sub(mul(-0.5, square(z)), add(logarithm, add(log(scale), halfLogTwoPi)));
}
