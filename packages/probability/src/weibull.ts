import { lgamma } from "@adjoint/special";
import {
  abs,
  add,
  checkOptions,
  div,
  equal,
  exp,
  expm1,
  greater,
  less,
  log,
  log1p,
  mul,
  neg,
  reciprocal,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { gumbelCdf, gumbelSurvival, logGumbelCdf, logGumbelSurvival } from "./gumbel-tails.ts";
import { fitGumbel } from "./gumbel.ts";
import { horner } from "./horner.ts";
import { isPositive, piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { halfLine } from "./support.ts";

/** The parameters of a Weibull distribution. */
export type WeibullParameters = { readonly concentration: Tensor; readonly scale: Tensor };

/** A Weibull distribution. */
export type Weibull = Distribution<WeibullParameters>;

/** What `weibull` is made of. */
export interface WeibullOptions {
  /** The shape k > 0: below 1 the rate of failure falls with age, above 1 it rises. */
  readonly concentration: TensorLike;
  /** The scale λ > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The Weibull distribution of a lifetime x ≥ 0.
 *
 * Formula: p(x) = (k/λ) (x/λ)ᵏ⁻¹ exp(−(x/λ)ᵏ).
 *
 * Moments: mean λΓ(1 + 1/k), variance λ²(Γ(1 + 2/k) − Γ(1 + 1/k)²), entropy γ(1 − 1/k) + log(λ/k) + 1 with Euler's
 * γ = 0.5772….
 *
 * Method: −k log(x/λ) has the standard Gumbel distribution, whose functions serve both tails. The variance is computed
 * without the difference of gamma functions, which cancels for large k. The fit is that of a Gumbel distribution to
 * −log x, by Newton's method. Samples are quantiles of uniform numbers, so they differentiate with respect to k and λ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 21.
 *
 * @throws DomainError unless the concentration and the scale are positive and finite.
 * @example
 * ```ts
 * import { weibull } from "@adjoint/probability";
 *
 * const life = weibull({ concentration: 2, scale: 10 });
 * life.survival(10).item(); // => 0.36787944117144233
 * life.mode.item(); // => 7.0710678118654755
 * weibull({ concentration: 1, scale: 4 }).mean.item(); // => 4
 * ```
 */
export function weibull(options: WeibullOptions): Weibull {
  const { concentration, scale = 1 } = checkOptions("weibull", options, ["concentration", "scale"]);
  return distribution(
    weibullFamily,
    checkParameters("weibull", { concentration, scale }, weibullFamily.constraints),
  );
}

const eulerGamma = 0.5772156649015329;

/** The functions of the Weibull family. */
export const weibullFamily: Family<WeibullParameters> = {
  name: "weibull",
  constraints: { concentration: positive, scale: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ concentration, scale }) => mul(scale, exp(lgamma(add(1, reciprocal(concentration))))),
  variance: ({ concentration, scale }) => {
    const h = reciprocal(concentration);
    return mul(square(scale), mul(exp(mul(2, lgamma(add(1, h)))), expm1(logGammaCurve(h))));
  },
  mode: ({ concentration, scale }) => {
    const isUnimodal = greater(concentration, 1);
    const k = where(isUnimodal, concentration, 2);
    return where(isUnimodal, mul(scale, exp(div(log1p(neg(reciprocal(k))), k))), 0);
  },
  entropy: ({ concentration, scale }) =>
    add(mul(eulerGamma, sub(1, reciprocal(concentration))), add(log(div(scale, concentration)), 1)),
  logProb: (params, x) =>
    where(
      equal(x, 0),
      logDensityAtZero(params),
      piecewise(x, isPositive(x), 1, logDensity(params), -Infinity),
    ),
  cdf: (params, x) => piecewise(x, isPositive(x), 1, (y) => gumbelSurvival(standardize(params, y)), [0, 1]),
  logCdf: (params, x) =>
    piecewise(x, isPositive(x), 1, (y) => logGumbelSurvival(standardize(params, y)), [-Infinity, 0]),
  survival: (params, x) => piecewise(x, isPositive(x), 1, (y) => gumbelCdf(standardize(params, y)), [1, 0]),
  logSurvival: (params, x) =>
    piecewise(x, isPositive(x), 1, (y) => logGumbelCdf(standardize(params, y)), [0, -Infinity]),
  quantile,
  upperQuantile: (params, q) => powerOf(params, neg(log(q))),
  sample: sampleByQuantile(quantile),
  fit: (samples, weights) => {
    const { location, scale } = fitGumbel(neg(log(samples)), weights);
    return { concentration: reciprocal(scale), scale: exp(neg(location)) };
  },
};

/** −k log(x/λ) */
function standardize({ concentration, scale }: WeibullParameters, x: Tensor): Tensor {
  return neg(mul(concentration, logRatio(x, scale)));
}

/** log(x/λ), around λ from the difference x − λ, which is exact. */
function logRatio(x: Tensor, scale: Tensor): Tensor {
  const excess = div(sub(x, scale), scale);
  const isNear = less(abs(excess), 0.5);
  return where(isNear, log1p(where(isNear, excess, 0)), log(div(x, scale)));
}

function logDensity({ concentration, scale }: WeibullParameters): (x: Tensor) => Tensor {
  return (x) => {
    const ratio = logRatio(x, scale);
    const power = exp(mul(concentration, ratio));
    return sub(add(log(div(concentration, scale)), mul(sub(concentration, 1), ratio)), power);
  };
}

/** ∞ for k < 1, 1/λ for k = 1, 0 above. */
function logDensityAtZero({ concentration, scale }: WeibullParameters): Tensor {
  const flat = where(equal(concentration, 1), neg(log(scale)), -Infinity);
  return where(less(concentration, 1), Infinity, flat);
}

function quantile(params: WeibullParameters, p: Tensor): Tensor {
  return powerOf(params, neg(log1p(neg(p))));
}

/** λ t^(1/k) */
function powerOf({ concentration, scale }: WeibullParameters, t: Tensor): Tensor {
  const isInside = greater(t, 0);
  return where(isInside, mul(scale, exp(div(log(where(isInside, t, 1)), concentration))), 0);
}

/** log Γ(1 + 2h) − 2 log Γ(1 + h), near 0 by its series Σⱼ (−1)ʲ ζ(j) (2ʲ − 2) hʲ/j from j = 2. */
function logGammaCurve(h: Tensor): Tensor {
  const isSmall = less(h, 1 / 16);
  const [near, far] = [where(isSmall, h, 0), where(isSmall, 1, h)];
  const series = mul(square(near), horner(near, curve));
  return where(isSmall, series, sub(lgamma(add(1, mul(2, far))), mul(2, lgamma(add(1, far)))));
}

const curve = [
  1.6449340668482264, -2.4041138063191885, 3.7881313179889835, -6.22156653086022, 10.512544973839308,
  -18.150286992874612, 31.87945605928473, -56.780475593477995, 102.301645578063, -186.0919190803662,
  341.2506231957703, -630.0773094089744, 1170.2145262106094, -2184.466816943389, 4095.9375942242555,
  -7710.058882793788, 14563.500037382837,
];
