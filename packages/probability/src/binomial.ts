import { binomial as binomialCounts } from "@adjoint/random";
import { betainc, betaincc } from "@adjoint/special";
import {
  add,
  astype,
  ceil,
  checkOptions,
  div,
  greater,
  maximum,
  minimum,
  mul,
  sqrt,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { binomialLogMass, chancesOf, exchanged } from "./binomial-mass.ts";
import { checkParameters, count, finite, unitInterval } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps, wherePositive } from "./lattice-places.ts";
import { latticeQuantile } from "./lattice-quantile.ts";
import { latticeEntropy, latticeLogLower, latticeLogUpper, logOfTail } from "./lattice-sums.ts";
import type { LatticeMass } from "./lattice-sums.ts";
import { failureOf, probsOrLogits, successOf } from "./success.ts";
import type { Success } from "./success.ts";
import { integersBetween } from "./support.ts";

/** The parameters of a binomial distribution: the number of trials, and the probability of success or its logit. */
export type BinomialParameters = { readonly total: Tensor } & Success;

/** A binomial distribution. */
export type Binomial<Params extends BinomialParameters = BinomialParameters> = Distribution<Params>;

/**
 * The binomial distribution of the number of successes in `total` n independent trials.
 *
 * It is given by the probability `probs` p of a success, or by `logits` log(p / (1 − p)), which may be large.
 *
 * Formula: P(k) = n! / (k! (n − k)!) pᵏ (1 − p)ⁿ⁻ᵏ for k = 0, …, n.
 *
 * Moments: mean np, variance np(1 − p). The entropy has no closed form.
 *
 * Method: probabilities by Loader's saddle-point formula, which keeps its digits for large n; the distribution function
 * is an incomplete beta function. The entropy, and the logarithms of tails that underflow, are summed, over few places if
 * there are many terms. Quantiles are found by bisection from a
 * Cornish–Fisher estimate. Samples are steps in p: no derivative flows through them.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), ch. 3; C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the total is an integer from 0, probs are between 0 and 1, or logits finite, and exactly one of
 * them is given.
 * @example
 * ```ts
 * import { binomial } from "@adjoint/probability";
 *
 * const heads = binomial({ total: 10, probs: 0.5 });
 * heads.prob([0, 5]).toArray(); // => [0.0009765625, 0.24609375]
 * heads.cdf(4).item(); // => 0.376953125
 * binomial({ total: 1e8, probs: 0.5 }).logProb(5e7).item(); // => -9.436131724933648
 * ```
 */
export function binomial(options: {
  readonly total: TensorLike;
  readonly probs: TensorLike;
}): Binomial<{ readonly total: Tensor; readonly probs: Tensor }>;
export function binomial(options: {
  readonly total: TensorLike;
  readonly logits: TensorLike;
}): Binomial<{ readonly total: Tensor; readonly logits: Tensor }>;
export function binomial(options: {
  readonly total: TensorLike;
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): Binomial {
  const { total, ...chance } = checkOptions("binomial", options, ["total", "probs", "logits"]);
  const given = { total, ...probsOrLogits("binomial", chance) };
  const { constraints } = binomialFamily;
  return distribution(binomialFamily, checkParameters("binomial", given, constraints) as BinomialParameters);
}

const quantiles = /* @__PURE__ */ latticeQuantile<BinomialParameters>({
  name: "binomial",
  cdf,
  survival,
  mean,
  variance,
  skewness: (params) =>
    wherePositive(variance(params), (v) => div(sub(failureOf(params), successOf(params)), sqrt(v)), 0),
  high: ({ total }) => total,
});

/** The functions of the binomial family. */
export const binomialFamily: Family<BinomialParameters> = {
  name: "binomial",
  constraints: { total: count, probs: unitInterval, logits: finite },
  eventShape: () => [],
  support: ({ total }) => integersBetween(0, total),
  mean,
  variance,
  // Of (n + 1)p − 1 and (n + 1)p, which are as probable as each other, the smaller.
  mode: (params) => {
    const beyond = ceil(mul(add(params.total, 1), successOf(params)));
    return minimum(maximum(sub(beyond, 1), 0), params.total);
  },
  entropy: (params) => {
    // Of the rarer outcome, whose numbers are exact where the others are not.
    const isCommon = greater(successOf(params), 0.5);
    const chances = exchanged(isCommon, chancesOf(params));
    const { total } = params;
    return latticeEntropy({
      logMass: (k) => binomialLogMass(chances, k, sub(total, k)),
      mean: mul(total, chances.p),
      variance: variance(params),
      high: total,
    });
  },
  logProb: (params, x) => {
    const chances = chancesOf(params);
    return onIntegers(x, params.total, (k) => binomialLogMass(chances, k, sub(params.total, k)));
  },
  cdf,
  logCdf: (params, x) =>
    onSteps(
      x,
      params.total,
      (k) => logOfTail(lower(params, k), upper(params, k), () => latticeLogLower(massOf(params), k)),
      [-Infinity, 0],
    ),
  survival,
  logSurvival: (params, x) =>
    onSteps(
      x,
      params.total,
      (k) => logOfTail(upper(params, k), lower(params, k), () => latticeLogUpper(massOf(params), k)),
      [0, -Infinity],
    ),
  ...quantiles,
  sample: (params, key, shape) => {
    const { total } = params;
    return astype(binomialCounts(key, shape, { total, probs: successOf(params) }), total.dtype);
  },
  fit: "successes alone do not tell the number of trials; for a known one, probs is the mean divided by it",
};

function mean(params: BinomialParameters): Tensor {
  return mul(params.total, successOf(params));
}

function variance(params: BinomialParameters): Tensor {
  return mul(mul(params.total, successOf(params)), failureOf(params));
}

function massOf(params: BinomialParameters): LatticeMass {
  const chances = chancesOf(params);
  const { total } = params;
  return {
    logMass: (k) => binomialLogMass(chances, k, sub(total, k)),
    mean: mean(params),
    variance: variance(params),
    high: total,
  };
}

function cdf(params: BinomialParameters, x: Tensor): Tensor {
  return onSteps(x, params.total, (k) => lower(params, k), [0, 1]);
}

function survival(params: BinomialParameters, x: Tensor): Tensor {
  return onSteps(x, params.total, (k) => upper(params, k), [1, 0]);
}

/** P(X ≤ k) for k < n, from the smaller of p and 1 − p. */
function lower(params: BinomialParameters, k: Tensor): Tensor {
  const { isCommon, rare, above, beyond } = tailsOf(params, k);
  return where(isCommon, betainc(beyond, above, rare), betaincc(above, beyond, rare));
}

function upper(params: BinomialParameters, k: Tensor): Tensor {
  const { isCommon, rare, above, beyond } = tailsOf(params, k);
  return where(isCommon, betaincc(beyond, above, rare), betainc(above, beyond, rare));
}

function tailsOf(params: BinomialParameters, k: Tensor) {
  const isCommon = greater(successOf(params), 0.5);
  return {
    isCommon,
    rare: where(isCommon, failureOf(params), successOf(params)),
    above: add(k, 1),
    // Beyond the last number of successes nothing is asked for.
    beyond: maximum(sub(params.total, k), 1),
  };
}
