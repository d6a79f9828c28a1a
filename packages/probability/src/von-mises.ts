import { vonMises as randomVonMises } from "@adjoint/random";
import { i0e, logVonMisesCdf, vonMisesCdf, vonMisesQuantile } from "@adjoint/special";
import {
  add,
  astype,
  atan2,
  checkOptions,
  cos,
  div,
  exp,
  lessEqual,
  log,
  logicalAnd,
  mul,
  neg,
  sin,
  square,
  stopGradient,
  sub,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, nonNegative } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { newton } from "./newton.ts";
import { piecewise } from "./piecewise.ts";
import { logVonMisesDensity, vonMisesMean } from "./von-mises-mean.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a von Mises distribution. */
export type VonMisesParameters = { readonly mean: Tensor; readonly concentration: Tensor };

/** A von Mises distribution. */
export type VonMises = Distribution<VonMisesParameters>;

/** What `vonMises` is made of. */
export interface VonMisesOptions {
  /** The angle μ around which the others lie, in radians, 0 unless given. */
  readonly mean?: TensorLike;
  /** How narrow it is: κ = 0 is uniform, a large κ nearly normal with the variance 1/κ. */
  readonly concentration: TensorLike;
}

/**
 * The von Mises distribution of an angle x between μ − π and μ + π: the normal distribution's like on the circle.
 *
 * Formula: p(x) = exp(κ cos(x − μ)) / (2π I₀(κ)).
 *
 * Moments: mean μ, variance ∫ (x − μ)² p(x) dx, mode μ, entropy log(2π I₀(κ)) − κ I₁(κ)/I₀(κ). The circular variance is
 * 1 − I₁(κ)/I₀(κ).
 *
 * Method: both tails and quantiles are those of `vonMisesCdf`, to full relative accuracy for every κ; variance and
 * entropy are integrals by a Gauss rule. The fit solves I₁(κ)/I₀(κ) = |mean of exp(ix)|.
 * Samples are those of Best and Fisher, with implicit derivatives. Angles elsewhere on the line have no density: turn
 * them into the interval first.
 *
 * Source: K. V. Mardia, P. E. Jupp, "Directional statistics" (2000), § 3.5.4; A. Banerjee et al., "Clustering on the unit
 * hypersphere using von Mises–Fisher distributions" (2005), for the start of the fit.
 *
 * @throws DomainError unless the mean is finite and the concentration at least 0 and finite.
 * @example
 * ```ts
 * import { vonMises } from "@adjoint/probability";
 *
 * const wind = vonMises({ mean: 1, concentration: 4 });
 * wind.cdf(1).item(); // => 0.5
 * wind.quantile(wind.cdf(2)).item(); // => 2
 * vonMises({ concentration: 1e6 }).variance.item(); // => 1.0000005e-6
 * ```
 */
export function vonMises(options: VonMisesOptions): VonMises {
  const { mean = 0, concentration } = checkOptions("vonMises", options, ["mean", "concentration"]);
  return distribution(
    vonMisesFamily,
    checkParameters("vonMises", { mean, concentration }, vonMisesFamily.constraints),
  );
}

/** The functions of the von Mises family. */
export const vonMisesFamily: Family<VonMisesParameters> = {
  name: "vonMises",
  constraints: { mean: finite, concentration: nonNegative },
  eventShape: () => [],
  support: ({ mean }) => ({ kind: "interval", low: sub(mean, Math.PI), high: add(mean, Math.PI) }),
  mean: ({ mean }) => mean,
  variance: ({ concentration }) => vonMisesMean(concentration, square),
  mode: ({ mean }) => mean,
  entropy: ({ concentration }) => {
    const fall = mul(
      concentration,
      vonMisesMean(concentration, (_, height) => height),
    );
    return add(add(log(i0e(concentration)), Math.log(2 * Math.PI)), fall);
  },
  logProb: ({ mean, concentration }, x) => {
    const d = sub(x, mean);
    const isInside = logicalAnd(lessEqual(-Math.PI, d), lessEqual(d, Math.PI));
    return piecewise(d, isInside, 0, (at) => logVonMisesDensity(concentration, at), -Infinity);
  },
  cdf: ({ mean, concentration }, x) => vonMisesCdf(concentration, sub(x, mean)),
  logCdf: ({ mean, concentration }, x) => logVonMisesCdf(concentration, sub(x, mean)),
  survival: ({ mean, concentration }, x) => vonMisesCdf(concentration, sub(mean, x)),
  logSurvival: ({ mean, concentration }, x) => logVonMisesCdf(concentration, sub(mean, x)),
  quantile: ({ mean, concentration }, p) => add(mean, vonMisesQuantile(concentration, p)),
  upperQuantile: ({ mean, concentration }, q) => sub(mean, vonMisesQuantile(concentration, q)),
  sample: ({ mean, concentration }, key, shape) =>
    add(mean, astype(randomVonMises(key, shape, { concentration }), mean.dtype)),
  fit: (samples, weights) => {
    const mean = atan2(weightedMean(sin(samples), weights), weightedMean(cos(samples), weights));
    const spread = weightedMean(mul(2, square(sin(mul(0.5, sub(samples, mean))))), weights);
    return { mean, concentration: concentrationOfSpread(spread) };
  },
};

/** The κ with E[1 − cos θ] = s, by Newton's method for the logarithms of κ and of the odds, which are almost proportional. */
function concentrationOfSpread(s: Tensor): Tensor {
  const start = div(mul(sub(1, s), add(1, mul(s, sub(2, s)))), mul(s, sub(2, s)));
  const odds = log(div(s, sub(1, s)));
  const logKappa = newton(stopGradient(log(start)), (u) => {
    const kappa = exp(u);
    const height = vonMisesMean(kappa, (_, value) => value);
    const length = sub(1, height);
    const variance = sub(
      vonMisesMean(kappa, (_, value) => square(value)),
      square(height),
    );
    return [sub(log(div(height, length)), odds), neg(div(mul(kappa, variance), mul(height, length)))];
  });
  return exp(logKappa);
}
