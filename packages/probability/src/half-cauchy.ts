import {
  add,
  atan,
  atan2,
  checkOptions,
  div,
  exp,
  greater,
  hypot,
  less,
  log,
  log1p,
  mul,
  neg,
  stopGradient,
  sub,
  square,
  tan,
  tanh,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { newton } from "./newton.ts";
import { isFromZero, isPositive, piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { halfLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";
import { weightedMedian } from "./weighted-median.ts";

/** The parameters of a half-Cauchy distribution. */
export type HalfCauchyParameters = { readonly scale: Tensor };

/** A half-Cauchy distribution. */
export type HalfCauchy = Distribution<HalfCauchyParameters>;

/** What `halfCauchy` is made of. */
export interface HalfCauchyOptions {
  /** The scale s > 0, which is the median; 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The half-Cauchy distribution of x ≥ 0, the size |y| of a Cauchy variable around 0: a prior of scales.
 *
 * Formula: p(x) = 2 / (πs (1 + (x/s)²)).
 *
 * Moments: mean and variance are infinite; entropy log(2πs).
 *
 * Method: the distribution function is an angle, taken from the side where it is small. The scale is fitted by Newton's
 * method in its logarithm. Samples are quantiles of uniform numbers, so they differentiate with respect to s.
 *
 * Source: A. Gelman, "Prior distributions for variance parameters in hierarchical models", Bayesian Anal. 1 (2006).
 *
 * @throws DomainError unless the scale is positive and finite.
 * @example
 * ```ts
 * import { halfCauchy } from "@adjoint/probability";
 *
 * halfCauchy({ scale: 3 }).cdf([-1, 0, 3]).toArray(); // => [0, 0, 0.5]
 * halfCauchy().mean.item(); // => Infinity
 * ```
 */
export function halfCauchy(options: HalfCauchyOptions = {}): HalfCauchy {
  const { scale = 1 } = checkOptions("halfCauchy", options, ["scale"]);
  return distribution(
    halfCauchyFamily,
    checkParameters("halfCauchy", { scale }, halfCauchyFamily.constraints),
  );
}

/** The functions of the half-Cauchy family. */
export const halfCauchyFamily: Family<HalfCauchyParameters> = {
  name: "halfCauchy",
  constraints: { scale: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ scale }) => mul(scale, Infinity),
  variance: ({ scale }) => mul(scale, Infinity),
  mode: ({ scale }) => zerosLike(scale),
  entropy: ({ scale }) => add(log(scale), Math.log(2 * Math.PI)),
  logProb: ({ scale }, x) =>
    piecewise(
      x,
      isFromZero(x),
      1,
      (y) => sub(Math.log(2 / Math.PI), add(log(scale), mul(2, log(hypot(1, div(y, scale)))))),
      -Infinity,
    ),
  cdf: ({ scale }, x) => piecewise(x, isFromZero(x), 1, (y) => lower(div(y, scale)), [0, 1]),
  logCdf: ({ scale }, x) =>
    piecewise(x, isPositive(x), 1, (y) => logOf(lower, upper, div(y, scale)), [-Infinity, 0]),
  survival: ({ scale }, x) => piecewise(x, isFromZero(x), 1, (y) => upper(div(y, scale)), [1, 0]),
  logSurvival: ({ scale }, x) =>
    piecewise(x, isFromZero(x), 1, (y) => logOf(upper, lower, div(y, scale)), [0, -Infinity]),
  quantile,
  upperQuantile: ({ scale }, q) => mul(scale, tangent(sub(1, q), q)),
  sample: sampleByQuantile(quantile),
  fit: fitScale,
};

function lower(z: Tensor): Tensor {
  return mul(2 / Math.PI, atan(z));
}

function upper(z: Tensor): Tensor {
  return mul(2 / Math.PI, atan2(1, z));
}

/** The logarithm of a probability, from that of the rest where that is smaller. */
function logOf(part: (z: Tensor) => Tensor, rest: (z: Tensor) => Tensor, z: Tensor): Tensor {
  const share = part(z);
  const isSmall = less(share, 0.5);
  return where(isSmall, log(where(isSmall, share, 1)), log1p(neg(where(isSmall, 0, rest(z)))));
}

function quantile({ scale }: HalfCauchyParameters, p: Tensor): Tensor {
  return mul(scale, tangent(p, sub(1, p)));
}

/** tan(πp/2) with p + q = 1, from the nearer end. */
function tangent(p: Tensor, q: Tensor): Tensor {
  const isUpper = greater(p, 0.5);
  const slope = tan(mul(Math.PI / 2, where(isUpper, q, p)));
  return where(isUpper, div(1, where(isUpper, slope, 1)), slope);
}

/** Σᵢ wᵢ (xᵢ² − s²)/(xᵢ² + s²) = Σᵢ wᵢ tanh(log xᵢ − log s) = 0, which falls with s. */
function fitScale(samples: Tensor, weights: Tensor): HalfCauchyParameters {
  const logs = log(samples);
  const start = stopGradient(weightedMedian(logs, weights));
  const logScale = newton(start, (u) => {
    const excess = tanh(sub(logs, u));
    return [weightedMean(excess, weights), sub(weightedMean(square(excess), weights), 1)];
  });
  return { scale: exp(logScale) };
}
