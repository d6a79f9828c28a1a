import { multinomial as multinomialCounts } from "@adjoint/random";
import { stirlingError } from "@adjoint/special";
import {
  add,
  all,
  any,
  astype,
  broadcastTo,
  checkOptions,
  div,
  equal,
  expandDims,
  eye,
  floor,
  greater,
  greaterEqual,
  isNaN,
  log,
  logicalAnd,
  max,
  mul,
  neg,
  stopGradient,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { binomialLogMass, deviance } from "./binomial-mass.ts";
import { logProbabilities, outcomeLogits, probabilities } from "./categorical.ts";
import type { CategoricalParameters } from "./categorical.ts";
import { checkParameters, count, simplex } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { wherePositive } from "./lattice-places.ts";
import { latticeExpectation } from "./lattice-sums.ts";
import { probsOrLogits } from "./success.ts";
import { countVectors } from "./support.ts";
import { noOrder, orthant } from "./vectors.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a multinomial distribution: how many trials, and the probabilities of the outcomes or their logits. */
export type MultinomialParameters = { readonly total: Tensor } & CategoricalParameters;

/** A multinomial distribution. */
export type Multinomial<Params extends MultinomialParameters = MultinomialParameters> = Distribution<Params>;

/**
 * The multinomial distribution of how often each of n outcomes comes in `total` N independent trials.
 *
 * It is given by `probs` p along the last axis, or by `logits`, whose softmax they are. Derivatives in `probs` are those
 * after a division by their sum, as in PyTorch; none flows to the total.
 *
 * Formula: P(k) = N! Πᵢ pᵢ^kᵢ / kᵢ! for counts kᵢ ≥ 0 with the sum N.
 *
 * Moments: mean N p, covariance N (diag(p) − p pᵀ). The entropy has no closed form: a sum over the counts of each outcome.
 *
 * Method: probabilities by deviances kᵢ log(kᵢ/(N pᵢ)) + N pᵢ − kᵢ and errors of Stirling's formula, in which nothing
 * cancels for large N. Samples are binomial counts, outcome by outcome; no derivative flows through them.
 *
 * Shapes: leading axes of the probabilities are a batch; one draw is a vector [n].
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Discrete multivariate distributions" (1997), ch. 35; C. Loader, "Fast
 * and accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the total is an integer from 0, probs are at least 0 with the sum 1, or logits less than ∞,
 * and exactly one of them is given; ShapeError if they are a single number.
 * @example
 * ```ts
 * import { multinomial } from "@adjoint/probability";
 *
 * const votes = multinomial({ total: 4, probs: [0.5, 0.25, 0.25] });
 * votes.mean; // => [2. 1. 1.]
 * votes.prob([2, 1, 1]).item(); // => 0.1875
 * votes.prob([2, 1, 2]).item(); // => 0
 * ```
 */
export function multinomial(options: {
  readonly total: TensorLike;
  readonly probs: TensorLike;
}): Multinomial<{ readonly total: Tensor; readonly probs: Tensor }>;
export function multinomial(options: {
  readonly total: TensorLike;
  readonly logits: TensorLike;
}): Multinomial<{ readonly total: Tensor; readonly logits: Tensor }>;
export function multinomial(options: {
  readonly total: TensorLike;
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): Multinomial {
  const { total, ...outcomes } = checkOptions("multinomial", options, ["total", "probs", "logits"]);
  const given = { total, ...probsOrLogits("multinomial", outcomes) };
  const { constraints } = multinomialFamily;
  return distribution(
    multinomialFamily,
    checkParameters("multinomial", given, constraints) as MultinomialParameters,
  );
}

/** The functions of the multinomial family. */
export const multinomialFamily: Family<MultinomialParameters> = {
  name: "multinomial",
  constraints: { total: count, probs: simplex, logits: outcomeLogits },
  eventShape: (params) => [probabilities(params).shape.at(-1)!],
  support: ({ total }) => countVectors(total),
  mean: (params) => mul(trials(params), probabilities(params)),
  variance: (params) => {
    const p = probabilities(params);
    return mul(trials(params), mul(p, sub(1, p)));
  },
  covariance: (params) => {
    const p = probabilities(params);
    const n = p.shape.at(-1)!;
    const products = mul(expandDims(p, -1), expandDims(p, -2));
    const main = expandDims(mul(p, sub(1, p)), -1);
    return mul(expandDims(trials(params), -1), where(equal(eye(n, n), 1), main, neg(products)));
  },
  mode: "the most probable counts are near N p, but which of them has no closed form",
  entropy: (params) => {
    const n = trials(params);
    const chances = chancesOf(params);
    const logMass = (k: Tensor): Tensor => binomialLogMass(chances, k, sub(n, k));
    const mass = { logMass, mean: mul(n, chances.p), variance: mul(n, mul(chances.p, chances.q)), high: n };
    const each = latticeExpectation(mass, (k) => sub(cost(k), distances(params, k)));
    return sub(sum(each, { axis: -1 }), cost(stopGradient(params.total)));
  },
  logProb,
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: (params, key, shape) => {
    const { total } = params;
    const p = probabilities(params);
    return astype(multinomialCounts(key, shape, { total, probs: p }), total.dtype);
  },
  fit: (samples, weights) => {
    const total = max(sum(samples, { axis: -1 }), { axis: 0 });
    return { total, probs: div(weightedMean(samples, weights), expandDims(total, -1)) };
  },
};

/** N along the last axis of the outcomes. */
function trials(params: MultinomialParameters): Tensor {
  return expandDims(stopGradient(params.total), -1);
}

/** Of each outcome against all others. */
function chancesOf(params: MultinomialParameters) {
  const p = probabilities(params);
  return {
    p,
    q: sub(1, p),
    logP: safeLogs(params),
    logQ: log(where(greater(1, p), sub(1, p), 1)),
    canSucceed: greater(p, 0),
    canFail: greater(1, p),
  };
}

function safeLogs(params: MultinomialParameters): Tensor {
  const logs = logProbabilities(params);
  return where(greater(logs, -Infinity), logs, 0);
}

/** δ(k) + ½ log(2πk), the part of log k! beyond k log k − k. */
function cost(k: Tensor): Tensor {
  return wherePositive(k, (n) => add(stirlingError(n), mul(0.5, log(mul(2 * Math.PI, n)))), 0);
}

/** Minus the deviance of each count; 0 where an outcome is impossible. */
function distances(params: MultinomialParameters, k: Tensor): Tensor {
  const p = probabilities(params);
  const isPossible = greater(logProbabilities(params), -Infinity);
  const n = trials(params);
  const isSome = logicalAnd(greater(k, 0), isPossible);
  const some = deviance(
    where(isSome, k, 1),
    where(greater(n, 0), n, 1),
    where(isSome, p, 0.5),
    safeLogs(params),
  );
  return neg(where(isSome, some, where(isPossible, mul(n, p), 0)));
}

function logProb(params: MultinomialParameters, x: Tensor): Tensor {
  const n = trials(params);
  const isCount = logicalAnd(logicalAnd(greaterEqual(x, 0), equal(floor(x), x)), greaterEqual(n, x));
  const k = where(isCount, x, 0);
  const isComplete = equal(sum(k, { axis: -1 }), params.total);
  const isPossible = greater(logProbabilities(params), -Infinity);
  const allowed = logicalAnd(
    isComplete,
    all(where(isCount, where(greater(k, 0), isPossible, true), false), { axis: -1 }),
  );
  const several = add(
    cost(stopGradient(params.total)),
    sum(sub(distances(params, k), cost(k)), { axis: -1 }),
  );
  // All of one kind: a power, which may be closer to 1 than the terms above.
  const isAll = logicalAnd(equal(k, n), greater(k, 0));
  const single = sum(where(isAll, mul(n, safeLogs(params)), 0), { axis: -1 });
  const value = where(any(isAll, { axis: -1 }), single, several);
  const shape = allowed.shape;
  const missing = any(isNaN(x), { axis: -1 });
  return where(missing, NaN, where(allowed, broadcastTo(value, shape), -Infinity));
}
