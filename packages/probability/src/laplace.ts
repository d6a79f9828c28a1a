import { laplace as standardLaplace } from "@adjoint/random";
import {
  abs,
  add,
  astype,
  checkOptions,
  div,
  exp,
  greater,
  less,
  log,
  log1p,
  mul,
  neg,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";
import { weightedMedian } from "./weighted-median.ts";

/** The parameters of a Laplace distribution. */
export type LaplaceParameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A Laplace distribution. */
export type Laplace = Distribution<LaplaceParameters>;

/** What `laplace` is made of. */
export interface LaplaceOptions {
  /** The mean μ, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale b > 0, the mean distance from μ; 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The Laplace distribution of real x, two exponential distributions back to back.
 *
 * Formula: p(x) = exp(−|x − μ|/b) / (2b).
 *
 * Moments: mean μ, variance 2b², entropy 1 + log(2b).
 *
 * Method: both tails from the exponential of −|x − μ|/b. Its fit is the median, which is not differentiable where two
 * observations change places, and the mean distance from it. Samples are quantiles of uniform numbers, so they
 * differentiate with respect to μ and b. At the kink x = μ the derivative of the log-density is taken as 0 in μ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 24.
 *
 * @throws DomainError unless the mean is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { laplace } from "@adjoint/probability";
 *
 * const error = laplace({ mean: 1, scale: 2 });
 * error.cdf(1).item(); // => 0.5
 * error.logProb(5).item(); // => -3.386294361119891
 * ```
 */
export function laplace(options: LaplaceOptions = {}): Laplace {
  const { mean = 0, scale = 1 } = checkOptions("laplace", options, ["mean", "scale"]);
  return distribution(laplaceFamily, checkParameters("laplace", { mean, scale }, laplaceFamily.constraints));
}

/** The functions of the Laplace family. */
export const laplaceFamily: Family<LaplaceParameters> = {
  name: "laplace",
  constraints: { mean: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ mean }) => mean,
  variance: ({ scale }) => mul(2, square(scale)),
  mode: ({ mean }) => mean,
  entropy: ({ scale }) => add(log(scale), 1 + Math.LN2),
  logProb: (params, x) => neg(add(abs(standardize(params, x)), add(log(params.scale), Math.LN2))),
  cdf: (params, x) => lower(standardize(params, x)),
  logCdf: (params, x) => logLower(standardize(params, x)),
  survival: (params, x) => lower(neg(standardize(params, x))),
  logSurvival: (params, x) => logLower(neg(standardize(params, x))),
  quantile,
  upperQuantile: ({ mean, scale }, q) => sub(mean, mul(scale, standardQuantile(q))),
  sample: ({ mean, scale }, key, shape) =>
    add(mean, mul(scale, astype(standardLaplace(key, shape), mean.dtype))),
  fit: (samples, weights) => {
    const mean = weightedMedian(samples, weights);
    return { mean, scale: weightedMean(abs(sub(samples, mean)), weights) };
  },
};

function standardize({ mean, scale }: LaplaceParameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}

/** ½eᶻ below 0, and 1 − ½e⁻ᶻ from there on. */
function lower(z: Tensor): Tensor {
  const negative = less(z, 0);
  const tail = mul(0.5, exp(where(negative, z, neg(z))));
  return where(negative, tail, sub(1, tail));
}

function logLower(z: Tensor): Tensor {
  const negative = less(z, 0);
  const below = where(negative, z, neg(z));
  return where(negative, sub(below, Math.LN2), log1p(mul(-0.5, exp(below))));
}

function quantile({ mean, scale }: LaplaceParameters, p: Tensor): Tensor {
  return add(mean, mul(scale, standardQuantile(p)));
}

function standardQuantile(p: Tensor): Tensor {
  const isUpper = greater(p, 0.5);
  const distance = neg(log(mul(2, where(isUpper, sub(1, p), p))));
  return where(isUpper, distance, neg(distance));
}
