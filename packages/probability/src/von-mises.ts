import { vonMises as randomVonMises } from "@adjoint/random";
import { i0e, normalQuantile } from "@adjoint/special";
import {
  abs,
  add,
  astype,
  atan2,
  checkOptions,
  cos,
  div,
  equal,
  exp,
  greater,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalOr,
  minimum,
  mul,
  neg,
  sin,
  sqrt,
  square,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, knownData, nonNegative } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { newton } from "./newton.ts";
import { piecewise } from "./piecewise.ts";
import { logVonMisesDensity, logVonMisesTail, vonMisesMean } from "./von-mises-tail.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a von Mises distribution. */
export type VonMisesParameters = { readonly mean: Tensor; readonly concentration: Tensor };

/** A von Mises distribution. */
export type VonMises = Distribution<VonMisesParameters>;

/** What `vonMises` is made of. */
export interface VonMisesOptions {
  /** The angle μ around which the others lie, in radians, 0 unless given. */
  readonly mean?: TensorLike;
  /** How narrow it is: κ = 0 is uniform, a large κ nearly normal with the variance 1/κ. */
  readonly concentration: TensorLike;
}

/**
 * The von Mises distribution of an angle x between μ − π and μ + π: the normal distribution's like on the circle.
 *
 * Formula: p(x) = exp(κ cos(x − μ)) / (2π I₀(κ)).
 *
 * Moments: mean μ, variance ∫ (x − μ)² p(x) dx, mode μ, entropy log(2π I₀(κ)) − κ I₁(κ)/I₀(κ). The circular variance is
 * 1 − I₁(κ)/I₀(κ).
 *
 * Method: the tail beyond x is the density at x times an integral of what is left of it, by a Gauss rule, for every κ
 * and to full relative accuracy; variance and entropy are such integrals. Quantiles are found by Newton's method on the
 * logarithm of the tail within a bracket, and differentiate as roots. The fit solves I₁(κ)/I₀(κ) = |mean of exp(ix)|.
 * Samples are those of Best and Fisher, with implicit derivatives. Angles elsewhere on the line have no density: turn
 * them into the interval first.
 *
 * Source: K. V. Mardia, P. E. Jupp, "Directional statistics" (2000), § 3.5.4; A. Banerjee et al., "Clustering on the unit
 * hypersphere using von Mises–Fisher distributions" (2005), for the start of the fit.
 *
 * @throws DomainError unless the mean is finite and the concentration at least 0 and finite.
 * @example
 * ```ts
 * import { vonMises } from "@adjoint/probability";
 *
 * const wind = vonMises({ mean: 1, concentration: 4 });
 * wind.cdf(1).item(); // => 0.5
 * wind.quantile(wind.cdf(2)).item(); // => 2
 * vonMises({ concentration: 1e6 }).variance.item(); // => 1.0000005e-6
 * ```
 */
export function vonMises(options: VonMisesOptions): VonMises {
  const { mean = 0, concentration } = checkOptions("vonMises", options, ["mean", "concentration"]);
  return distribution(
    vonMisesFamily,
    checkParameters("vonMises", { mean, concentration }, vonMisesFamily.constraints),
  );
}

/** The functions of the von Mises family. */
export const vonMisesFamily: Family<VonMisesParameters> = {
  name: "vonMises",
  constraints: { mean: finite, concentration: nonNegative },
  eventShape: () => [],
  support: ({ mean }) => ({ kind: "interval", low: sub(mean, Math.PI), high: add(mean, Math.PI) }),
  mean: ({ mean }) => mean,
  variance: ({ concentration }) => vonMisesMean(concentration, square),
  mode: ({ mean }) => mean,
  entropy: ({ concentration }) => {
    const fall = mul(
      concentration,
      vonMisesMean(concentration, (_, height) => height),
    );
    return add(add(log(i0e(concentration)), Math.log(2 * Math.PI)), fall);
  },
  logProb: ({ mean, concentration }, x) => {
    const d = sub(x, mean);
    const isInside = logicalAnd(lessEqual(-Math.PI, d), lessEqual(d, Math.PI));
    return piecewise(d, isInside, 0, (at) => logVonMisesDensity(concentration, at), -Infinity);
  },
  cdf: (params, x) => tails(params, x, ({ isBelow, tail }) => where(isBelow, exp(tail), rest(tail)), [0, 1]),
  logCdf: (params, x) =>
    tails(params, x, ({ isBelow, tail }) => where(isBelow, tail, logRest(tail)), [-Infinity, 0]),
  survival: (params, x) =>
    tails(params, x, ({ isBelow, tail }) => where(isBelow, rest(tail), exp(tail)), [1, 0]),
  logSurvival: (params, x) =>
    tails(params, x, ({ isBelow, tail }) => where(isBelow, logRest(tail), tail), [0, -Infinity]),
  quantile: ({ mean, concentration }, p) => add(mean, standardQuantile(concentration, p)),
  upperQuantile: ({ mean, concentration }, q) => sub(mean, standardQuantile(concentration, q)),
  sample: ({ mean, concentration }, key, shape) =>
    add(mean, astype(randomVonMises(key, shape, { concentration }), mean.dtype)),
  fit: (samples, weights) => {
    const mean = atan2(weightedMean(sin(samples), weights), weightedMean(cos(samples), weights));
    const spread = weightedMean(mul(2, square(sin(mul(0.5, sub(samples, mean))))), weights);
    return { mean, concentration: concentrationOfSpread(spread) };
  },
};

/** A function of the smaller tail, beyond |x − μ|. */
function tails(
  { mean, concentration }: VonMisesParameters,
  x: Tensor,
  f: (tails: { readonly isBelow: Tensor; readonly tail: Tensor }) => Tensor,
  outside: readonly [number, number],
): Tensor {
  const d = sub(x, mean);
  const isInside = logicalAnd(less(-Math.PI, d), less(d, Math.PI));
  const inside = (at: Tensor): Tensor => {
    const isBelow = less(at, 0);
    return f({ isBelow, tail: logVonMisesTail(concentration, where(isBelow, neg(at), at)) });
  };
  return piecewise(d, isInside, 0, inside, outside);
}

function rest(logTail: Tensor): Tensor {
  return sub(1, exp(logTail));
}

function logRest(logTail: Tensor): Tensor {
  return log1p(neg(exp(logTail)));
}

/** The angle around 0 with p below it. */
function standardQuantile(kappa: Tensor, p: Tensor): Tensor {
  const isBelow = lessEqual(p, 0.5);
  const level = where(isBelow, p, sub(1, p));
  const target = log(where(equal(level, 0), 0.5, level));
  const found = search(stopGradient(kappa), stopGradient(target));
  // Next to the end of the interval only the end is left.
  const isEnd = logicalOr(equal(level, 0), greater(found, Math.PI - 5e-15));
  const angle = where(isEnd, Math.PI, follow(kappa, where(isEnd, 1, found), target));
  return where(isBelow, neg(angle), angle);
}

/** The angle beyond which the logarithm of the tail is `target`: Newton's method, or halves where it leaves the bracket. */
function search(kappa: Tensor, target: Tensor): Tensor {
  const level = exp(target);
  const uniform = mul(Math.PI, sub(1, mul(2, level)));
  const isFlat = less(kappa, 0.1);
  const narrow = div(neg(normalQuantile(level)), sqrt(where(isFlat, 1, kappa)));
  let angle = where(isFlat, uniform, minimum(uniform, narrow));
  let [low, high] = [mul(0, angle), add(Math.PI, mul(0, angle))];
  for (let count = 0; count < steps; count++) {
    const tail = logVonMisesTail(kappa, angle);
    const excess = sub(tail, target);
    const isShort = greater(excess, 0);
    low = where(isShort, angle, low);
    high = where(isShort, high, angle);
    const next = add(angle, mul(excess, exp(sub(tail, logVonMisesDensity(kappa, angle)))));
    const isIn = logicalAnd(lessEqual(low, next), lessEqual(next, high));
    const last = angle;
    angle = where(isIn, next, mul(0.5, add(low, high)));
    const isMoving = greater(abs(sub(angle, last)), mul(1e-15, angle));
    if (knownData(isMoving)?.every((moves) => moves === 0) === true) break;
  }
  return angle;
}

/** Newton's method takes 4 to 8 of them; halves come first where the tail is far from its start. */
const steps = 60;

/** A root with the derivatives of its equation: steps of the value 0, each of which doubles the orders that are right. */
function follow(kappa: Tensor, root: Tensor, target: Tensor): Tensor {
  let angle = root;
  for (let count = 0; count < 2; count++) {
    const tail = logVonMisesTail(kappa, angle);
    const excess = sub(tail, target);
    const change = sub(excess, stopGradient(excess));
    angle = add(angle, mul(change, exp(sub(tail, logVonMisesDensity(kappa, angle)))));
  }
  return angle;
}

/** The κ with E[1 − cos θ] = s, by Newton's method for the logarithms of κ and of the odds, which are almost proportional. */
function concentrationOfSpread(s: Tensor): Tensor {
  const start = div(mul(sub(1, s), add(1, mul(s, sub(2, s)))), mul(s, sub(2, s)));
  const odds = log(div(s, sub(1, s)));
  const logKappa = newton(stopGradient(log(start)), (u) => {
    const kappa = exp(u);
    const height = vonMisesMean(kappa, (_, value) => value);
    const length = sub(1, height);
    const variance = sub(
      vonMisesMean(kappa, (_, value) => square(value)),
      square(height),
    );
    return [sub(log(div(height, length)), odds), neg(div(mul(kappa, variance), mul(height, length)))];
  });
  return exp(logKappa);
}
