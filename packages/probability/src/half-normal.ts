import { normal as standardNormal } from "@adjoint/random";
import { erf, erfcinv, erfinv, logNormalCdf, normalCdf } from "@adjoint/special";
import {
  abs,
  add,
  astype,
  checkOptions,
  div,
  less,
  log,
  log1p,
  mul,
  neg,
  sqrt,
  square,
  sub,
  where,
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

/** The parameters of a half-normal distribution. */
export type HalfNormalParameters = { readonly scale: Tensor };

/** A half-normal distribution. */
export type HalfNormal = Distribution<HalfNormalParameters>;

/** What `halfNormal` is made of. */
export interface HalfNormalOptions {
  /** The scale σ > 0: the standard deviation of the normal variable; 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The half-normal distribution of x ≥ 0, the size |y| of a normal variable y ~ N(0, σ²).
 *
 * Formula: p(x) = √(2/π) exp(−(x/σ)²/2) / σ.
 *
 * Moments: mean σ√(2/π), variance σ²(1 − 2/π), entropy ½ log(πeσ²/2).
 *
 * Method: the distribution function is erf, the survival function twice that of the normal distribution. Samples are
 * σ|ε| with ε ~ N(0, 1), so they differentiate with respect to σ.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 13.
 *
 * @throws DomainError unless the scale is positive and finite.
 * @example
 * ```ts
 * import { halfNormal } from "@adjoint/probability";
 *
 * const size = halfNormal({ scale: 2 });
 * size.mean.item(); // => 1.5957691216057308
 * size.cdf([-1, 0, 2]).toArray(); // => [0, 0, 0.6826894921370859]
 * ```
 */
export function halfNormal(options: HalfNormalOptions = {}): HalfNormal {
  const { scale = 1 } = checkOptions("halfNormal", options, ["scale"]);
  return distribution(
    halfNormalFamily,
    checkParameters("halfNormal", { scale }, halfNormalFamily.constraints),
  );
}

/** ½ log(2/π) */
const halfLogTwoOverPi = -0.22579135264472744;

/** The functions of the half-normal family. */
export const halfNormalFamily: Family<HalfNormalParameters> = {
  name: "halfNormal",
  constraints: { scale: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ scale }) => mul(Math.sqrt(2 / Math.PI), scale),
  variance: ({ scale }) => mul(1 - 2 / Math.PI, square(scale)),
  mode: ({ scale }) => zerosLike(scale),
  entropy: ({ scale }) => add(log(scale), 0.5 - halfLogTwoOverPi),
  logProb: ({ scale }, x) =>
    piecewise(
      x,
      isFromZero(x),
      1,
      (y) => sub(halfLogTwoOverPi, add(log(scale), mul(0.5, square(div(y, scale))))),
      -Infinity,
    ),
  cdf: ({ scale }, x) => piecewise(x, isFromZero(x), 1, (y) => lower(div(y, scale)), [0, 1]),
  logCdf: ({ scale }, x) =>
    piecewise(
      x,
      isPositive(x),
      1,
      (y) => {
        const z = div(y, scale);
        const isNear = less(z, 1);
        return where(isNear, log(lower(where(isNear, z, 1))), log1p(neg(upper(z))));
      },
      [-Infinity, 0],
    ),
  survival: ({ scale }, x) => piecewise(x, isFromZero(x), 1, (y) => upper(div(y, scale)), [1, 0]),
  logSurvival: ({ scale }, x) =>
    piecewise(
      x,
      isFromZero(x),
      1,
      (y) => {
        const z = div(y, scale);
        const isNear = less(z, 1);
        return where(isNear, log1p(neg(lower(where(isNear, z, 1)))), add(Math.LN2, logNormalCdf(neg(z))));
      },
      [0, -Infinity],
    ),
  quantile: ({ scale }, p) => mul(mul(Math.SQRT2, scale), erfinv(p)),
  upperQuantile: ({ scale }, q) => mul(mul(Math.SQRT2, scale), erfcinv(q)),
  sample: ({ scale }, key, shape) => mul(scale, abs(astype(standardNormal(key, shape), scale.dtype))),
  fit: (samples, weights) => ({ scale: sqrt(weightedMean(square(samples), weights)) }),
};

function lower(z: Tensor): Tensor {
  return erf(mul(Math.SQRT1_2, z));
}

/** 2 P(Z > z), which is erfc of a number that would have to be rounded. */
function upper(z: Tensor): Tensor {
  return mul(2, normalCdf(neg(z)));
}
