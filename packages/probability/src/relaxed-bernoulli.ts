import { logistic } from "@adjoint/random";
import { logit } from "@adjoint/special";
import {
  add,
  astype,
  checkOptions,
  clip,
  div,
  log,
  log1p,
  mul,
  neg,
  sigmoid,
  softplus,
  sub,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, openUnitInterval, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { isFraction, piecewise } from "./piecewise.ts";
import { probsOrLogits } from "./success.ts";
import type { Success } from "./success.ts";
import { unitSegment } from "./support.ts";

/** The parameters of a relaxed Bernoulli distribution: the temperature, and the probability of 1 or its logit. */
export type RelaxedBernoulliParameters = { readonly temperature: Tensor } & Success;

/** A relaxed Bernoulli distribution. */
export type RelaxedBernoulli<Params extends RelaxedBernoulliParameters = RelaxedBernoulliParameters> =
  Distribution<Params>;

/**
 * The relaxed Bernoulli distribution of x between 0 and 1, which approaches the Bernoulli distribution of `probs` as the
 * temperature falls to 0, but whose samples differentiate.
 *
 * Formula: x = sigmoid((z + L)/T) with the logit z and L of the logistic distribution, so
 * p(x) = T s(T logit x − z) / (x(1 − x)) with s(u) = sigmoid(u) sigmoid(−u).
 *
 * Moments: P(X > ½) is `probs`; mean, variance and entropy have no closed form.
 *
 * Method: from the logit of x, so that both tails keep their digits. Samples are kept off 0 and 1, where the density may be
 * infinite, and differentiate with respect to the temperature and z.
 *
 * Source: C. Maddison, A. Mnih, Y. W. Teh, "The concrete distribution" (2017), arXiv:1611.00712; E. Jang, S. Gu, B. Poole,
 * "Categorical reparameterization with Gumbel-softmax" (2017), arXiv:1611.01144.
 *
 * @throws DomainError unless the temperature is positive and finite, probs are greater than 0 and less than 1, or logits
 * finite, and exactly one of them is given.
 * @example
 * ```ts
 * import { relaxedBernoulli } from "@adjoint/probability";
 *
 * const gate = relaxedBernoulli({ temperature: 0.5, logits: 2 });
 * gate.survival(0.5).item(); // => 0.8807970779778823
 * gate.logProb(0.9).item(); // => 0.13190480893377465
 * ```
 */
export function relaxedBernoulli(options: {
  readonly temperature: TensorLike;
  readonly probs: TensorLike;
}): RelaxedBernoulli<{ readonly temperature: Tensor; readonly probs: Tensor }>;
export function relaxedBernoulli(options: {
  readonly temperature: TensorLike;
  readonly logits: TensorLike;
}): RelaxedBernoulli<{ readonly temperature: Tensor; readonly logits: Tensor }>;
export function relaxedBernoulli(options: {
  readonly temperature: TensorLike;
  readonly probs?: TensorLike;
  readonly logits?: TensorLike;
}): RelaxedBernoulli {
  const names = ["temperature", "probs", "logits"] as const;
  const { temperature, ...chance } = checkOptions("relaxedBernoulli", options, names);
  const given = { temperature, ...probsOrLogits("relaxedBernoulli", chance) };
  const { constraints } = relaxedBernoulliFamily;
  return distribution(
    relaxedBernoulliFamily,
    checkParameters("relaxedBernoulli", given, constraints) as RelaxedBernoulliParameters,
  );
}

const noIntegral = "the integral over the logistic distribution has no closed form";

/** The functions of the relaxed Bernoulli family. */
export const relaxedBernoulliFamily: Family<RelaxedBernoulliParameters> = {
  name: "relaxedBernoulli",
  constraints: { temperature: positive, probs: openUnitInterval, logits: finite },
  eventShape: () => [],
  support: unitSegment,
  mean: noIntegral,
  variance: noIntegral,
  mode: "below the temperature 1 the density is infinite at both ends, and above it the equation has no closed form",
  entropy: noIntegral,
  logProb: (params, x) =>
    piecewise(
      x,
      isFraction(x),
      0.5,
      (y) => {
        const u = place(params, y);
        const noise = neg(add(u, mul(2, softplus(neg(u)))));
        return sub(add(log(params.temperature), noise), add(log(y), log1p(neg(y))));
      },
      -Infinity,
    ),
  cdf: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => sigmoid(place(params, y)), [0, 1]),
  logCdf: (params, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => neg(softplus(neg(place(params, y)))), [-Infinity, 0]),
  survival: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => sigmoid(neg(place(params, y))), [1, 0]),
  logSurvival: (params, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => neg(softplus(place(params, y))), [0, -Infinity]),
  quantile: (params, p) =>
    piecewise(p, isFraction(p), 0.5, (level) => sigmoid(cooled(params, logit(level))), [0, 1]),
  upperQuantile: (params, q) =>
    piecewise(q, isFraction(q), 0.5, (level) => sigmoid(cooled(params, neg(logit(level)))), [1, 0]),
  sample: (params, key, shape) => {
    const drawn = sigmoid(cooled(params, logistic(key, shape)));
    const { dtype } = params.temperature;
    return astype(clip(drawn, ...(dtype === "float32" ? singleEnds : doubleEnds)), dtype);
  },
  fit: "its likelihood has no maximum in closed form",
};

/** The numbers next to 0 and 1. */
const doubleEnds = [2 ** -1022, 1 - 2 ** -53] as const;
const singleEnds = [2 ** -126, 1 - 2 ** -24] as const;

function logitOf(params: RelaxedBernoulliParameters): Tensor {
  return "probs" in params ? logit(params.probs) : params.logits;
}

/** The logistic noise at x: T logit x − z. */
function place(params: RelaxedBernoulliParameters, x: Tensor): Tensor {
  return sub(mul(params.temperature, logit(x)), logitOf(params));
}

/** The logit of x at a noise: (z + L)/T. */
function cooled(params: RelaxedBernoulliParameters, noise: Tensor): Tensor {
  return div(add(logitOf(params), noise), params.temperature);
}
