import {
  add,
  ceil,
  checkOptions,
  div,
  exp,
  expm1,
  greater,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  maximum,
  mul,
  neg,
  reciprocal,
  sub,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { log1mexp } from "@adjoint/special";
import { checkParameters, finite } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps } from "./lattice-places.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import {
  canFail,
  canSucceed,
  failureOf,
  logFailure,
  logSuccess,
  positiveProbability,
  probsOrLogits,
  successOf,
} from "./success.ts";
import { integersBetween } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameter of a geometric distribution: the probability of a success, or its logit. */
export type GeometricParameters = { readonly probs: Tensor } | { readonly logits: Tensor };

/** A geometric distribution. */
export type Geometric<Params extends GeometricParameters = GeometricParameters> = Distribution<Params>;

/**
 * The geometric distribution of the number of failures before the first success, as in PyTorch; SciPy counts the success too.
 *
 * It is given by the probability `probs` p of a success, or by `logits` log(p / (1 − p)).
 *
 * Formula: P(k) = p (1 − p)ᵏ for k = 0, 1, 2, …
 *
 * Moments: mean (1 − p)/p, variance (1 − p)/p², entropy −log p − (1 − p)/p · log(1 − p).
 *
 * Method: P(X > k) = exp((k + 1) log(1 − p)), with expm1 for its complement. Samples are quantiles of uniform numbers,
 * steps in p: no derivative flows through them.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), ch. 5.
 *
 * @throws DomainError unless probs are greater than 0 and at most 1, or logits finite, and exactly one of them is given.
 * @example
 * ```ts
 * import { geometric } from "@adjoint/probability";
 *
 * const failures = geometric({ probs: 0.25 });
 * failures.mean.item(); // => 3
 * failures.prob([0, 1, 2.5]).toArray(); // => [0.25, 0.1875, 0]
 * failures.logSurvival(9999).item(); // => -2876.8207245178087
 * ```
 */
export function geometric(options: { readonly probs: TensorLike }): Geometric<{ readonly probs: Tensor }>;
export function geometric(options: { readonly logits: TensorLike }): Geometric<{ readonly logits: Tensor }>;
export function geometric(options: { readonly probs?: TensorLike; readonly logits?: TensorLike }): Geometric {
  const given = probsOrLogits("geometric", checkOptions("geometric", options, ["probs", "logits"]));
  const { constraints } = geometricFamily;
  return distribution(
    geometricFamily,
    checkParameters("geometric", given, constraints) as GeometricParameters,
  );
}

/** The functions of the geometric family. */
export const geometricFamily: Family<GeometricParameters> = {
  name: "geometric",
  constraints: { probs: positiveProbability, logits: finite },
  eventShape: () => [],
  support: () => integersBetween(0, Infinity),
  mean: odds,
  variance: (params) => div(odds(params), successOf(params)),
  mode: (params) => zerosLike(successOf(params)),
  entropy: (params) => {
    const fails = canFail(params);
    return neg(add(logSuccess(params, canSucceed(params)), mul(odds(params), logFailure(params, fails))));
  },
  logProb: (params, x) =>
    onIntegers(x, Infinity, (k) => {
      const fails = canFail(params);
      const value = add(mul(k, logFailure(params, fails)), logSuccess(params, canSucceed(params)));
      return where(logicalAnd(greater(k, 0), logicalNot(fails)), -Infinity, value);
    }),
  cdf: (params, x) =>
    onSteps(x, Infinity, (k) => where(canFail(params), neg(expm1(logUpper(params, k))), 1), [0, 1]),
  logCdf: (params, x) =>
    onSteps(x, Infinity, (k) => where(canFail(params), logLower(params, k), 0), [-Infinity, 0]),
  survival: (params, x) =>
    onSteps(x, Infinity, (k) => where(canFail(params), exp(logUpper(params, k)), 0), [1, 0]),
  logSurvival: (params, x) =>
    onSteps(x, Infinity, (k) => where(canFail(params), logUpper(params, k), -Infinity), [0, -Infinity]),
  quantile,
  upperQuantile: (params, q) => firstReaching(params, log(q)),
  sample: sampleByQuantile(quantile),
  fit: (samples, weights) => ({ probs: reciprocal(add(weightedMean(samples, weights), 1)) }),
};

/** (1 − p)/p */
function odds(params: GeometricParameters): Tensor {
  return "probs" in params ? div(failureOf(params), params.probs) : exp(neg(params.logits));
}

/** log P(X > k) where failures are possible. */
function logUpper(params: GeometricParameters, k: Tensor): Tensor {
  return mul(add(k, 1), logFailure(params, canFail(params)));
}

/** log P(X ≤ k) where failures are possible. */
function logLower(params: GeometricParameters, k: Tensor): Tensor {
  const upper = logUpper(params, k);
  return log1mexp(where(canFail(params), upper, -1));
}

function quantile(params: GeometricParameters, p: Tensor): Tensor {
  return firstReaching(params, log1p(neg(p)));
}

/** The first integer with log P(X > x) ≤ a level, but for rounding. */
function firstReaching(params: GeometricParameters, level: Tensor): Tensor {
  const fails = canFail(params);
  const count = div(level, where(fails, logFailure(params, fails), -1));
  return where(fails, maximum(sub(ceil(mul(count, 1 - slack)), 1), 0), 0);
}

/** How far a logarithm may fall short of the level: some rounding of both. */
const slack = 2 ** -50;
