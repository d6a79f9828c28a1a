import { gumbel as standardGumbel } from "@adjoint/random";
import {
  add,
  astype,
  checkOptions,
  div,
  exp,
  expandDims,
  greater,
  log,
  log1p,
  logSumExp,
  mul,
  neg,
  softmax,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { gumbelCdf, gumbelSurvival, logGumbelCdf, logGumbelSurvival } from "./gumbel-tails.ts";
import { newton } from "./newton.ts";
import { piecewise } from "./piecewise.ts";
import { realLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a Gumbel distribution. */
export type GumbelParameters = { readonly location: Tensor; readonly scale: Tensor };

/** A Gumbel distribution. */
export type Gumbel = Distribution<GumbelParameters>;

/** What `gumbel` is made of. */
export interface GumbelOptions {
  /** The mode μ, 0 unless given. */
  readonly location?: TensorLike;
  /** The scale s > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The Gumbel distribution of real x: of the largest of many numbers with exponential tails.
 *
 * Formula: p(x) = exp(−z − exp(−z)) / s with z = (x − μ)/s.
 *
 * Moments: mean μ + γs with Euler's γ = 0.5772…, variance π²s²/6, entropy log s + γ + 1.
 *
 * Method: log P(X > x) is −z − exp(−z)/2 far above μ, where the survival function underflows. The scale is fitted by
 * Newton's method. Samples are quantiles of uniform numbers, so they differentiate with respect to μ and s.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 22.
 *
 * @throws DomainError unless the location is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { gumbel } from "@adjoint/probability";
 *
 * gumbel({ location: 1, scale: 2 }).cdf(1).item(); // => 0.36787944117144233
 * gumbel().logSurvival(2000).item(); // => -2000
 * ```
 */
export function gumbel(options: GumbelOptions = {}): Gumbel {
  const { location = 0, scale = 1 } = checkOptions("gumbel", options, ["location", "scale"]);
  return distribution(gumbelFamily, checkParameters("gumbel", { location, scale }, gumbelFamily.constraints));
}

const eulerGamma = 0.5772156649015329;

/** The functions of the Gumbel family. */
export const gumbelFamily: Family<GumbelParameters> = {
  name: "gumbel",
  constraints: { location: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ location, scale }) => add(location, mul(eulerGamma, scale)),
  variance: ({ scale }) => mul(Math.PI ** 2 / 6, square(scale)),
  mode: ({ location }) => location,
  entropy: ({ scale }) => add(log(scale), eulerGamma + 1),
  logProb: (params, x) =>
    piecewise(
      x,
      greater(x, -Infinity),
      params.location,
      (y) => {
        const z = standardize(params, y);
        return neg(add(add(z, exp(neg(z))), log(params.scale)));
      },
      -Infinity,
    ),
  cdf: (params, x) => gumbelCdf(standardize(params, x)),
  logCdf: (params, x) => logGumbelCdf(standardize(params, x)),
  survival: (params, x) => gumbelSurvival(standardize(params, x)),
  logSurvival: (params, x) => logGumbelSurvival(standardize(params, x)),
  quantile,
  upperQuantile: ({ location, scale }, q) => sub(location, mul(scale, log(neg(log1p(neg(q)))))),
  sample: ({ location, scale }, key, shape) =>
    add(location, mul(scale, astype(standardGumbel(key, shape), location.dtype))),
  fit: fitGumbel,
};

function standardize({ location, scale }: GumbelParameters, x: Tensor): Tensor {
  return div(sub(x, location), scale);
}

function quantile({ location, scale }: GumbelParameters, p: Tensor): Tensor {
  return sub(location, mul(scale, log(neg(log(p)))));
}

/**
 * The scale s with s = x̄ − Σᵢ xᵢ vᵢ / Σᵢ vᵢ, vᵢ = wᵢ exp(−xᵢ/s), in its logarithm.
 */
export function fitGumbel(samples: Tensor, weights: Tensor): GumbelParameters {
  const mean = weightedMean(samples, weights);
  const centred = sub(samples, mean);
  // Along axis 0, whatever axes come behind.
  const logWeights = log(weightsAlong(weights, samples));
  const deviation = sqrt(weightedMean(square(centred), weights));
  const start = stopGradient(log(mul(Math.sqrt(6) / Math.PI, deviation)));
  const logScale = newton(start, (u) => {
    const scale = exp(u);
    const shares = softmax(sub(logWeights, div(centred, scale)), { axis: 0 });
    const lower = sum(mul(shares, centred), { axis: 0 });
    const spread = sum(mul(shares, square(sub(centred, lower))), { axis: 0 });
    return [add(scale, lower), add(scale, div(spread, scale))];
  });
  const scale = exp(logScale);
  const level = logSumExp(sub(logWeights, div(centred, scale)), { axis: 0 });
  return { location: sub(mean, mul(scale, level)), scale };
}

/** Weights of shape [n] with as many axes as the samples. */
function weightsAlong(weights: Tensor, samples: Tensor): Tensor {
  return expandDims(
    weights,
    samples.shape.slice(1).map((_, i) => i + 1),
  );
}
