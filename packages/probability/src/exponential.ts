import { exponential as standardExponential } from "@adjoint/random";
import { log1mexp } from "@adjoint/special";
import {
  astype,
  checkOptions,
  div,
  exp,
  expm1,
  log,
  log1p,
  mul,
  neg,
  reciprocal,
  square,
  sub,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { isFromZero, isPositive, piecewise } from "./piecewise.ts";
import { halfLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of an exponential distribution. */
export type ExponentialParameters = { readonly rate: Tensor };

/** An exponential distribution. */
export type Exponential = Distribution<ExponentialParameters>;

/** What `exponential` is made of. */
export interface ExponentialOptions {
  /** The rate λ > 0, one divided by the mean; 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * The exponential distribution of the waiting time x ≥ 0 for an event that comes at the rate λ.
 *
 * Formula: p(x) = λ exp(−λx).
 *
 * Moments: mean 1/λ, variance 1/λ², entropy 1 − log λ.
 *
 * Method: the distribution function through expm1, so that small x keep their digits. Samples are quantiles of uniform
 * numbers, so they differentiate with respect to λ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 19.
 *
 * @throws DomainError unless the rate is positive and finite.
 * @example
 * ```ts
 * import { exponential } from "@adjoint/probability";
 *
 * const wait = exponential({ rate: 0.5 });
 * wait.mean.item(); // => 2
 * wait.logProb([-1, 0, 2]).toArray(); // => [-Infinity, -0.6931471805599453, -1.6931471805599454]
 * wait.logSurvival(4000).item(); // => -2000
 * ```
 */
export function exponential(options: ExponentialOptions = {}): Exponential {
  const { rate = 1 } = checkOptions("exponential", options, ["rate"]);
  return distribution(
    exponentialFamily,
    checkParameters("exponential", { rate }, exponentialFamily.constraints),
  );
}

/** The functions of the exponential family. */
export const exponentialFamily: Family<ExponentialParameters> = {
  name: "exponential",
  constraints: { rate: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ rate }) => reciprocal(rate),
  variance: ({ rate }) => square(reciprocal(rate)),
  mode: ({ rate }) => zerosLike(rate),
  entropy: ({ rate }) => sub(1, log(rate)),
  logProb: ({ rate }, x) => piecewise(x, isFromZero(x), 1, (y) => sub(log(rate), mul(rate, y)), -Infinity),
  cdf: ({ rate }, x) => piecewise(x, isFromZero(x), 1, (y) => neg(expm1(neg(mul(rate, y)))), [0, 1]),
  logCdf: ({ rate }, x) => piecewise(x, isPositive(x), 1, (y) => log1mexp(neg(mul(rate, y))), [-Infinity, 0]),
  survival: ({ rate }, x) => piecewise(x, isFromZero(x), 1, (y) => exp(neg(mul(rate, y))), [1, 0]),
  logSurvival: ({ rate }, x) => piecewise(x, isFromZero(x), 1, (y) => neg(mul(rate, y)), [0, -Infinity]),
  quantile,
  // A difference, which is 0 and not −0 for q = 1.
  upperQuantile: ({ rate }, q) => div(sub(0, log(q)), rate),
  sample: ({ rate }, key, shape) => div(astype(standardExponential(key, shape), rate.dtype), rate),
  fit: (samples, weights) => ({ rate: reciprocal(weightedMean(samples, weights)) }),
};

function quantile({ rate }: ExponentialParameters, p: Tensor): Tensor {
  return div(neg(log1p(neg(p))), rate);
}
