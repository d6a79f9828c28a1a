import {
  abs,
  add,
  any,
  astype,
  ceil,
  dataIfKnown,
  div,
  exp,
  floor,
  greater,
  hypot,
  less,
  log,
  log1p,
  logSumExp,
  maximum,
  minimum,
  mul,
  neg,
  sqrt,
  stopGradient,
  sub,
  sum,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { latticeRule } from "./lattice-rule.ts";

/** What sums over a distribution on the integers from 0 have to know. */
export interface LatticeMass {
  /** log P(X = k), smooth in k also between the integers of the support. */
  readonly logMass: (k: Tensor) => Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** The last integer of the support, which may be ∞. */
  readonly high: Tensor;
}

/**
 * −E[log P(X)] to 1e-13 or so, differentiable in whatever `logMass` and `variance` depend on.
 *
 * Distributions so narrow that neighbouring doubles part them have the entropy of the normal one.
 */
export function latticeEntropy({ logMass, mean, variance, high }: LatticeMass): Tensor {
  const isNarrow = less(sqrt(stopGradient(variance)), mul(1e-10, stopGradient(mean)));
  const range = rangeOf({
    logMass,
    mean: where(isNarrow, 0, mean),
    variance: where(isNarrow, 0, variance),
    high,
  });
  const { nodes, weights } = latticeRule(range);
  const logs = logMass(nodes);
  // Where nothing is left, 0 log 0 = 0.
  const isLeft = greater(logs, -700);
  const kept = where(isLeft, logs, 0);
  const terms = mul(weights, where(isLeft, mul(exp(kept), kept), 0));
  const normal = mul(0.5, log(mul(2 * Math.PI * Math.E, where(isNarrow, variance, 1))));
  // A difference, which is 0 and not −0 for a sure outcome.
  return astype(where(isNarrow, normal, sub(0, sum(terms, { axis: 0 }))), mean.dtype);
}

/** E[f(X)] for a function that is smooth between the integers too. */
export function latticeExpectation(mass: LatticeMass, f: (k: Tensor) => Tensor): Tensor {
  const { nodes, weights } = latticeRule(rangeOf(mass));
  const total = sum(mul(mul(weights, exp(mass.logMass(nodes))), f(nodes)), { axis: 0 });
  return astype(total, mass.mean.dtype);
}

/** log P(X ≤ k) for integers k of the support, also where the probability underflows. */
export function latticeLogLower(mass: LatticeMass, k: Tensor): Tensor {
  const { centre, ...range } = rangeOf(mass, (middle) => minimum(middle, k));
  return logSum(mass, { ...range, centre, to: stopGradient(k) });
}

/** log P(X > k) for integers k before the last, also where the probability underflows. */
export function latticeLogUpper(mass: LatticeMass, k: Tensor): Tensor {
  const first = stopGradient(add(k, 1));
  return logSum(mass, { ...rangeOf(mass, (middle) => maximum(middle, first)), from: first });
}

/**
 * The logarithm of a probability that is known as `tail`, with the rest 1 − tail as `other`.
 *
 * Where it underflows, it is `beyond`, which is asked for only if there is such a place or values are not known.
 */
export function logOfTail(tail: Tensor, other: Tensor, beyond: () => Tensor): Tensor {
  const isLarge = greater(tail, 0.5);
  const isTiny = less(tail, tail.dtype === "float32" ? 1e-36 : 1e-290);
  const isSmall = where(isTiny, false, less(tail, 0.75));
  const value = where(isLarge, log1p(neg(where(isLarge, other, 0))), log(where(isSmall, tail, 1)));
  const needed = dataIfKnown(any(isTiny));
  if (needed !== undefined && needed[0] === 0) return value;
  return where(isTiny, astype(beyond(), value.dtype), value);
}

type Range = Parameters<typeof latticeRule>[0];

/**
 * Where all but 1e-20 of the mass is, seen from the mean or a place in a tail; the terms change as those of a normal
 * distribution do, or as fast as they do there.
 */
function rangeOf(
  { logMass, mean, variance, high }: LatticeMass,
  centreOf: (mean: Tensor) => Tensor = (middle) => middle,
): Range {
  const middle = stopGradient(mean);
  const spread = stopGradient(variance);
  const last = stopGradient(high);
  const deviation = sqrt(spread);
  const lengths = [middle, sub(last, middle)].map((rest) => div(spread, where(greater(rest, 0), rest, 1)));
  const reach = mul(50, add(add(1, deviation), add(lengths[0]!, lengths[1]!)));
  const centre = minimum(maximum(stopGradient(centreOf(middle)), 0), last);
  const before = maximum(sub(centre, 1), 0);
  const slope = stopGradient(sub(logMass(minimum(add(before, 1), last)), logMass(before)));
  const steepness = where(less(abs(slope), Infinity), slope, 0);
  const scale = div(1, hypot(div(1, maximum(deviation, 1)), steepness));
  return {
    from: maximum(floor(sub(centre, reach)), 0),
    to: minimum(ceil(add(centre, reach)), last),
    low: tensor(0),
    high: last,
    centre,
    scale,
  };
}

function logSum({ logMass, mean }: LatticeMass, range: Range): Tensor {
  const { nodes, weights } = latticeRule(range);
  const isCounted = greater(weights, 0);
  const logs = add(logMass(nodes), log(where(isCounted, weights, 1)));
  return astype(logSumExp(where(isCounted, logs, -Infinity), { axis: 0 }), mean.dtype);
}
