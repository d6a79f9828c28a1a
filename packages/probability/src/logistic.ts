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
  tanh,
  sqrt,
  reciprocal,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

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
 * Method: log p = −softplus(z) − softplus(−z) − log s. The fit is found by Newton's method. Samples are quantiles of uniform numbers, so they differentiate
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
  fit: fitLogistic,
};

function standardize({ mean, scale }: LogisticParameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}

function quantile({ mean, scale }: LogisticParameters, p: Tensor): Tensor {
  return add(mean, mul(scale, logit(p)));
}

/**
 * In a = 1/s and b = μ/s, in which the log-likelihood is concave, by Newton's method with steps that are shortened far
 * from the maximum; of observations in units of their standard deviation.
 */
function fitLogistic(samples: Tensor, weights: Tensor): LogisticParameters {
  const average = (f: Tensor): Tensor => weightedMean(f, weights);
  const centre = average(samples);
  const deviation = sqrt(average(square(sub(samples, centre))));
  const t = div(sub(samples, centre), deviation);
  let a = add(mul(0, centre), Math.PI / Math.sqrt(3));
  let b = mul(0, centre);
  for (let step = 0; step < 20; step++) {
    const slope = tanh(mul(0.5, sub(mul(a, t), b)));
    const curvature = mul(0.5, sub(1, square(slope)));
    const [ga, gb] = [sub(reciprocal(a), average(mul(t, slope))), average(slope)];
    const haa = add(square(reciprocal(a)), average(mul(square(t), curvature)));
    const [hab, hbb] = [average(mul(t, curvature)), average(curvature)];
    const determinant = sub(mul(haa, hbb), square(hab));
    const da = div(add(mul(hbb, ga), mul(hab, gb)), determinant);
    const db = div(add(mul(hab, ga), mul(haa, gb)), determinant);
    const damping = add(1, add(mul(ga, da), mul(gb, db)));
    a = add(a, div(da, damping));
    b = add(b, div(db, damping));
  }
  const scale = div(deviation, a);
  return { mean: add(centre, mul(scale, b)), scale };
}
