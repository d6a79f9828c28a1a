import {
  add,
  checkOptions,
  div,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  max,
  min,
  mul,
  neg,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkConstraint, checkOrdered, checkParameters, finite } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";

/** The parameters of a uniform distribution. */
export type UniformParameters = { readonly low: Tensor; readonly high: Tensor };

/** A uniform distribution. */
export type Uniform = Distribution<UniformParameters>;

/** What `uniform` is made of. */
export interface UniformOptions {
  /** The lower end a, 0 unless given. */
  readonly low?: TensorLike;
  /** The upper end b > a, 1 unless given. */
  readonly high?: TensorLike;
}

/**
 * The uniform distribution on the interval [a, b].
 *
 * Formula: p(x) = 1/(b − a) for a ≤ x ≤ b.
 *
 * Moments: mean (a + b)/2, variance (b − a)²/12, entropy log(b − a). Every place is a mode; given is a.
 *
 * Method: from the distance to the nearer end. The fit has the smallest and the largest observation as its ends.
 * Samples are quantiles of uniform numbers, so they differentiate with respect to a and b.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 26.
 *
 * @throws DomainError unless low and high are finite, low is less than high, and high − low is finite.
 * @example
 * ```ts
 * import { uniform } from "@adjoint/probability";
 *
 * const angle = uniform({ low: -2, high: 2 });
 * angle.prob([-3, 0, 2]).toArray(); // => [0, 0.25, 0.25]
 * angle.quantile(0.75).item(); // => 1
 * ```
 */
export function uniform(options: UniformOptions = {}): Uniform {
  const { low = 0, high = 1 } = checkOptions("uniform", options, ["low", "high"]);
  const parameters = checkParameters("uniform", { low, high }, uniformFamily.constraints);
  checkOrdered("uniform", parameters);
  checkConstraint("uniform", "high - low", width(parameters), finite);
  return distribution(uniformFamily, parameters);
}

/** The functions of the uniform family. */
export const uniformFamily: Family<UniformParameters> = {
  name: "uniform",
  constraints: { low: finite, high: finite },
  eventShape: () => [],
  support: ({ low, high }) => ({ kind: "interval", low, high }),
  mean: centre,
  variance: (params) => div(square(width(params)), 12),
  mode: ({ low }) => low,
  entropy: (params) => log(width(params)),
  logProb: (params, x) =>
    piecewise(x, isInside(params, x), params.low, () => neg(log(width(params))), -Infinity),
  cdf: (params, x) => shares(params, x, ({ below }) => below, [0, 1]),
  logCdf: (params, x) => shares(params, x, ({ below, above }) => logOf(below, above), [-Infinity, 0]),
  survival: (params, x) => shares(params, x, ({ above }) => above, [1, 0]),
  logSurvival: (params, x) => shares(params, x, ({ below, above }) => logOf(above, below), [0, -Infinity]),
  quantile,
  upperQuantile: ({ low, high }, q) => add(mul(low, q), mul(high, sub(1, q))),
  sample: sampleByQuantile(quantile),
  fit: (samples) => {
    const ends = { low: min(samples, { axis: 0 }), high: max(samples, { axis: 0 }) };
    checkOrdered("fit(uniform)", ends);
    return ends;
  },
};

function width({ low, high }: UniformParameters): Tensor {
  return sub(high, low);
}

function isInside({ low, high }: UniformParameters, x: Tensor): Tensor {
  return logicalAnd(greaterEqual(x, low), lessEqual(x, high));
}

/** A function of the shares of the interval below and above x. */
function shares(
  params: UniformParameters,
  x: Tensor,
  value: (shares: { readonly below: Tensor; readonly above: Tensor }) => Tensor,
  outside: readonly [number, number],
): Tensor {
  const { low, high } = params;
  const inside = logicalAnd(greater(x, low), less(x, high));
  const f = (y: Tensor): Tensor =>
    value({ below: div(sub(y, low), width(params)), above: div(sub(high, y), width(params)) });
  return piecewise(x, inside, centre(params), f, outside);
}

/** The logarithm of a share, from the rest where that is smaller. */
function logOf(share: Tensor, rest: Tensor): Tensor {
  return where(less(share, 0.5), log(share), log1p(neg(rest)));
}

function quantile({ low, high }: UniformParameters, p: Tensor): Tensor {
  return add(mul(low, sub(1, p)), mul(high, p));
}

/** Without the overflow of a + b. */
function centre({ low, high }: UniformParameters): Tensor {
  return add(mul(0.5, low), mul(0.5, high));
}
