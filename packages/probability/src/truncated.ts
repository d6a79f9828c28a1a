import { log1mexp, logAddExp } from "@adjoint/special";
import {
  add,
  astype,
  ceil,
  checkOptions,
  dataIfKnown,
  DomainError,
  equal,
  exp,
  expm1,
  floor,
  formatShape,
  greater,
  greaterEqual,
  isNaN,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mul,
  neg,
  ShapeError,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkOrdered, checkParameters, elementwise } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { distribution, dtypeOf } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { logIntervalMass, logTails, mayHold } from "./interval-mass.ts";
import { isFraction } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { truncatedEntropy, truncatedMean, truncatedVariance } from "./truncated-moments.ts";

/** The parameters of a truncated distribution. */
export type TruncatedParameters<Base extends Distribution = Distribution> = {
  readonly base: Base;
  readonly low: Tensor;
  readonly high: Tensor;
};

/** A truncated distribution. */
export type Truncated<Base extends Distribution = Distribution> = Distribution<TruncatedParameters<Base>>;

/** Where `truncated` cuts. */
export interface TruncatedOptions {
  /** The lower end, which remains possible; −∞ unless given. */
  readonly low?: TensorLike;
  /** The upper end, which remains possible; ∞ unless given. */
  readonly high?: TensorLike;
}

/**
 * A distribution of one variable, continuous or of integers, given that its value is from `low` to `high`.
 *
 * Formula: p(x) = p₀(x) / P₀(low ≤ X ≤ high) for low ≤ x ≤ high, with the base p₀.
 *
 * Moments: of normal and exponential bases for any ends, and of bases of integers by summation; of others there are
 * none, nor an entropy.
 *
 * Method: differences of probabilities are taken in logarithms and on the side where both are small, so that an interval
 * far out in a tail keeps its digits; there the quantile is found by Newton's method on the logarithm. Moments of a
 * normal base are integrals over the interval by a Gauss rule, in which nothing cancels. Samples are quantiles of uniform
 * numbers, so continuous ones differentiate with respect to the base and the ends. Probabilities are right to rounding of
 * the interval's, so that next to an end inside the support small ones keep fewer digits.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 13 § 10.
 *
 * @throws ShapeError for a base of vectors, DomainError unless low is less than high (for integers, at most high) with
 * some probability in between.
 * @example
 * ```ts
 * import { normal, truncated } from "@adjoint/probability";
 *
 * const far = truncated(normal(), { low: 40 });
 * far.mean.item(); // => 40.02496884720726
 * far.logSurvival(41).item(); // => -40.52466258802076
 * truncated(normal(), { low: -1, high: 1 }).prob([-2, 0]).toArray(); // => [0, 0.5843685672568166]
 * ```
 */
export function truncated<Base extends Distribution>(
  base: Base,
  options: TruncatedOptions = {},
): Truncated<Base> {
  const { low = -Infinity, high = Infinity } = checkOptions("truncated", options, ["low", "high"]);
  if (base.eventShape.length > 0 || !["interval", "integers"].includes(base.support.kind)) {
    throw new ShapeError(
      `truncated: the base must be of one variable, on an interval or integers, got ${base.family} with draws of ` +
        `shape ${formatShape(base.eventShape)}`,
      { operation: "truncated", family: base.family, shape: base.eventShape },
    );
  }
  const ends = checkParameters("truncated", { low, high }, truncatedFamily.constraints);
  // Plain numbers take the dtype of the base.
  const plain = typeof low === "number" && typeof high === "number";
  const dtype = plain ? dtypeOf(base.parameters) : ends.low.dtype;
  const parameters = { base, low: astype(ends.low, dtype), high: astype(ends.high, dtype) };
  if (!isOfIntegers(parameters)) checkOrdered("truncated", parameters);
  checkMass(parameters);
  return distribution(truncatedFamily as unknown as Family<TruncatedParameters<Base>>, parameters);
}

const bound: Constraint = /* @__PURE__ */ elementwise({
  requirement: "a number or infinite",
  remedy: "look where it became NaN",
  holds: (value) => !Number.isNaN(value),
});

/** The functions of truncated distributions. */
export const truncatedFamily: Family<TruncatedParameters> = {
  name: "truncated",
  constraints: { low: bound, high: bound },
  eventShape: () => [],
  support: (params) => {
    const { first, last } = ends(params);
    const { kind, low, high } = params.base.support;
    return { kind, low: maximum(low, first), high: minimum(high, last) };
  },
  mean: truncatedMean,
  variance: truncatedVariance,
  mode: (params) => {
    const { first, last } = ends(params);
    const inner = clipTo(params.base.mode, first, last);
    // An end may be more probable than the nearest place to the mode: between two peaks.
    return [first, last].reduce((best, end) => {
      const isBetter = greater(params.base.logProb(end), params.base.logProb(best));
      return where(isBetter, end, best);
    }, inner);
  },
  entropy: truncatedEntropy,
  logProb: (params, x) => {
    const { first, last } = ends(params);
    const inside = logicalAnd(greaterEqual(x, first), lessEqual(x, last));
    const value = sub(params.base.logProb(clipTo(x, first, last)), logMass(params));
    return where(inside, value, where(isNaN(x), x, -Infinity));
  },
  cdf: (params, x) => fromTails(params, x, fromLogs, [0, 1]),
  logCdf: (params, x) => fromTails(params, x, logFrom, [-Infinity, 0]),
  survival: (params, x) => fromTails(params, x, (below, above) => fromLogs(above, below), [1, 0]),
  logSurvival: (params, x) => fromTails(params, x, (below, above) => logFrom(above, below), [0, -Infinity]),
  quantile,
  upperQuantile: (params, q) => place(params, sub(1, q), q),
  sample: sampleByQuantile(quantile),
  fit: "the likelihood of a base depends on the ends; maximize logProb by gradients",
};

interface Ends {
  /** The mass is above this number: below `low`, of integers the one before. */
  readonly cut: Tensor;
  readonly first: Tensor;
  readonly last: Tensor;
}

function ends(params: TruncatedParameters): Ends {
  const { low, high } = params;
  if (!isOfIntegers(params)) return { cut: low, first: low, last: high };
  const first = ceil(low);
  return { cut: sub(first, 1), first, last: floor(high) };
}

function isOfIntegers({ base }: TruncatedParameters): boolean {
  return base.support.kind === "integers";
}

function logMass(params: TruncatedParameters): Tensor {
  const { cut, last } = ends(params);
  return logIntervalMass(params.base, cut, last);
}

function checkMass(params: TruncatedParameters): void {
  const wrong = dataIfKnown(logMass(params))?.find((value) => !(value > -Infinity));
  if (wrong === undefined) return;
  throw new DomainError(
    `truncated: ${params.base.family} has no probability from low to high, got ${String(params.low)} and ` +
      `${String(params.high)}; choose ends inside its support`,
    { operation: "truncated", family: params.base.family, low: params.low, high: params.high },
  );
}

/** A function of the logarithms of the two tail probabilities at x between the ends, and constants beyond. */
function fromTails(
  params: TruncatedParameters,
  x: Tensor,
  f: (below: Tensor, above: Tensor) => Tensor,
  [before, behind]: readonly [number, number],
): Tensor {
  const { cut, first, last } = ends(params);
  const isBefore = isOfIntegers(params) ? less(x, first) : lessEqual(x, first);
  const isBehind = greaterEqual(x, last);
  const place = clipTo(x, first, last);
  const total = logMass(params);
  const value = f(
    sub(logIntervalMass(params.base, cut, place), total),
    sub(logIntervalMass(params.base, place, last), total),
  );
  return where(isBefore, before, where(isBehind, behind, value));
}

/** A probability from its logarithm, or from that of the rest where that is smaller. */
function fromLogs(part: Tensor, rest: Tensor): Tensor {
  const isSmall = less(part, -Math.LN2);
  return where(isSmall, exp(where(isSmall, part, -1)), neg(expm1(where(isSmall, -1, rest))));
}

function logFrom(part: Tensor, rest: Tensor): Tensor {
  const isSmall = less(part, -Math.LN2);
  return where(isSmall, part, log1mexp(where(isSmall, -1, rest)));
}

function quantile(params: TruncatedParameters, p: Tensor): Tensor {
  return place(params, p, sub(1, p));
}

/** The quantile of p = 1 − q. */
function place(params: TruncatedParameters, p: Tensor, q: Tensor): Tensor {
  const { base } = params;
  const { cut, first, last } = ends(params);
  const mass = exp(logMass(params));
  const low = logTails(base, cut, -Infinity, 0);
  const high = logTails(base, last, 0, -Infinity);
  const isFarAbove = less(low.above, farthest);
  const isFarBelow = less(high.below, farthest);
  const isFar = logicalOr(isFarAbove, isFarBelow);
  const discrete = isOfIntegers(params);
  if (discrete) refuseFar(params, isFar);
  const fromBelow = add(exp(low.below), mul(p, mass));
  const fromAbove = add(exp(high.above), mul(q, mass));
  const isUpper = less(fromAbove, fromBelow);
  // Where it is not the one wanted, the other quantile is asked for the median.
  const upperLevel = where(logicalAnd(isUpper, logicalNot(isFar)), fromAbove, 0.5);
  const lowerLevel = where(logicalOr(isUpper, isFar), 0.5, fromBelow);
  let x = where(isUpper, base.upperQuantile(upperLevel), base.quantile(lowerLevel));
  if (!discrete && mayHold(isFarAbove)) x = where(isFarAbove, farPlace(params, isFarAbove, q, 1), x);
  if (!discrete && mayHold(isFarBelow)) x = where(isFarBelow, farPlace(params, isFarBelow, p, -1), x);
  return clipTo(x, first, last);
}

function refuseFar({ base }: TruncatedParameters, isFar: Tensor): void {
  if (dataIfKnown(isFar)?.includes(1) !== true) return;
  throw new DomainError(
    `truncated.quantile: the probability of ${base.family} between low and high is too small, below e^${farthest}; ` +
      `choose ends closer to its mean`,
    { operation: "truncated.quantile", family: base.family },
  );
}

/** Below this logarithm of a probability, levels may underflow. */
const farthest = -600;

/**
 * The place with the level p from the far end of the interval, in an upper (+1) or lower (−1) tail of the base, where
 * probabilities underflow: by Newton's method on their logarithm from the near end.
 */
function farPlace(params: TruncatedParameters, isFar: Tensor, p: Tensor, side: 1 | -1): Tensor {
  const { base, low, high } = params;
  const [start, end] = side === 1 ? [low, high] : [high, low];
  const median = stopGradient(base.quantile(0.5));
  const logTail = (x: Tensor): Tensor => (side === 1 ? base.logSurvival(x) : base.logCdf(x));
  const beyond = logTails(base, end, -Infinity, -Infinity)[side === 1 ? "above" : "below"];
  const inside = isFraction(p);
  const target = logAddExp(beyond, add(log(where(inside, p, 0.5)), logMass(params)));
  const near = where(isFar, start, median);
  const wanted = where(isFar, target, logTail(median));
  let x = near;
  for (let step = 0; step < 10; step++) {
    const reached = logTail(x);
    const change = mul(sub(reached, wanted), exp(sub(reached, base.logProb(x))));
    x = clipTo(side === 1 ? add(x, change) : sub(x, change), low, high);
  }
  return where(inside, x, where(equal(p, 0), end, start));
}

function clipTo(x: Tensor, low: Tensor, high: Tensor): Tensor {
  return where(less(x, low), low, where(greater(x, high), high, x));
}
