import { logistic as standardLogistic } from "@adjoint/random";
import { logit } from "@adjoint/special";
import {
  add,
  astype,
  checkOptions,
  div,
  log,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";

/** The parameters of a logistic distribution. */
export type LogisticParameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A logistic distribution. */
export type Logistic = Distribution<LogisticParameters>;

/** What `logistic` is made of. */
export interface LogisticOptions {
  /** The mean μ, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale s > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The logistic distribution of real x, whose distribution function is the sigmoid.
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
 * import { logistic } from "@adjoint/probability";
 *
 * logistic({ mean: 1, scale: 2 }).cdf(1).item(); // => 0.5
 * logistic().prob(0).item(); // => 0.25
 * ```
 */
export function logistic(options: LogisticOptions = {}): Logistic {
  const { mean = 0, scale = 1 } = checkOptions("logistic", options, ["mean", "scale"]);
  return distribution(
    logisticFamily,
    checkParameters("logistic", { mean, scale }, logisticFamily.constraints),
  );
}

/** The functions of the logistic family. */
export const logisticFamily: Family<LogisticParameters> = {
  name: "logistic",
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
  sample: ({ mean, scale }, key, shape) =>
    add(mean, mul(scale, astype(standardLogistic(key, shape), mean.dtype))),
  fit: "the equations of greatest likelihood have no closed solution",
};

function standardize({ mean, scale }: LogisticParameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}

function quantile({ mean, scale }: LogisticParameters, p: Tensor): Tensor {
  return add(mean, mul(scale, logit(p)));
}
