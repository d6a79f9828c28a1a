import { gamma as randomGamma } from "@adjoint/random";
import {
  gammaincc,
  gammainccinv,
  gammaincinv,
  lgamma,
  logGammaincc,
  poissonDeviance,
  stirlingError,
} from "@adjoint/special";
import {
  add,
  astype,
  checkOptions,
  div,
  equal,
  exp,
  less,
  log,
  logicalAnd,
  maximum,
  mul,
  neg,
  sqrt,
  square,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { digammaExcess, trigammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { halfLogTwoPi, logGammaMass, logLowerGamma, lowerGamma } from "./gamma-mass.ts";
import { newton } from "./newton.ts";
import { isPositive, piecewise } from "./piecewise.ts";
import { halfLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a gamma distribution. */
export type GammaParameters = { readonly concentration: Tensor; readonly rate: Tensor };

/** A gamma distribution. */
export type Gamma = Distribution<GammaParameters>;

/** What `gamma` is made of. */
export interface GammaOptions {
  /** The shape α > 0: of a sum of α waiting times, if it is an integer. */
  readonly concentration: TensorLike;
  /** The rate β > 0, the inverse of the scale, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * The gamma distribution of x ≥ 0, such as the time until the α-th of events that come at the rate β.
 *
 * Formula: p(x) = β^α x^(α−1) exp(−βx) / Γ(α).
 *
 * Moments: mean α/β, variance α/β², mode (α − 1)/β or 0, entropy α − log β + log Γ(α) + (1 − α)ψ(α).
 *
 * Method: the density by Loader's saddle-point formula, in which nothing cancels for large α; the distribution function
 * and its logarithm by incomplete gamma functions. The fit solves log α − ψ(α) = log x̄ − mean log x by Newton's method, and
 * differentiates in the observations. Samples are those of Marsaglia and Tsang, with implicit derivatives.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 17;
 * C. Loader, "Fast and accurate computation of binomial probabilities" (2000); T. Minka, "Estimating a Gamma distribution"
 * (2002), for the start of the fit.
 *
 * @throws DomainError unless the concentration and the rate are positive and finite.
 * @example
 * ```ts
 * import { gamma } from "@adjoint/probability";
 *
 * const wait = gamma({ concentration: 3, rate: 2 });
 * wait.mean.item(); // => 1.5
 * wait.survival(1).item(); // => 0.6766764161830634
 * wait.logCdf(1e-200).item(); // => -1381.2633737239757
 * gamma({ concentration: 1e8, rate: 1e8 }).logProb(1).item(); // => 8.291401837
 * ```
 */
export function gamma(options: GammaOptions): Gamma {
  const { concentration, rate = 1 } = checkOptions("gamma", options, ["concentration", "rate"]);
  return distribution(
    gammaFamily,
    checkParameters("gamma", { concentration, rate }, gammaFamily.constraints),
  );
}

/** The functions of the gamma family. */
export const gammaFamily: Family<GammaParameters> = {
  name: "gamma",
  constraints: { concentration: positive, rate: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ concentration, rate }) => div(concentration, rate),
  variance: ({ concentration, rate }) => div(div(concentration, rate), rate),
  mode: ({ concentration, rate }) => div(maximum(sub(concentration, 1), 0), rate),
  entropy: ({ concentration: a, rate }) => {
    const rest = add(stirlingError(a), mul(sub(1, a), digammaExcess(a)));
    return add(sub(mul(0.5, log(a)), log(rate)), add(rest, halfLogTwoPi));
  },
  logProb: (params, x) =>
    where(
      equal(x, 0),
      logDensityAtZero(params),
      scaled(params, x, -Infinity, (y, logY) => logDensity(params, y, logY)),
    ),
  cdf: (params, x) => scaled(params, x, [0, 1], (y, logY) => lowerGamma(params.concentration, y, logY)),
  logCdf: (params, x) =>
    scaled(params, x, [-Infinity, 0], (y, logY) => logLowerGamma(params.concentration, y, logY)),
  survival: (params, x) => scaled(params, x, [1, 0], (y) => gammaincc(params.concentration, y)),
  logSurvival: (params, x) => scaled(params, x, [0, -Infinity], (y) => logGammaincc(params.concentration, y)),
  quantile: ({ concentration, rate }, p) => div(gammaincinv(concentration, p), rate),
  upperQuantile: ({ concentration, rate }, q) => div(gammainccinv(concentration, q), rate),
  sample: ({ concentration, rate }, key, shape) =>
    astype(randomGamma(key, shape, { concentration, rate }), concentration.dtype),
  fit: fitGamma,
};

/** log p(x) from y = βx: next to 0 from its power, of which the slope in x does not cancel where α is 1. */
function logDensity({ concentration, rate }: GammaParameters, y: Tensor, logY: Tensor): Tensor {
  const isNear = less(y, 0.1);
  const [near, logNear] = [where(isNear, y, 0), where(isNear, logY, 0)];
  const power = sub(sub(mul(sub(concentration, 1), logNear), near), lgamma(concentration));
  const [far, logFar] = [where(isNear, 1, y), where(isNear, 0, logY)];
  const mass = sub(logGammaMass(concentration, far, logFar), logFar);
  return add(where(isNear, power, mass), log(rate));
}

/** A function of y = βx and its logarithm where 0 < y < ∞, and constants below and above. */
function scaled(
  { rate }: GammaParameters,
  x: Tensor,
  outside: number | readonly [below: number, above: number],
  f: (y: Tensor, logY: Tensor, logX: Tensor) => Tensor,
): Tensor {
  const inside = logicalAnd(isPositive(x), less(mul(rate, x), Infinity));
  const value = (at: Tensor): Tensor => {
    const logX = log(at);
    return f(mul(rate, at), add(log(rate), logX), logX);
  };
  // Where βx overflows, x is more than 1.
  return piecewise(x, inside, 1, value, outside);
}

/** ∞ for α < 1, log β for α = 1, −∞ above. */
function logDensityAtZero({ concentration, rate }: GammaParameters): Tensor {
  const flat = where(equal(concentration, 1), log(rate), -Infinity);
  return where(less(concentration, 1), Infinity, flat);
}

/** The parameters of greatest likelihood. */
export function fitGamma(samples: Tensor, weights: Tensor): GammaParameters {
  const mean = weightedMean(samples, weights);
  // log x̄ − mean log x, as a sum of terms from 0.
  const spread = div(weightedMean(poissonDeviance(mean, samples), weights), mean);
  const concentration = concentrationOfSpread(spread);
  return { concentration, rate: div(concentration, mean) };
}

/** The α with log α − ψ(α) = s, by Newton's method for the logarithms of both, which are almost proportional. */
function concentrationOfSpread(s: Tensor): Tensor {
  const root = sqrt(add(square(sub(s, 3)), mul(24, s)));
  const start = stopGradient(log(div(add(sub(3, s), root), mul(12, s))));
  const logSpread = log(s);
  return exp(
    newton(start, (u) => {
      const a = exp(u);
      const excess = digammaExcess(a);
      return [sub(log(neg(excess)), logSpread), div(mul(a, trigammaExcess(a)), excess)];
    }),
  );
}
