import {
  asFloat,
  checkOptions,
  formatShape,
  full,
  max,
  min,
  moveAxis,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  where,
  div,
  expandDims,
  greater,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, nonNegative, vectorOf } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import {
  draw,
  entropyOf,
  logMassAt,
  logShareAbove,
  logShareBelow,
  lowerPlace,
  modeOf,
  shareAbove,
  shareBelow,
  upperPlace,
} from "./empirical-points.ts";
import type { Family } from "./family.ts";

/** The parameters of an empirical distribution: points, and how much each of them weighs. */
export type EmpiricalParameters = { readonly samples: Tensor; readonly weights: Tensor };

/** An empirical distribution. */
export type Empirical = Distribution<EmpiricalParameters>;

/** How `empirical` weighs its points. */
export interface EmpiricalOptions {
  /** How much each point weighs: numbers from 0 with a positive sum; all alike unless given. */
  readonly weights?: TensorLike;
}

/**
 * The distribution of points that were observed: each has the share of its weight, and equal points add theirs.
 *
 * Formula: P(x) = Σᵢ wᵢ [xᵢ = x] / Σᵢ wᵢ.
 *
 * Moments: mean m = Σᵢ wᵢxᵢ / Σᵢ wᵢ, variance Σᵢ wᵢ(xᵢ − m)² / Σᵢ wᵢ, entropy −Σₓ P(x) log P(x) over the different points.
 *
 * Method: the points are sorted and their weights summed from both ends. The quantile is the smallest point that reaches
 * a level but for rounding. Samples are points, drawn with replacement, and differentiate in them; steps do not
 * differentiate in places.
 *
 * Source: B. Efron, R. J. Tibshirani, "An introduction to the bootstrap" (1993), ch. 4.
 *
 * @param samples - of shape [n], or [...batch, n] for a batch of distributions.
 * @throws ShapeError without points or with weights of another length, DomainError unless points are finite and weights
 * from 0 with a positive sum.
 * @example
 * ```ts
 * import { empirical } from "@adjoint/probability";
 *
 * const d = empirical([3, 1, 2, 2]);
 * d.prob([1, 1.5, 2]).toArray(); // => [0.25, 0, 0.5]
 * d.cdf([0, 2, 5]).toArray(); // => [0, 0.75, 1]
 * d.quantile(0.5).item(); // => 2
 * empirical([3, 1], { weights: [1, 3] }).mean.item(); // => 1.5
 * ```
 */
export function empirical(samples: TensorLike, options: EmpiricalOptions = {}): Empirical {
  const { weights } = checkOptions("empirical", options, ["weights"]);
  const points = asFloat("empirical", "samples", samples);
  const n = points.shape.at(-1) ?? 0;
  if (n === 0) {
    throw new ShapeError(
      `empirical: samples must have points along the last axis, got the shape ${formatShape(points.shape)}`,
      { operation: "empirical", shape: points.shape },
    );
  }
  const given = weights ?? full([n], 1, { dtype: points.dtype });
  const parameters = checkParameters(
    "empirical",
    { samples: points, weights: given },
    empiricalFamily.constraints,
  );
  if (parameters.weights.shape.at(-1) !== n) {
    throw new ShapeError(
      `empirical: weights must have the length ${n} of the points, got the shape ` +
        formatShape(parameters.weights.shape),
      { operation: "empirical", shape: parameters.weights.shape },
    );
  }
  return distribution(empiricalFamily, parameters);
}

const masses: Constraint = {
  requirement: "from 0 and finite, with a positive sum",
  remedy: "leave them out for points that count alike",
  rank: 1,
  violation(block, shape) {
    const wrong = vectorOf(nonNegative).violation(block, shape);
    if (wrong !== undefined) return wrong;
    let total = 0;
    for (let i = 0; i < block.length; i++) total += block[i]!;
    return total > 0 && total < Infinity ? undefined : { value: total, index: 0, what: "the sum" };
  },
};

/** The functions of empirical distributions. */
export const empiricalFamily: Family<EmpiricalParameters> = {
  name: "empirical",
  constraints: { samples: vectorOf(finite), weights: masses },
  eventShape: () => [],
  support: ({ samples, weights }) => {
    const counts = greater(weights, 0);
    return {
      kind: "points",
      low: min(where(counts, samples, Infinity), { axis: -1 }),
      high: max(where(counts, samples, -Infinity), { axis: -1 }),
    };
  },
  mean: average,
  variance: (params) => {
    const deviation = sub(params.samples, expandDims(average(params), -1));
    return average({ ...params, samples: square(deviation) });
  },
  mode: modeOf,
  entropy: entropyOf,
  logProb: logMassAt,
  cdf: shareBelow,
  logCdf: logShareBelow,
  survival: shareAbove,
  logSurvival: logShareAbove,
  quantile: lowerPlace,
  upperQuantile: upperPlace,
  sample: draw,
  fit: (samples, weights) => ({ samples: moveAxis(samples, 0, -1), weights }),
};

function average({ samples, weights }: EmpiricalParameters): Tensor {
  return div(sum(mul(samples, weights), { axis: -1 }), sum(weights, { axis: -1 }));
}
