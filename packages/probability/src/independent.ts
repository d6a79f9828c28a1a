import { DomainError, exp, expandDims, eye, formatShape, mul, ShapeError, sum } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import type { Support } from "./support.ts";

/** The parameter of a distribution of independent parts. */
export type IndependentParameters<Base extends Distribution = Distribution> = { readonly base: Base };

/** A distribution of arrays with independent parts. */
export type Independent<Base extends Distribution = Distribution> = Distribution<IndependentParameters<Base>>;

/**
 * The joint distribution of a batch of independent variables: the last `rank` batch axes of the base become the first
 * axes of one draw.
 *
 * Formula: p(x) = Πᵢ pᵢ(xᵢ).
 *
 * Moments: those of the parts; the entropy is the sum of theirs.
 *
 * Method: log-densities, and logarithms of the probability that no part is above its x, are summed over the axes.
 *
 * Source: J. V. Dillon et al., "TensorFlow Distributions" (2017), arXiv:1711.10604.
 *
 * @param rank - how many batch axes, 1 unless given.
 * @throws DomainError unless the rank is a whole number from 0, ShapeError if the base has fewer batch axes.
 * @example
 * ```ts
 * import { independent, normal } from "@adjoint/probability";
 *
 * const d = independent(normal({ mean: [0, 1, 2] }));
 * d.eventShape; // => [3]
 * d.logProb([0, 1, 2]).item(); // => -2.756815599614018
 * ```
 */
export function independent<Base extends Distribution>(base: Base, rank = 1): Independent<Base> {
  if (!Number.isInteger(rank) || rank < 0) {
    throw new DomainError(`independent: rank must be a whole number from 0, got ${rank}`, {
      operation: "independent",
      rank,
    });
  }
  if (base.batchShape.length < rank) {
    throw new ShapeError(
      `independent: rank is ${rank}, but the base has the batch shape ${formatShape(base.batchShape)}; ` +
        `give its parameters more axes`,
      { operation: "independent", rank, shape: base.batchShape },
    );
  }
  return distribution(familyOf(rank) as unknown as Family<IndependentParameters<Base>>, { base });
}

const noOrder = "vectors have no order";

/** The functions for a number of axes, which is no parameter: nothing differentiates or maps over it. */
function familyOf(rank: number): Family<IndependentParameters> {
  const overParts = (values: Tensor): Tensor => {
    const end = values.shape.length;
    return sum(values, { axis: Array.from({ length: rank }, (_, i) => end - rank + i) });
  };
  const partAxes = ({ base }: IndependentParameters): Shape =>
    base.batchShape.slice(base.batchShape.length - rank);
  return {
    name: "independent",
    constraints: {},
    batchShape: ({ base }) => base.batchShape.slice(0, base.batchShape.length - rank),
    eventShape: (params) => [...partAxes(params), ...params.base.eventShape],
    support: ({ base }) => supportOf(base.support),
    mean: ({ base }) => base.mean,
    variance: ({ base }) => base.variance,
    covariance: ({ base }) => {
      const shape = [...base.batchShape.slice(base.batchShape.length - rank), ...base.eventShape];
      if (shape.length !== 1) {
        throw new DomainError(
          `independent.covariance: there is none: draws have the shape ${formatShape(shape)}, and only vectors ` +
            `have a matrix of covariances`,
          { operation: "independent.covariance", shape },
        );
      }
      if (rank === 0) return base.covariance;
      return mul(expandDims(base.variance, -1), eye(shape[0]!, shape[0], { dtype: base.variance.dtype }));
    },
    mode: ({ base }) => base.mode,
    entropy: ({ base }) => overParts(base.entropy()),
    logProb: ({ base }, x) => overParts(base.logProb(x)),
    cdf: ({ base }, x) => exp(overParts(base.logCdf(x))),
    logCdf: ({ base }, x) => overParts(base.logCdf(x)),
    survival: noOrder,
    logSurvival: noOrder,
    quantile: noOrder,
    upperQuantile: noOrder,
    sample: ({ base }, key, shape) => {
      const own = base.batchShape.length + base.eventShape.length;
      return base.sample(key, shape.slice(0, shape.length - own));
    },
    fit: "fit the base, and make its parts independent again",
  };
}

function supportOf(support: Support): Support {
  const kinds = { interval: "reals", integers: "counts", points: "reals" } as const;
  const { kind } = support;
  return { ...support, kind: kind in kinds ? kinds[kind as keyof typeof kinds] : kind };
}
