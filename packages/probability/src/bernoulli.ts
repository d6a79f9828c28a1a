import { uniform } from "@adjoint/random";
import {
  add,
  astype,
  checkOptions,
  equal,
  greater,
  greaterEqual,
  isNaN,
  less,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, unitInterval } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { failureOf, logFailure, logSuccess, probsOrLogits, successOf } from "./success.ts";
import type { Success } from "./success.ts";
import { integersBetween } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameter of a Bernoulli distribution: the probability of 1, or its logit. */
export type BernoulliParameters = Success;

/** A Bernoulli distribution. */
export type Bernoulli<Params extends BernoulliParameters = BernoulliParameters> = Distribution<Params>;

/**
 * The Bernoulli distribution of a variable that is 1 with probability p and 0 otherwise.
 *
 * It is given by `probs` p, or by `logits` log(p / (1 − p)); with logits nothing overflows or cancels, however sure
 * the outcome. Samples are floating-point zeros and ones. The derivative of the entropy at p = 0 and p = 1, where it
 * is infinite, is taken within the support.
 *
 * Formula: P(1) = p, P(0) = 1 − p.
 *
 * Moments: mean p, variance p(1 − p), entropy −p log p − (1 − p) log(1 − p).
 *
 * Method: from logits z, log P(1) = −softplus(−z). A sample is 1 where a uniform number is below p.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), ch. 3.
 *
 * @throws DomainError unless probs are between 0 and 1, or logits finite, and exactly one of them is given.
 * @example
 * ```ts
 * import { bernoulli } from "@adjoint/probability";
 *
 * bernoulli({ probs: 0.25 }).prob([0, 1, 0.5]).toArray(); // => [0.75, 0.25, 0]
 * bernoulli({ logits: 1000 }).logProb(0).item(); // => -1000
 * ```
 */
export function bernoulli(options: { readonly probs: TensorLike }): Bernoulli<{ readonly probs: Tensor }>;
export function bernoulli(options: { readonly logits: TensorLike }): Bernoulli<{ readonly logits: Tensor }>;
export function bernoulli(options: { readonly probs?: TensorLike; readonly logits?: TensorLike }): Bernoulli {
  const given = probsOrLogits("bernoulli", checkOptions("bernoulli", options, ["probs", "logits"]));
  const { constraints } = bernoulliFamily;
  return distribution(
    bernoulliFamily,
    checkParameters("bernoulli", given, constraints) as BernoulliParameters,
  );
}

/** The functions of the Bernoulli family. */
export const bernoulliFamily: Family<BernoulliParameters> = {
  name: "bernoulli",
  constraints: { probs: unitInterval, logits: finite },
  eventShape: () => [],
  support: () => integersBetween(0, 1),
  mean: successOf,
  variance: (params) => mul(successOf(params), failureOf(params)),
  mode: (params) => {
    const p = successOf(params);
    return astype(greater(p, 0.5), p.dtype);
  },
  entropy: (params) => {
    const [p, q] = [successOf(params), failureOf(params)];
    return neg(add(mul(p, logOf(params, greater(p, 0), 1)), mul(q, logOf(params, greater(q, 0), 0))));
  },
  logProb: (params, x) => {
    const one = equal(x, 1);
    const zero = equal(x, 0);
    const value = where(one, logOf(params, one, 1), logOf(params, zero, 0));
    return where(logicalOr(one, zero), value, where(isNaN(x), x, -Infinity));
  },
  cdf: (params, x) => between(x, 0, failureOf(params), 1),
  logCdf: (params, x) =>
    between(x, -Infinity, logOf(params, logicalAnd(greaterEqual(x, 0), less(x, 1)), 0), 0),
  survival: (params, x) => between(x, 1, successOf(params), 0),
  logSurvival: (params, x) =>
    between(x, 0, logOf(params, logicalAnd(greaterEqual(x, 0), less(x, 1)), 1), -Infinity),
  quantile: (params, p) => {
    const q = failureOf(params);
    return astype(greater(p, q), q.dtype);
  },
  upperQuantile: (params, q) => {
    const p = successOf(params);
    return astype(less(q, p), p.dtype);
  },
  sample: (params, key, shape) => {
    const p = successOf(params);
    return astype(less(uniform(key, shape), p), p.dtype);
  },
  fit: (samples, weights) => ({ probs: weightedMean(samples, weights) }),
};

/** log P(X = outcome) where it is wanted, and 0 elsewhere, without an infinite derivative there. */
function logOf(params: BernoulliParameters, wanted: Tensor, outcome: 0 | 1): Tensor {
  return outcome === 1 ? logSuccess(params, wanted) : logFailure(params, wanted);
}

/** A step function of x: `below` for x < 0, `middle` for 0 ≤ x < 1, `above` from 1 on, NaN at NaN. */
function between(x: Tensor, below: number, middle: Tensor, above: number): Tensor {
  const steps = where(less(x, 0), below, where(less(x, 1), middle, above));
  return where(isNaN(x), x, steps);
}
