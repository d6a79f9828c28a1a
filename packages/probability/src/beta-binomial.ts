import { beta, binomial as binomialCounts, split } from "@adjoint/random";
import {
  add,
  astype,
  ceil,
  checkOptions,
  clip,
  div,
  exp,
  greater,
  less,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  stopGradient,
  sqrt,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { binomialLogMass } from "./binomial-mass.ts";
import type { Chances } from "./binomial-mass.ts";
import { checkParameters, count, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps, wherePositive } from "./lattice-places.ts";
import { latticeQuantile } from "./lattice-quantile.ts";
import { latticeEntropy, latticeLogLower, latticeLogUpper, logOfTail } from "./lattice-sums.ts";
import type { LatticeMass } from "./lattice-sums.ts";
import { integersBetween } from "./support.ts";

/** The parameters of a beta-binomial distribution. */
export type BetaBinomialParameters = {
  readonly total: Tensor;
  readonly alpha: Tensor;
  readonly beta: Tensor;
};

/** A beta-binomial distribution. */
export type BetaBinomial = Distribution<BetaBinomialParameters>;

/** What `betaBinomial` is made of. */
export interface BetaBinomialOptions {
  /** The number n of trials, an integer from 0. */
  readonly total: TensorLike;
  /** α > 0, which draws the probability of success towards 1. */
  readonly alpha: TensorLike;
  /** β > 0, which draws it towards 0. */
  readonly beta: TensorLike;
}

/**
 * The beta-binomial distribution of the number of successes in `total` n trials, whose common probability of success has
 * the beta distribution of α and β.
 *
 * Formula: P(k) = n! / (k! (n − k)!) B(k + α, n − k + β) / B(α, β) for k = 0, …, n.
 *
 * Moments: mean nα/(α + β), variance nαβ(α + β + n) / ((α + β)²(α + β + 1)). The entropy has no closed form.
 *
 * Method: probabilities as a quotient of binomial ones by Loader's saddle-point formula; the distribution function and the
 * entropy by summation, over few places if there are many terms. Quantiles are found by bisection from a Cornish–Fisher
 * estimate. Samples are binomial with a beta draw as probability; no derivative flows through them.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), § 6.2.2; C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the total is an integer from 0, and α and β are positive and finite.
 * @example
 * ```ts
 * import { betaBinomial } from "@adjoint/probability";
 *
 * betaBinomial({ total: 3, alpha: 1, beta: 1 }).prob([0, 1, 2, 3]).toArray(); // => [0.25, 0.25, 0.25, 0.25]
 * betaBinomial({ total: 10, alpha: 2, beta: 3 }).cdf(4).item(); // => 0.5944055944055945
 * ```
 */
export function betaBinomial(options: BetaBinomialOptions): BetaBinomial {
  const { total, alpha, beta: b } = checkOptions("betaBinomial", options, ["total", "alpha", "beta"]);
  return distribution(
    betaBinomialFamily,
    checkParameters("betaBinomial", { total, alpha, beta: b }, betaBinomialFamily.constraints),
  );
}

const quantiles = /* @__PURE__ */ latticeQuantile<BetaBinomialParameters>({
  name: "betaBinomial",
  cdf,
  survival,
  mean,
  variance,
  skewness: (params) => {
    const { total, alpha, beta: b } = params;
    const sum = add(alpha, b);
    const size = div(mul(add(sum, mul(2, total)), sub(b, alpha)), add(sum, 2));
    const spread = div(mul(mul(mul(total, alpha), b), add(total, sum)), add(1, sum));
    return wherePositive(spread, (width) => div(size, sqrt(width)), 0);
  },
  high: ({ total }) => total,
});

/** The functions of the beta-binomial family. */
export const betaBinomialFamily: Family<BetaBinomialParameters> = {
  name: "betaBinomial",
  constraints: { total: count, alpha: positive, beta: positive },
  eventShape: () => [],
  support: ({ total }) => integersBetween(0, total),
  mean,
  variance,
  mode: ({ total, alpha, beta: b }) => {
    // Probabilities rise to a peak if α + β > 2, and otherwise to one end or both.
    const excess = sub(add(alpha, b), 2);
    const isPeaked = greater(excess, 0);
    const beyond = div(mul(add(total, 1), sub(alpha, 1)), where(isPeaked, excess, 1));
    const peak = minimum(maximum(sub(ceil(beyond), 1), 0), total);
    return where(isPeaked, peak, where(greater(alpha, b), total, 0));
  },
  entropy: (params) => {
    // Of the rarer outcome, whose numbers are exact where the others are not.
    const { total, alpha, beta: b } = params;
    const isCommon = greater(alpha, b);
    const rarer = { total, alpha: where(isCommon, b, alpha), beta: where(isCommon, alpha, b) };
    return latticeEntropy(massOf(rarer));
  },
  logProb: (params, x) => onIntegers(x, params.total, (k) => logMass(params, k)),
  cdf,
  logCdf: (params, x) =>
    onSteps(
      x,
      params.total,
      (k) => logOfTail(lower(params, k), upper(params, k), () => latticeLogLower(stepsOf(params), k)),
      [-Infinity, 0],
    ),
  survival,
  logSurvival: (params, x) =>
    onSteps(
      x,
      params.total,
      (k) => logOfTail(upper(params, k), lower(params, k), () => latticeLogUpper(stepsOf(params), k)),
      [0, -Infinity],
    ),
  ...quantiles,
  sample: ({ total, alpha, beta: b }, key, shape) => {
    const [forProbs, forCounts] = split(key);
    const probs = stopGradient(beta(forProbs, shape, { alpha, beta: b }));
    return astype(binomialCounts(forCounts, shape, { total, probs: clip(probs, 0, 1) }), total.dtype);
  },
  fit: "successes alone do not tell the number of trials, and for a known one there is no closed form",
};

function mean({ total, alpha, beta: b }: BetaBinomialParameters): Tensor {
  return mul(total, div(alpha, add(alpha, b)));
}

function variance({ total, alpha, beta: b }: BetaBinomialParameters): Tensor {
  const sum = add(alpha, b);
  const spread = mul(mul(total, div(alpha, sum)), div(b, sum));
  return div(mul(spread, add(sum, total)), add(sum, 1));
}

/**
 * log P(k), for real k too: binomial probabilities at any p make B(k + α, n − k + β) / B(α, β); at p = (k + α)/(n + α + β)
 * all of them are moderate.
 */
function logMass({ total, alpha, beta: b }: BetaBinomialParameters, k: Tensor): Tensor {
  const rest = sub(total, k);
  const [successes, failures] = [add(k, alpha), add(rest, b)];
  const [before, after] = [add(alpha, b), add(total, add(alpha, b))];
  const chances = chancesAt(stopGradient(successes), stopGradient(failures));
  const raw = add(
    binomialLogMass(chances, k, rest),
    sub(binomialLogMass(chances, alpha, b), binomialLogMass(chances, successes, failures)),
  );
  return add(raw, log(mul(mul(div(alpha, successes), div(b, failures)), div(after, before))));
}

/** p = s/(s + f), which does not depend on what is differentiated by: the result is the same for all p. */
function chancesAt(s: Tensor, f: Tensor): Chances {
  const n = add(s, f);
  const [p, q] = [div(s, n), div(f, n)];
  const isRare = less(p, 0.5);
  const always = greater(n, 0);
  return {
    p,
    q,
    logP: where(isRare, log(p), log1p(neg(q))),
    logQ: where(isRare, log1p(neg(p)), log(q)),
    canSucceed: always,
    canFail: always,
  };
}

function massOf(params: BetaBinomialParameters): LatticeMass {
  return {
    logMass: (k) => logMass(params, k),
    mean: mean(params),
    variance: variance(params),
    high: params.total,
  };
}

/** For tails at k < n: without trials there is no such k, and nothing is asked for. */
function stepsOf(params: BetaBinomialParameters): LatticeMass {
  return massOf({ ...params, total: maximum(params.total, 1) });
}

function cdf(params: BetaBinomialParameters, x: Tensor): Tensor {
  return onSteps(x, params.total, (k) => lower(params, k), [0, 1]);
}

function survival(params: BetaBinomialParameters, x: Tensor): Tensor {
  return onSteps(x, params.total, (k) => upper(params, k), [1, 0]);
}

function lower(params: BetaBinomialParameters, k: Tensor): Tensor {
  return exp(latticeLogLower(stepsOf(params), k));
}

function upper(params: BetaBinomialParameters, k: Tensor): Tensor {
  return exp(latticeLogUpper(stepsOf(params), k));
}
