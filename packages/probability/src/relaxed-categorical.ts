import { gumbel } from "@adjoint/random";
import {
  abs,
  add,
  all,
  any,
  astype,
  checkOptions,
  div,
  exp,
  expandDims,
  greater,
  isNaN,
  lessEqual,
  log,
  logicalAnd,
  logSoftmax,
  maximum,
  mul,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { logProbabilities } from "./categorical.ts";
import type { CategoricalParameters } from "./categorical.ts";
import { checkParameters, finite, positive, simplex, vectorOf } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { probsOrLogits } from "./success.ts";
import { probabilityVectors } from "./support.ts";
import { noOrder, orthant } from "./vectors.ts";

/** The parameters of a relaxed categorical distribution: the temperature, and the probabilities or their logits. */
export type RelaxedCategoricalParameters = { readonly temperature: Tensor } & CategoricalParameters;

/** A relaxed categorical distribution. */
export type RelaxedCategorical<Params extends RelaxedCategoricalParameters = RelaxedCategoricalParameters> =
  Distribution<Params>;

/**
 * The relaxed categorical distribution of probability vectors x of n numbers, which approaches the one-hot vectors of a
 * categorical distribution as the temperature falls to 0, but whose samples differentiate.
 *
 * Formula: x = softmax((z + G)/T) with the logits z and independent G of the Gumbel distribution, so
 * p(x) = (n − 1)! Tⁿ⁻¹ Πₖ (pₖ xₖ^(−T−1)) / (Σᵢ pᵢ xᵢ^(−T))ⁿ, as a density of x₁, …, xₙ₋₁.
 *
 * Moments: xₖ is the largest with probability pₖ; mean, variance and entropy have no closed form.
 *
 * Method: in logarithms. Samples are kept off 0, where the density may be infinite, and differentiate with respect to the
 * temperature and z.
 *
 * Shapes: leading axes of the probabilities and the axes of the temperature are a batch; one draw is a vector [n].
 *
 * Source: C. Maddison, A. Mnih, Y. W. Teh, "The concrete distribution" (2017), arXiv:1611.00712; E. Jang, S. Gu, B. Poole,
 * "Categorical reparameterization with Gumbel-softmax" (2017), arXiv:1611.01144.
 *
 * @throws DomainError unless the temperature is positive and finite, probs are greater than 0 with the sum 1, or logits
 * finite, and exactly one of them is given; ShapeError if they are a single number.
 * @example
 * ```ts
 * import { relaxedCategorical } from "@adjoint/probability";
 *
 * const choice = relaxedCategorical({ temperature: 1, probs: [0.5, 0.25, 0.25] });
 * choice.prob([0.5, 0.25, 0.25]).item(); // => 2.3703703703703702
 * choice.prob([0.5, 0.5, 0.5]).item(); // => 0
 * ```
 */
export function relaxedCategorical(options: {
  readonly temperature: TensorLike;
  readonly probs: TensorLike;
}): RelaxedCategorical<{ readonly temperature: Tensor; readonly probs: Tensor }>;
export function relaxedCategorical(options: {
  readonly temperature: TensorLike;
  readonly logits: TensorLike;
}): RelaxedCategorical<{ readonly temperature: Tensor; readonly logits: Tensor }>;
export function relaxedCategorical(options: {
  readonly temperature: TensorLike;
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): RelaxedCategorical {
  const names = ["temperature", "probs", "logits"] as const;
  const { temperature, ...outcomes } = checkOptions("relaxedCategorical", options, names);
  const given = { temperature, ...probsOrLogits("relaxedCategorical", outcomes) };
  const { constraints } = relaxedCategoricalFamily;
  return distribution(
    relaxedCategoricalFamily,
    checkParameters("relaxedCategorical", given, constraints) as RelaxedCategoricalParameters,
  );
}

const noIntegral = "the integral over the Gumbel distribution has no closed form";

/** Probabilities of outcomes that are all possible. */
const positiveSimplex: Constraint = {
  ...simplex,
  requirement: "probabilities greater than 0 along the last axis",
  violation(block, shape) {
    for (let index = 0; index < block.length; index++) {
      if (!(block[index]! > 0)) return { value: block[index]!, index };
    }
    return simplex.violation(block, shape);
  },
};

/** The functions of the relaxed categorical family. */
export const relaxedCategoricalFamily: Family<RelaxedCategoricalParameters> = {
  name: "relaxedCategorical",
  constraints: { temperature: positive, probs: positiveSimplex, logits: /* @__PURE__ */ vectorOf(finite) },
  eventShape: (params) => [logProbabilities(params).shape.at(-1)!],
  support: probabilityVectors,
  mean: noIntegral,
  variance: noIntegral,
  covariance: noIntegral,
  mode: "below the temperature 1/(n − 1) the density is infinite at the corners, and above it the equations have no closed form",
  entropy: noIntegral,
  logProb,
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: (params, key, shape) => {
    const { dtype } = params.temperature;
    const noise = gumbel(key, shape);
    const logs = logSoftmax(div(add(logProbabilities(params), noise), expandDims(params.temperature, -1)));
    return astype(exp(maximum(logs, dtype === "float32" ? -87 : -708)), dtype);
  },
  fit: "its likelihood has no maximum in closed form",
};

function logProb(params: RelaxedCategoricalParameters, x: Tensor): Tensor {
  const logits = logProbabilities(params);
  const { temperature } = params;
  const n = logits.shape.at(-1)!;
  const isInside = logicalAnd(
    all(greater(x, 0), { axis: -1 }),
    lessEqual(abs(sub(sum(x, { axis: -1 }), 1)), 1e-6),
  );
  const logs = log(where(expandDims(isInside, -1), x, 1 / n));
  const scores = logSoftmax(sub(logits, mul(expandDims(temperature, -1), logs)));
  const scale = add(mul(n - 1, log(temperature)), logFactorial(n - 1));
  const value = add(scale, sum(sub(scores, logs), { axis: -1 }));
  return where(any(isNaN(x), { axis: -1 }), NaN, where(isInside, value, -Infinity));
}

function logFactorial(n: number): number {
  let total = 0;
  for (let k = 2; k <= n; k++) total += Math.log(k);
  return total;
}
