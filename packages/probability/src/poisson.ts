import { poisson as poissonCounts } from "@adjoint/random";
import {
  gammainc,
  gammaincc,
  logGammainc,
  logGammaincc,
  poissonDeviance,
  stirlingError,
} from "@adjoint/special";
import {
  add,
  astype,
  ceil,
  checkOptions,
  greater,
  lessEqual,
  log,
  logicalAnd,
  maximum,
  mul,
  neg,
  reciprocal,
  sqrt,
  sub,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, nonNegative } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps, wherePositive } from "./lattice-places.ts";
import { latticeQuantile } from "./lattice-quantile.ts";
import { latticeEntropy } from "./lattice-sums.ts";
import { integersBetween } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a Poisson distribution. */
export type PoissonParameters = { readonly rate: Tensor };

/** A Poisson distribution. */
export type Poisson = Distribution<PoissonParameters>;

/** What `poisson` is made of. */
export interface PoissonOptions {
  /** The expected number λ ≥ 0 of events, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * The Poisson distribution of the number of events that come independently, λ of them on the average.
 *
 * Formula: P(k) = λᵏ exp(−λ) / k! for k = 0, 1, 2, …
 *
 * Moments: mean λ, variance λ. The entropy has no closed form: λ(1 − log λ) + E[log X!].
 *
 * Method: probabilities by Loader's saddle-point formula exp(−D(k, λ) − δ(k)) / √(2πk), which keeps its digits for large
 * λ; the distribution function is an incomplete gamma function. The entropy is summed, over few places if there are many
 * terms. Quantiles are found by bisection from a Cornish–Fisher estimate. Samples are steps in λ: no derivative flows
 * through them.
 *
 * Source: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions" (2005), ch. 4; C. Loader, "Fast and
 * accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the rate is at least 0 and finite.
 * @example
 * ```ts
 * import { poisson } from "@adjoint/probability";
 *
 * const calls = poisson({ rate: 3 });
 * calls.prob([0, 3, 2.5]).toArray(); // => [0.049787068367863944, 0.22404180765538775, 0]
 * calls.quantile(0.99).item(); // => 8
 * poisson({ rate: 1e8 }).logProb(1e8).item(); // => -10.129278905213576
 * ```
 */
export function poisson(options: PoissonOptions = {}): Poisson {
  const { rate = 1 } = checkOptions("poisson", options, ["rate"]);
  return distribution(poissonFamily, checkParameters("poisson", { rate }, poissonFamily.constraints));
}

const quantiles = /* @__PURE__ */ latticeQuantile<PoissonParameters>({
  name: "poisson",
  cdf,
  survival,
  mean: ({ rate }) => rate,
  variance: ({ rate }) => rate,
  skewness: ({ rate }) => wherePositive(rate, (positive) => reciprocal(sqrt(positive)), 0),
  high: () => tensor(Infinity),
});

/** The functions of the Poisson family. */
export const poissonFamily: Family<PoissonParameters> = {
  name: "poisson",
  constraints: { rate: nonNegative },
  eventShape: () => [],
  support: () => integersBetween(0, Infinity),
  mean: ({ rate }) => rate,
  variance: ({ rate }) => rate,
  // Of λ − 1 and λ, which are as probable as each other, the smaller.
  mode: ({ rate }) => maximum(sub(ceil(rate), 1), 0),
  entropy: ({ rate }) =>
    latticeEntropy({ logMass: (k) => logMass(rate, k), mean: rate, variance: rate, high: tensor(Infinity) }),
  logProb: ({ rate }, x) => onIntegers(x, Infinity, (k) => logMass(rate, k)),
  cdf,
  logCdf: ({ rate }, x) => onSteps(x, Infinity, (k) => logGammaincc(add(k, 1), rate), [-Infinity, 0]),
  survival,
  logSurvival: ({ rate }, x) => onSteps(x, Infinity, (k) => logGammainc(add(k, 1), rate), [0, -Infinity]),
  ...quantiles,
  sample: ({ rate }, key, shape) => astype(poissonCounts(key, shape, { rate }), rate.dtype),
  fit: (samples, weights) => ({ rate: weightedMean(samples, weights) }),
};

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

/** log P(k) for k ≥ 0, by Loader's formula, which has k = 0 apart. */
function logMass(rate: Tensor, k: Tensor): Tensor {
  const rest = wherePositive(k, (n) => add(add(stirlingError(n), mul(0.5, log(n))), halfLogTwoPi), 0);
  const isImpossible = logicalAnd(greater(k, 0), lessEqual(rate, 0));
  const value = neg(add(poissonDeviance(k, where(isImpossible, 1, rate)), rest));
  return where(isImpossible, -Infinity, value);
}

function cdf({ rate }: PoissonParameters, x: Tensor): Tensor {
  return onSteps(x, Infinity, (k) => gammaincc(add(k, 1), rate), [0, 1]);
}

function survival({ rate }: PoissonParameters, x: Tensor): Tensor {
  return onSteps(x, Infinity, (k) => gammainc(add(k, 1), rate), [1, 0]);
}
