import { split, uniform } from "@adjoint/random";
import {
  add,
  arange,
  astype,
  broadcastShapes,
  checkOptions,
  cumsum,
  equal,
  expandDims,
  formatShape,
  greater,
  greaterEqual,
  log,
  logSoftmax,
  logSumExp,
  max,
  min,
  mul,
  reshape,
  ShapeError,
  slice,
  softmax,
  square,
  stopGradient,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { outcomeLogits } from "./categorical.ts";
import { checkParameters, simplex } from "./constraint.ts";
import { distribution, dtypeOf } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family, Reason } from "./family.ts";
import { followMixture, mixtureQuantile } from "./mixture-quantile.ts";
import type { MixtureFunctions } from "./mixture-quantile.ts";
import { sampleBatch } from "./sample-batch.ts";
import { probsOrLogits } from "./success.ts";

/** The parameters of a mixture: the weights as they were given, and the components. */
export type MixtureParameters<Components extends Distribution = Distribution> = {
  readonly components: Components;
} & ({ readonly probs: Tensor } | { readonly logits: Tensor });

/** A mixture. */
export type Mixture<Components extends Distribution = Distribution> = Distribution<
  MixtureParameters<Components>
>;

/** What `mixture` is made of: exactly one of `probs` and `logits`. */
export interface MixtureOptions<Components extends Distribution = Distribution> {
  /** The weights wₖ along the last axis, with the sum 1. */
  readonly probs?: TensorLike;
  /** The logits of the weights, whose softmax they are. */
  readonly logits?: TensorLike;
  /** A batch of distributions; its last axis is the one that is mixed. */
  readonly components: Components;
}

/**
 * The mixture of distributions of one family: a draw comes from component k with the probability wₖ.
 *
 * Formula: p(x) = Σₖ wₖ pₖ(x).
 *
 * Moments: mean Σ wₖ μₖ, and covariance Σ wₖ (Σₖ + (μₖ − μ)(μₖ − μ)ᵀ) by the law of total variance.
 *
 * Method: logarithms are added by `logSumExp`, so that far tails keep their digits. A quantile lies between those of the
 * components and is found there by bisection; its derivative is that of the equation cdf(x) = p. Samples of one continuous
 * variable move with the parameters as quantiles do; others carry no derivative, for there the choice of the component
 * is a step.
 *
 * Shapes: the last batch axis of the components and of the weights is mixed; the others broadcast and stay a batch.
 *
 * Source: G. McLachlan, D. Peel, "Finite mixture models" (2000); M. Figurnov, S. Mohamed, A. Mnih, "Implicit
 * reparameterization gradients" (2018), for the derivatives of samples.
 *
 * @throws DomainError unless exactly one of probs and logits is given and is what it should be, ShapeError unless there are as
 * many weights as components.
 * @example
 * ```ts
 * import { mixture, normal } from "@adjoint/probability";
 *
 * const d = mixture({ probs: [0.3, 0.7], components: normal({ mean: [-2, 3], scale: [1, 0.5] }) });
 * d.mean.item(); // => 1.5
 * d.prob(3).item(); // => 0.5585195925630466
 * d.quantile(0.3).item(); // => 1.255552706868504
 * ```
 */
export function mixture<Components extends Distribution>(
  options: MixtureOptions<Components>,
): Mixture<Components> {
  const { probs, logits, components } = checkOptions("mixture", options, ["probs", "logits", "components"]);
  const given = probsOrLogits("mixture", { probs, logits });
  const weights = checkParameters("mixture", given, mixtureFamily.constraints);
  const [argument, values] = Object.entries<Tensor>(weights)[0]!;
  if (components.batchShape.at(-1) !== values.shape.at(-1)) {
    throw new ShapeError(
      `mixture: there must be as many ${argument} as components: the last axis of ${argument} is ` +
        `${values.shape.at(-1)} of the shape ${formatShape(values.shape)}, that of the components' batch shape ` +
        `${components.batchShape.at(-1) ?? "missing"} of ${formatShape(components.batchShape)}`,
      { operation: "mixture", weights: values.shape, components: components.batchShape },
    );
  }
  const dtype = dtypeOf(components.parameters);
  return distribution(
    mixtureFamily as unknown as Family<MixtureParameters<Components>>,
    {
      [argument]: astype(values, dtype),
      components,
    } as unknown as MixtureParameters<Components>,
  );
}

const peaks: Reason = "the highest of several peaks has no closed form";

/** The functions of mixtures. */
export const mixtureFamily: Family<MixtureParameters> = {
  name: "mixture",
  constraints: { probs: simplex, logits: outcomeLogits },
  batchShape: (params) => {
    const weights = "probs" in params ? params.probs : params.logits;
    return broadcastShapes("mixture", weights.shape, params.components.batchShape).slice(0, -1);
  },
  eventShape: ({ components }) => components.eventShape,
  support: ({ components }) => {
    const { kind, low, high } = components.support;
    const ends = components.eventShape.length === 0;
    return {
      kind,
      low: ends && low.shape.length > 0 ? min(low, { axis: -1 }) : low,
      high: ends && high.shape.length > 0 ? max(high, { axis: -1 }) : high,
    };
  },
  mean: (params) => averaged(params, params.components.mean),
  variance: (params) => {
    const { components } = params;
    const deviations = deviationsOf(params);
    return averaged(params, add(components.variance, square(deviations)));
  },
  covariance: (params) => {
    const { components } = params;
    const deviations = deviationsOf(params);
    const products = mul(expandDims(deviations, -1), expandDims(deviations, -2));
    return averaged(params, add(components.covariance, products), 1);
  },
  mode: peaks,
  entropy: "the mean of the logarithm of a sum has no closed form",
  logProb,
  cdf,
  logCdf,
  survival: (params, x) => weighted(params, x, (components, at) => components.survival(at)),
  logSurvival,
  quantile: (params, p) => mixtureQuantile(params, functions, p, false),
  upperQuantile: (params, q) => mixtureQuantile(params, functions, q, true),
  sample: (params, key, shape) => {
    const { components } = params;
    const rank = components.eventShape.length;
    const [first, second] = split(key);
    const drawn = shape.slice(0, shape.length - rank);
    // Of a uniform number, so that the choice is the same whether derivatives are taken or not.
    const sums = cumsum(stopGradient(weightsOf(params)), { axis: -1 });
    const height = mul(uniform(first, drawn), slice(sums, "...", -1));
    const chosen = sum(greaterEqual(expandDims(height, -1), slice(sums, "...", [0, -1])), { axis: -1 });
    const count = components.batchShape.at(-1)!;
    const all = sampleBatch(components, second, [...drawn, count]);
    const mask = withAxes(equal(expandDims(chosen, -1), arange(count)), rank);
    const selected = stopGradient(sum(where(mask, all, 0), { axis: -1 - rank }));
    return followMixture(params, functions, selected);
  },
  fit: "its likelihood has several maxima, and none in closed form; maximize logProb by gradients",
};

const functions: MixtureFunctions = { logProb, cdf, logCdf, logSurvival };

function logProb(params: MixtureParameters, x: Tensor): Tensor {
  return overComponents(params, x, (components, at) => components.logProb(at));
}

function cdf(params: MixtureParameters, x: Tensor): Tensor {
  return weighted(params, x, (components, at) => components.cdf(at));
}

function logCdf(params: MixtureParameters, x: Tensor): Tensor {
  return overComponents(params, x, (components, at) => components.logCdf(at));
}

function logSurvival(params: MixtureParameters, x: Tensor): Tensor {
  return overComponents(params, x, (components, at) => components.logSurvival(at));
}

/** The weights along the last axis. */
function weightsOf(params: MixtureParameters): Tensor {
  return "probs" in params ? params.probs : softmax(params.logits);
}

function logWeightsOf(params: MixtureParameters): Tensor {
  if ("logits" in params) return logSoftmax(params.logits);
  const possible = greater(params.probs, 0);
  return where(possible, log(where(possible, params.probs, 1)), -Infinity);
}

type OfComponents = (components: Distribution, x: Tensor) => Tensor;

/** log Σₖ wₖ exp fₖ(x). */
function overComponents(params: MixtureParameters, x: Tensor, f: OfComponents): Tensor {
  const values = f(params.components, beforeEvent(params, x));
  return logSumExp(add(logWeightsOf(params), values), { axis: -1 });
}

/** Σₖ wₖ fₖ(x). */
function weighted(params: MixtureParameters, x: Tensor, f: OfComponents): Tensor {
  return sum(mul(weightsOf(params), f(params.components, beforeEvent(params, x))), { axis: -1 });
}

/** Draws with an axis for the components. */
function beforeEvent({ components }: MixtureParameters, x: Tensor): Tensor {
  return expandDims(x, -1 - components.eventShape.length);
}

/** Σₖ wₖ vₖ of values that each component has an event of, or something with more axes. */
function averaged(params: MixtureParameters, values: Tensor, more = 0): Tensor {
  const rank = params.components.eventShape.length + more;
  return sum(mul(withAxes(weightsOf(params), rank), values), { axis: -1 - rank });
}

/** μₖ − μ */
function deviationsOf(params: MixtureParameters): Tensor {
  const { mean } = params.components;
  return sub(mean, beforeEvent(params, averaged(params, mean)));
}

/** With so many axes of length 1 at the end. */
function withAxes(x: Tensor, count: number): Tensor {
  return reshape(x, [...x.shape, ...new Array<number>(count).fill(1)]);
}
