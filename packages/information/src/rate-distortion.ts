import {
  asFloat,
  astype,
  bind,
  broadcastShapes,
  broadcastTo,
  checkOptions,
  dataIfKnown,
  DomainError,
  formatShape,
  linspace,
  mul,
  ShapeError,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkLimits } from "./channel-capacity.ts";
import { asProbabilities } from "./probabilities.ts";
import { bestConstant, leastDistortion } from "./rate-distortion-curve.ts";
import { slopePrimitive, sourceAt, targetPrimitive } from "./rate-distortion-primitive.ts";
import type { Inputs } from "./rate-distortion-primitive.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of `rateDistortion`; a point of the curve is named by its distortion or by its slope. */
export interface RateDistortionOptions {
  /** The unit of rate, gap and slope, `"nats"` unless given. */
  readonly base?: Base;
  /** The mean distortion allowed, D; several of them give several points. */
  readonly target?: TensorLike;
  /** −dR/dD ≥ 0 of the point, in place of `target`. */
  readonly slope?: TensorLike;
  /** The gap asked for, in nats; 1e-10 unless given. */
  readonly tolerance?: number;
  /** Steps at most for each slope that is tried, and ten times as many in all; 10 000 unless given. */
  readonly maxIterations?: number;
}

/** What `rateDistortion` found; with leading axes one point for each source and target. */
export interface RateDistortion {
  /** The information of the reproduction: at least R(D), and at most R(D) plus the gap. */
  readonly rate: Tensor;
  /** The mean distortion of the reproduction, at most the target. */
  readonly distortion: Tensor;
  /** The best p(reproduction | symbol), of shape [..., symbols, reproductions]. */
  readonly conditional: Tensor;
  /** −dR/dD; on a straight part of the curve that of the part. At the least distortion, where it is infinite, a large number. */
  readonly slope: Tensor;
  /** How far the rate may be above the least: the difference of a lower bound, which holds for certain up to rounding. */
  readonly gap: Tensor;
  /** How many steps it took: int32. */
  readonly iterations: Tensor;
  /** Whether the gap is within the tolerance. */
  readonly converged: Tensor;
}

/**
 * The rate–distortion function R(D) = min I(X; X̂) over reproductions with a mean distortion of at most D: how few bits
 * describe a source well enough, by Blahut's algorithm, accelerated, with a certified gap.
 *
 * The derivative of the rate at a target is that of I + s (E[d] − D) with the best reproduction and slope s held fixed
 * (envelope theorem): −s in D, s p(x) p(x̂ | x) in d(x, x̂). It is exact to first order; second derivatives and those at a
 * given slope are refused. The other results are constants for derivatives.
 *
 * @param p - probabilities of the symbols, of shape [..., symbols].
 * @param distortion - d(x, x̂) of shape [..., symbols, reproductions]; Infinity forbids a reproduction.
 * @throws DomainError for numbers that are no probabilities, a target below the least distortion that is possible, or
 * unless one of target and slope is given; ShapeError if the shapes do not fit.
 *
 * Source: R. E. Blahut, "Computation of channel capacity and rate-distortion functions", IEEE Trans. Inf. Theory 18 (1972).
 *
 * @example
 * ```ts
 * import { rateDistortion } from "@adjoint/information";
 *
 * // A fair coin, described with one error in ten: 1 − H(0.1) bits.
 * const hamming = [[0, 1], [1, 0]];
 * rateDistortion([0.5, 0.5], hamming, { target: 0.1, base: "bits" }).rate.item(); // => 0.5310044064107188
 * ```
 */
export function rateDistortion(
  p: TensorLike,
  distortion: TensorLike,
  options: RateDistortionOptions,
): RateDistortion {
  const {
    base = "nats",
    target,
    slope,
    tolerance = 1e-10,
    maxIterations = 10_000,
  } = checkOptions("rateDistortion", options, ["base", "target", "slope", "tolerance", "maxIterations"]);
  checkLimits("rateDistortion", tolerance, maxIterations);
  if ((target === undefined) === (slope === undefined)) {
    throw new DomainError(
      `rateDistortion: give either target or slope, got ${target === undefined ? "neither" : "both"}`,
      { operation: "rateDistortion" },
    );
  }
  const inNats = base === "bits" ? Math.LN2 : 1;
  const place = target ?? mul(inNats, asFloat("rateDistortion", "slope", slope!));
  const inputs = operands("rateDistortion", p, distortion, target === undefined ? "slope" : "target", place);
  const primitive = target === undefined ? slopePrimitive : targetPrimitive;
  const [rate, mean, conditional, steepness, gap, iterations, converged] = bind(primitive, inputs, {
    tolerance,
    maxIterations,
  });
  return {
    rate: inUnits("rateDistortion", rate, base),
    distortion: mean,
    conditional,
    slope: inUnits("rateDistortion", steepness, base),
    gap: inUnits("rateDistortion", gap, base),
    iterations,
    converged,
  };
}

/** The options of `rateDistortionCurve`. */
export interface RateDistortionCurveOptions {
  /** The unit of the rates, `"nats"` unless given. */
  readonly base?: Base;
  /** How many points; 33 unless given. */
  readonly points?: number;
}

/**
 * The whole rate–distortion function of one source, at equal steps from the least distortion that is possible to that
 * of no information.
 *
 * @param p - probabilities of the symbols, of shape [symbols].
 * @param distortion - d(x, x̂) of shape [symbols, reproductions].
 * @throws DomainError for numbers that are no probabilities, or unless some reproduction is allowed for every symbol.
 * @example
 * ```ts
 * import { rateDistortionCurve } from "@adjoint/information";
 *
 * const { distortion, rate } = rateDistortionCurve([0.5, 0.5], [[0, 1], [1, 0]], { points: 3, base: "bits" });
 * distortion.toArray(); // => [0, 0.25, 0.5]
 * rate.toArray(); // => [1, 0.18872187554086717, 0]
 * ```
 */
export function rateDistortionCurve(
  p: TensorLike,
  distortion: TensorLike,
  options: RateDistortionCurveOptions = {},
): { readonly distortion: Tensor; readonly rate: Tensor } {
  const { base = "nats", points = 33 } = checkOptions("rateDistortionCurve", options, ["base", "points"]);
  const [weights, costs] = operands("rateDistortionCurve", p, distortion, "target", 0);
  const source = sourceAt(weights, costs, 0);
  const most = bestConstant(source).distortion;
  if (most === Infinity) {
    throw new DomainError(
      `rateDistortionCurve: every reproduction is forbidden (Infinity) for some symbol, so the curve has no end; ` +
        `use rateDistortion with targets of your own`,
      { operation: "rateDistortionCurve" },
    );
  }
  const target = linspace(leastDistortion(source), most, points);
  const { rate } = rateDistortion(p, distortion, { target, base });
  return { distortion: target, rate };
}

/** Probabilities, distortions and targets with the same leading axes. */
function operands(
  operation: string,
  p: TensorLike,
  distortion: TensorLike,
  name: string,
  place: TensorLike,
): Inputs {
  const { p: weights } = asProbabilities(operation, "p", p, -1);
  const costs = asFloat(operation, "distortion", distortion);
  if (costs.shape.length < 2 || costs.shape.at(-2) !== weights.shape.at(-1) || costs.shape.at(-1) === 0) {
    throw new ShapeError(
      `${operation}: distortion needs a row for each of the ${weights.shape.at(-1)} symbols of p and a column for each ` +
        `reproduction, got the shape ${formatShape(costs.shape)}`,
      { operation, p: weights.shape, distortion: costs.shape },
    );
  }
  const known = dataIfKnown(costs);
  if (known?.some((d) => Number.isNaN(d) || d === -Infinity) === true) {
    throw new DomainError(`${operation}: distortion must be numbers or Infinity`, {
      operation,
    });
  }
  const at = astype(asFloat(operation, name, place), weights.dtype);
  const shapes = [weights.shape.slice(0, -1), costs.shape.slice(0, -2), at.shape];
  const batch = shapes.reduce((a, b) => broadcastShapes(operation, a, b));
  return [
    broadcastTo(weights, [...batch, weights.shape.at(-1)!]),
    broadcastTo(astype(costs, weights.dtype), [...batch, ...costs.shape.slice(-2)]),
    broadcastTo(at, batch),
  ];
}
