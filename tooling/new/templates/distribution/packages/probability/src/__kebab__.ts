import { logit } from "@adjoint/special";
import { add, checkOptions, div, log, mul, neg, sigmoid, softplus, square, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { realLine } from "./support.ts";

/** The parameters of a __kebab__ distribution. */
export type __Pascal__Parameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A __kebab__ distribution. */
export type __Pascal__ = Distribution<__Pascal__Parameters>;

/** What `__camel__` is made of. */
export interface __Pascal__Options {
  /** The mean μ, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale s > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The __kebab__ distribution of real x, here the logistic one.
 *
 * Formula: p(x) = exp(−z) / (s (1 + exp(−z))²) with z = (x − μ)/s.
 *
 * Moments: mean μ, variance π²s²/3, entropy log s + 2.
 *
 * Method: log p = −softplus(z) − softplus(−z) − log s. Samples are quantiles of uniform numbers, so they differentiate
 * with respect to μ and s.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 23.
 *
 * @throws DomainError unless the mean is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { __camel__ } from "@adjoint/probability";
 *
 * __camel__({ mean: 1, scale: 2 }).cdf(1).item(); // => 0.5
 * __camel__().prob(0).item(); // => 0.25
 * ```
 */
export function __camel__(options: __Pascal__Options = {}): __Pascal__ {
  const { mean = 0, scale = 1 } = checkOptions("__camel__", options, ["mean", "scale"]);
  return distribution(
    __camel__Family,
    checkParameters("__camel__", { mean, scale }, __camel__Family.constraints),
  );
}

/** The functions of the __kebab__ family. */
export const __camel__Family: Family<__Pascal__Parameters> = {
  name: "__camel__",
  constraints: { mean: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ mean }) => mean,
  variance: ({ scale }) => mul(Math.PI ** 2 / 3, square(scale)),
  mode: ({ mean }) => mean,
  entropy: ({ scale }) => add(log(scale), 2),
  logProb: (params, x) => {
    const z = standardize(params, x);
    return neg(add(add(softplus(z), softplus(neg(z))), log(params.scale)));
  },
  cdf: (params, x) => sigmoid(standardize(params, x)),
  logCdf: (params, x) => neg(softplus(neg(standardize(params, x)))),
  survival: (params, x) => sigmoid(neg(standardize(params, x))),
  logSurvival: (params, x) => neg(softplus(standardize(params, x))),
  quantile,
  upperQuantile: ({ mean, scale }, q) => sub(mean, mul(scale, logit(q))),
  sample: sampleByQuantile(quantile),
  // A reason stands where there is no function.
  fit: "the equations of greatest likelihood have no closed solution",
};

function standardize({ mean, scale }: __Pascal__Parameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}

function quantile({ mean, scale }: __Pascal__Parameters, p: Tensor): Tensor {
  return add(mean, mul(scale, logit(p)));
}
