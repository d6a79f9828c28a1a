import { categorical as outcomesDrawn } from "@adjoint/random";
import {
  arange,
  argmax,
  astype,
  checkOptions,
  clip,
  cumsum,
  div,
  expandDims,
  equal,
  flip,
  gather,
  greater,
  isNaN,
  less,
  lessEqual,
  log,
  log1p,
  logSoftmax,
  logSumExp,
  max,
  mul,
  neg,
  reshape,
  slice,
  softmax,
  square,
  squeeze,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, simplex } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { distribution, dtypeOf } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { onIntegers, onSteps } from "./lattice-places.ts";
import { logOfTail } from "./lattice-sums.ts";
import { probsOrLogits } from "./success.ts";
import { integersBetween } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameter of a categorical distribution: the probabilities of the outcomes, or their logits. */
export type CategoricalParameters = { readonly probs: Tensor } | { readonly logits: Tensor };

/** A categorical distribution. */
export type Categorical<Params extends CategoricalParameters = CategoricalParameters> = Distribution<Params>;

/**
 * The categorical distribution of one of the outcomes 0, 1, …, n − 1.
 *
 * It is given by `probs` along the last axis, or by `logits`, whose softmax they are; logits may be large, and −∞ for what
 * cannot happen. Derivatives in `probs` are those after a division by their sum, as in PyTorch.
 *
 * Formula: P(k) = pₖ = exp(zₖ) / Σⱼ exp(zⱼ).
 *
 * Moments: mean Σ k pₖ, variance Σ (k − mean)² pₖ, entropy −Σ pₖ log pₖ with 0 log 0 = 0.
 *
 * Method: sums from either end, so that both tails keep their digits; from logits in logarithms. Samples are
 * steps in the parameters: no derivative flows through them. The fit has as many outcomes as the
 * observations show.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Discrete multivariate distributions" (1997), ch. 35.
 *
 * @throws DomainError unless probs are at least 0 with the sum 1, or logits less than ∞, not all −∞, and exactly one of
 * them is given; ShapeError if they are a single number.
 * @example
 * ```ts
 * import { categorical } from "@adjoint/probability";
 *
 * const colour = categorical({ probs: [0.5, 0.25, 0.25] });
 * colour.prob([0, 2, 3]).toArray(); // => [0.5, 0.25, 0]
 * colour.entropy().item(); // => 1.0397207708399179
 * categorical({ logits: [1000, 0, -1000] }).logProb([0, 1, 2]).toArray(); // => [0, -1000, -2000]
 * ```
 */
export function categorical(options: { readonly probs: TensorLike }): Categorical<{ readonly probs: Tensor }>;
export function categorical(options: {
  readonly logits: TensorLike;
}): Categorical<{ readonly logits: Tensor }>;
export function categorical(options: {
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): Categorical {
  const given = probsOrLogits("categorical", checkOptions("categorical", options, ["probs", "logits"]));
  const { constraints } = categoricalFamily;
  return distribution(
    categoricalFamily,
    checkParameters("categorical", given, constraints) as CategoricalParameters,
  );
}

/** Logits of all outcomes along the last axis: less than ∞, and not all −∞. */
export const outcomeLogits: Constraint = {
  requirement: "logits along the last axis, less than ∞ and not all −∞",
  remedy: "look for an overflow where they were computed",
  rank: 1,
  violation(block) {
    let largest = -Infinity;
    for (let index = 0; index < block.length; index++) {
      const value = block[index]!;
      if (!(value < Infinity)) return { value, index };
      largest = Math.max(largest, value);
    }
    return largest === -Infinity ? { value: largest, index: 0, what: "the largest" } : undefined;
  },
};

/** The functions of the categorical family. */
export const categoricalFamily: Family<CategoricalParameters> = {
  name: "categorical",
  constraints: { probs: simplex, logits: outcomeLogits },
  eventShape: () => [],
  support: (params) => integersBetween(0, countOf(params) - 1),
  mean: (params) => sum(mul(outcomes(params), probabilities(params)), { axis: -1 }),
  variance: (params) => {
    const p = probabilities(params);
    const mean = sum(mul(outcomes(params), p), { axis: -1, keepDims: true });
    return sum(mul(square(sub(outcomes(params), mean)), p), { axis: -1 });
  },
  mode: (params) => {
    const terms = "probs" in params ? params.probs : params.logits;
    return astype(argmax(terms, { axis: -1 }), terms.dtype);
  },
  entropy: (params) => outcomeEntropy(probabilities(params), logProbabilities(params)),
  logProb: (params, x) =>
    onIntegers(x, countOf(params) - 1, (k) => chosen(logProbabilities(params), astype(k, "int32"))),
  cdf: (params, x) => onSteps(x, countOf(params) - 1, (k) => lower(params, k), [0, 1]),
  logCdf: (params, x) =>
    onSteps(
      x,
      countOf(params) - 1,
      (k) => logOfTail(lower(params, k), upper(params, k), () => logLower(params, k)),
      [-Infinity, 0],
    ),
  survival: (params, x) => onSteps(x, countOf(params) - 1, (k) => upper(params, k), [1, 0]),
  logSurvival: (params, x) =>
    onSteps(
      x,
      countOf(params) - 1,
      (k) => logOfTail(upper(params, k), lower(params, k), () => logUpper(params, k)),
      [0, -Infinity],
    ),
  quantile,
  upperQuantile: (params, q) => firstReaching(params, sub(1, q), q),
  sample: (params, key, shape) => astype(outcomesDrawn(key, shape, params), dtypeOf(params)),
  fit: (samples, weights) => {
    const count = 1 + max(samples).item();
    const shown = equal(expandDims(samples, -1), arange(count));
    return { probs: weightedMean(astype(shown, weights.dtype), weights) };
  },
};

/** −Σ p log p over the last axis, with 0 log 0 = 0. */
function outcomeEntropy(p: Tensor, logs: Tensor): Tensor {
  const isPossible = greater(p, 0);
  // A difference, which is 0 and not −0 for a sure outcome.
  return sub(0, sum(where(isPossible, mul(p, where(isPossible, logs, 0)), 0), { axis: -1 }));
}

/** p, with the sum 1 also where the given sum is only close to it. */
export function probabilities(params: CategoricalParameters): Tensor {
  if (!("probs" in params)) return softmax(params.logits);
  return div(params.probs, sum(params.probs, { axis: -1, keepDims: true }));
}

/** log p, with the derivative 0 where p = 0. */
export function logProbabilities(params: CategoricalParameters): Tensor {
  if (!("probs" in params)) return logSoftmax(params.logits);
  const p = probabilities(params);
  const isPossible = greater(p, 0);
  // What is nearly sure is told by the others.
  const isLikely = greater(p, 0.5);
  const rest = sum(where(isLikely, 0, p), { axis: -1, keepDims: true });
  const logs = where(isLikely, log1p(neg(where(isLikely, rest, 0))), log(where(isPossible, p, 1)));
  return where(isPossible, logs, -Infinity);
}

function countOf(params: CategoricalParameters): number {
  return ("probs" in params ? params.probs : params.logits).shape.at(-1)!;
}

/** 0, 1, …, n − 1 */
function outcomes(params: CategoricalParameters): Tensor {
  const { dtype } = "probs" in params ? params.probs : params.logits;
  return arange(countOf(params), undefined, undefined, { dtype });
}

/** Of each line the number at its place, broadcasting. */
function chosen(lines: Tensor, places: Tensor): Tensor {
  const rank = Math.max(lines.shape.length - 1, places.shape.length);
  const grown = (x: Tensor, shape: Shape, axes: number): Tensor =>
    reshape(x, [...new Array<number>(axes - shape.length).fill(1), ...shape]);
  const at = grown(places, [...places.shape, 1], rank + 1);
  return squeeze(gather(grown(lines, lines.shape, rank + 1), at), -1);
}

function isUpTo(params: CategoricalParameters, k: Tensor): Tensor {
  return lessEqual(outcomes(params), expandDims(k, -1));
}

function lower(params: CategoricalParameters, k: Tensor): Tensor {
  return sum(where(isUpTo(params, k), probabilities(params), 0), { axis: -1 });
}

function upper(params: CategoricalParameters, k: Tensor): Tensor {
  return sum(where(isUpTo(params, k), 0, probabilities(params)), { axis: -1 });
}

function logLower(params: CategoricalParameters, k: Tensor): Tensor {
  return logSumExp(where(isUpTo(params, k), logProbabilities(params), -Infinity), { axis: -1 });
}

function logUpper(params: CategoricalParameters, k: Tensor): Tensor {
  return logSumExp(where(isUpTo(params, k), -Infinity, logProbabilities(params)), { axis: -1 });
}

function quantile(params: CategoricalParameters, p: Tensor): Tensor {
  return firstReaching(params, p, sub(1, p));
}

/** The first outcome with P(X ≤ x) ≥ p or, in the upper half, P(X > x) ≤ q, but for rounding. */
function firstReaching(params: CategoricalParameters, p: Tensor, q: Tensor): Tensor {
  const each = probabilities(params);
  const sums = cumsum(each, { axis: -1 });
  const rest = slice(flip(cumsum(flip(each, -1), { axis: -1 }), -1), "...", [1]);
  const counted = (isBefore: Tensor): Tensor => sum(astype(isBefore, each.dtype), { axis: -1 });
  const fromLow = counted(less(sums, mul(expandDims(p, -1), 1 - slack)));
  const fromHigh = counted(greater(rest, mul(expandDims(q, -1), 1 + slack)));
  const place = where(less(p, 0.5), clip(fromLow, 0, countOf(params) - 1), fromHigh);
  return where(isNaN(p), p, place);
}

/** How far a probability may fall short of a level: some rounding of both. */
const slack = 2 ** -46;
