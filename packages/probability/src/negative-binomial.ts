import { negativeBinomial as negativeBinomialCounts } from "@adjoint/random";
import { betainc, betaincc, digamma, polygamma } from "@adjoint/special";
import {
  abs,
  add,
  astype,
  ceil,
  checkOptions,
  div,
  exp,
  greater,
  log,
  log1p,
  maximum,
  mul,
  neg,
  sqrt,
  square,
  stopGradient,
  sub,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { binomialLogMass, chancesOf } from "./binomial-mass.ts";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps, wherePositive } from "./lattice-places.ts";
import { latticeQuantile } from "./lattice-quantile.ts";
import { latticeEntropy, latticeLogLower, latticeLogUpper, logOfTail } from "./lattice-sums.ts";
import type { LatticeMass } from "./lattice-sums.ts";
import { newton } from "./newton.ts";
import { failureOf, positiveProbability, probsOrLogits, successOf } from "./success.ts";
import type { Success } from "./success.ts";
import { integersBetween } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a negative binomial distribution: the number of successes, and their probability or its logit. */
export type NegativeBinomialParameters = { readonly total: Tensor } & Success;

/** A negative binomial distribution. */
export type NegativeBinomial<Params extends NegativeBinomialParameters = NegativeBinomialParameters> =
  Distribution<Params>;

/**
 * The negative binomial distribution of the number of failures before `total` r successes, as in SciPy and R; PyTorch
 * counts successes before failures, so its `probs` is 1 − p and its `logits` are −logits.
 *
 * It is given by the probability `probs` p of a success, or by `logits` log(p / (1 − p)). The total r > 0 may be any
 * number: counts whose Poisson rate is gamma distributed have this distribution.
 *
 * Formula: P(k) = Γ(k + r) / (k! Γ(r)) pʳ (1 − p)ᵏ for k = 0, 1, 2, …
 *
 * Moments: mean r(1 − p)/p, variance r(1 − p)/p². The entropy has no closed form.
 *
 * Method: probabilities by Loader's saddle-point formula; the distribution function is an incomplete beta function. The
 * entropy, and the logarithms of tails that underflow, are summed, over few places if there are many terms. Quantiles
 * are found by bisection from a Cornish–Fisher estimate. No derivative flows through samples. The fit is found by Newton's
 * method in the logarithm of r; observations that vary no more than Poisson counts have none.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), ch. 5; C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the total is positive and finite, probs are greater than 0 and at most 1, or logits finite,
 * and exactly one of them is given.
 * @example
 * ```ts
 * import { negativeBinomial } from "@adjoint/probability";
 *
 * const failures = negativeBinomial({ total: 3, probs: 0.5 });
 * failures.prob([0, 1, 2]).toArray(); // => [0.125, 0.1875, 0.1875]
 * failures.variance.item(); // => 6
 * ```
 */
export function negativeBinomial(options: {
  readonly total: TensorLike;
  readonly probs: TensorLike;
}): NegativeBinomial<{ readonly total: Tensor; readonly probs: Tensor }>;
export function negativeBinomial(options: {
  readonly total: TensorLike;
  readonly logits: TensorLike;
}): NegativeBinomial<{ readonly total: Tensor; readonly logits: Tensor }>;
export function negativeBinomial(options: {
  readonly total: TensorLike;
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): NegativeBinomial {
  const { total, ...chance } = checkOptions("negativeBinomial", options, ["total", "probs", "logits"]);
  const given = { total, ...probsOrLogits("negativeBinomial", chance) };
  const { constraints } = negativeBinomialFamily;
  return distribution(
    negativeBinomialFamily,
    checkParameters("negativeBinomial", given, constraints) as NegativeBinomialParameters,
  );
}

const quantiles = /* @__PURE__ */ latticeQuantile<NegativeBinomialParameters>({
  name: "negativeBinomial",
  cdf,
  survival,
  mean,
  variance,
  skewness: (params) =>
    wherePositive(mul(params.total, failureOf(params)), (v) => div(add(1, failureOf(params)), sqrt(v)), 0),
  high: () => tensor(Infinity),
});

/** The functions of the negative binomial family. */
export const negativeBinomialFamily: Family<NegativeBinomialParameters> = {
  name: "negativeBinomial",
  constraints: { total: positive, probs: positiveProbability, logits: finite },
  eventShape: () => [],
  support: () => integersBetween(0, Infinity),
  mean,
  variance,
  // Of (r − 1)(1 − p)/p − 1 and (r − 1)(1 − p)/p, which are as probable as each other, the smaller.
  mode: (params) => maximum(sub(ceil(mul(sub(params.total, 1), odds(params))), 1), 0),
  entropy: (params) => latticeEntropy(massOf(params)),
  logProb: (params, x) => onIntegers(x, Infinity, massOf(params).logMass),
  cdf,
  logCdf: (params, x) =>
    onSteps(
      x,
      Infinity,
      (k) => logOfTail(lower(params, k), upper(params, k), () => latticeLogLower(massOf(params), k)),
      [-Infinity, 0],
    ),
  survival,
  logSurvival: (params, x) =>
    onSteps(
      x,
      Infinity,
      (k) => logOfTail(upper(params, k), lower(params, k), () => latticeLogUpper(massOf(params), k)),
      [0, -Infinity],
    ),
  ...quantiles,
  sample: (params, key, shape) => {
    const { total } = params;
    return astype(negativeBinomialCounts(key, shape, { total, probs: successOf(params) }), total.dtype);
  },
  fit: (samples, weights) => {
    const average = weightedMean(samples, weights);
    const excess = sub(weightedMean(square(sub(samples, average)), weights), average);
    // Observations that vary no more than those of a Poisson distribution have no most likely total.
    const isWide = greater(excess, 0);
    const start = log(div(square(average), where(isWide, excess, 1)));
    const best = newton(stopGradient(where(isWide, start, 0)), (u) => scoreOf(samples, weights, exp(u)));
    const total = where(isWide, exp(best), NaN);
    return { total, probs: div(total, add(total, average)) };
  },
};

/**
 * The score E[ψ(x + r) − ψ(r)] + log(r/(r + m)) of the total, where probs is r/(r + m) for the mean m, times r(1 + r), which
 * falls from one constant to another; and its slope in log r.
 */
function scoreOf(samples: Tensor, weights: Tensor, r: Tensor): readonly [value: Tensor, slope: Tensor] {
  const m = weightedMean(samples, weights);
  const shifted = add(samples, r);
  const rise = sub(weightedMean(digamma(shifted), weights), digamma(r));
  const score = sub(rise, log1p(div(m, r)));
  const bend = sub(weightedMean(polygamma(1, shifted), weights), polygamma(1, r));
  const change = add(bend, div(m, mul(r, add(r, m))));
  const factor = mul(r, add(1, r));
  const slope = mul(r, add(mul(change, factor), mul(score, add(1, mul(2, r)))));
  return [mul(score, factor), neg(abs(slope))];
}

/** (1 − p)/p */
function odds(params: NegativeBinomialParameters): Tensor {
  return "probs" in params ? div(failureOf(params), params.probs) : exp(neg(params.logits));
}

function mean(params: NegativeBinomialParameters): Tensor {
  return mul(params.total, odds(params));
}

function variance(params: NegativeBinomialParameters): Tensor {
  return div(mean(params), successOf(params));
}

function massOf(params: NegativeBinomialParameters): LatticeMass {
  const chances = chancesOf(params);
  const { total } = params;
  return {
    // Of the k + r trials the last is a success.
    logMass: (k) => {
      const ofAll = binomialLogMass(chances, total, k);
      return where(greater(ofAll, -Infinity), add(log(div(total, add(total, k))), ofAll), -Infinity);
    },
    mean: mean(params),
    variance: variance(params),
    high: tensor(Infinity),
  };
}

function cdf(params: NegativeBinomialParameters, x: Tensor): Tensor {
  return onSteps(x, Infinity, (k) => lower(params, k), [0, 1]);
}

function survival(params: NegativeBinomialParameters, x: Tensor): Tensor {
  return onSteps(x, Infinity, (k) => upper(params, k), [1, 0]);
}

/** P(X ≤ k), from the smaller of p and 1 − p. */
function lower(params: NegativeBinomialParameters, k: Tensor): Tensor {
  const [p, q, isLikely] = [successOf(params), failureOf(params), greater(successOf(params), 0.5)];
  const above = add(k, 1);
  const { total } = params;
  return where(
    isLikely,
    betaincc(above, total, where(isLikely, q, 0.5)),
    betainc(total, above, where(isLikely, 0.5, p)),
  );
}

function upper(params: NegativeBinomialParameters, k: Tensor): Tensor {
  const [p, q, isLikely] = [successOf(params), failureOf(params), greater(successOf(params), 0.5)];
  const above = add(k, 1);
  const { total } = params;
  return where(
    isLikely,
    betainc(above, total, where(isLikely, q, 0.5)),
    betaincc(total, above, where(isLikely, 0.5, p)),
  );
}
