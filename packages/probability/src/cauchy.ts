import { cauchy as standardCauchy } from "@adjoint/random";
import {
  add,
  astype,
  atan2,
  checkOptions,
  div,
  greater,
  hypot,
  less,
  log,
  log1p,
  mul,
  neg,
  sub,
  tan,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";

/** The parameters of a Cauchy distribution. */
export type CauchyParameters = { readonly location: Tensor; readonly scale: Tensor };

/** A Cauchy distribution. */
export type Cauchy = Distribution<CauchyParameters>;

/** What `cauchy` is made of. */
export interface CauchyOptions {
  /** The median μ, 0 unless given. */
  readonly location?: TensorLike;
  /** The scale s > 0: half of the mass is within μ ± s; 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The Cauchy distribution of real x, with tails so heavy that it has no mean.
 *
 * Formula: p(x) = 1 / (πs (1 + ((x − μ)/s)²)).
 *
 * Moments: there are no mean and no variance, which are NaN; entropy log(4πs).
 *
 * Method: the distribution function is an angle, taken from the side where it is small. Samples are quantiles of uniform
 * numbers, so they differentiate with respect to μ and s.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 16.
 *
 * @throws DomainError unless the location is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { cauchy } from "@adjoint/probability";
 *
 * cauchy({ location: 2, scale: 3 }).cdf([-1, 2, 5]).toArray(); // => [0.25, 0.5, 0.75]
 * cauchy().survival(1e20).item(); // => 3.183098861837907e-21
 * ```
 */
export function cauchy(options: CauchyOptions = {}): Cauchy {
  const { location = 0, scale = 1 } = checkOptions("cauchy", options, ["location", "scale"]);
  return distribution(cauchyFamily, checkParameters("cauchy", { location, scale }, cauchyFamily.constraints));
}

/** The functions of the Cauchy family. */
export const cauchyFamily: Family<CauchyParameters> = {
  name: "cauchy",
  constraints: { location: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ location }) => mul(location, Number.NaN),
  variance: ({ scale }) => mul(scale, Number.NaN),
  mode: ({ location }) => location,
  entropy: ({ scale }) => add(log(scale), Math.log(4 * Math.PI)),
  logProb: (params, x) => {
    // 1 + z² would overflow.
    const size = hypot(1, standardize(params, x));
    return neg(add(mul(2, log(size)), add(log(params.scale), Math.log(Math.PI))));
  },
  cdf: (params, x) => lower(standardize(params, x)),
  logCdf: (params, x) => logLower(standardize(params, x)),
  survival: (params, x) => lower(neg(standardize(params, x))),
  logSurvival: (params, x) => logLower(neg(standardize(params, x))),
  quantile,
  upperQuantile: ({ location, scale }, q) => sub(location, mul(scale, standardQuantile(q))),
  sample: ({ location, scale }, key, shape) =>
    add(location, mul(scale, astype(standardCauchy(key, shape), location.dtype))),
  fit: "the likelihood may have several maxima",
};

function standardize({ location, scale }: CauchyParameters, x: Tensor): Tensor {
  return div(sub(x, location), scale);
}

/** The angle between the directions (−z, 1) and (1, 0), as a share of a half turn. */
function lower(z: Tensor): Tensor {
  return div(atan2(1, neg(z)), Math.PI);
}

function logLower(z: Tensor): Tensor {
  const isUpper = greater(z, 0);
  const tail = lower(where(isUpper, neg(z), z));
  return where(isUpper, log1p(neg(tail)), log(tail));
}

function quantile({ location, scale }: CauchyParameters, p: Tensor): Tensor {
  return add(location, mul(scale, standardQuantile(p)));
}

/** tan(π(p − ½)), from the nearer end where the tangent is steep. */
function standardQuantile(p: Tensor): Tensor {
  const [isLow, isHigh] = [less(p, 0.25), greater(p, 0.75)];
  const middle = tan(mul(Math.PI, sub(where(isLow, 0.5, where(isHigh, 0.5, p)), 0.5)));
  const distance = div(1, tan(mul(Math.PI, where(isLow, p, where(isHigh, sub(1, p), 0.25)))));
  return where(isLow, neg(distance), where(isHigh, distance, middle));
}
