import {
  add,
  arange,
  ceil,
  dataIfKnown,
  div,
  DomainError,
  exp,
  expandDims,
  floor,
  greater,
  isFinite,
  less,
  lessEqual,
  log,
  logicalAnd,
  maximum,
  minimum,
  mul,
  neg,
  reciprocal,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Distribution } from "./distribution.ts";
import type { ExponentialParameters } from "./exponential.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { logIntervalMass } from "./interval-mass.ts";
import type { NormalParameters } from "./normal.ts";
import { tiltedEntropy, tiltedMean, tiltedVariance } from "./tilted-uniform.ts";

/** A base and the ends of its interval. */
interface Interval {
  readonly base: Distribution;
  readonly low: Tensor;
  readonly high: Tensor;
}

interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly entropy: Tensor;
}

export function truncatedMean(params: Interval): Tensor {
  return momentsOf("mean", params).mean;
}

export function truncatedVariance(params: Interval): Tensor {
  return momentsOf("variance", params).variance;
}

export function truncatedEntropy(params: Interval): Tensor {
  return momentsOf("entropy", params).entropy;
}

function momentsOf(what: string, params: Interval): Moments {
  const { family, parameters } = params.base;
  if (family === "normal") return ofNormal(parameters as NormalParameters, params);
  if (family === "exponential") return ofExponential(parameters as ExponentialParameters, params);
  if (params.base.support.kind === "integers") return ofIntegers(what, params);
  throw new DomainError(
    `truncated.${what}: there is none: for the base ${family} it has no closed form; take the average of samples`,
    { operation: `truncated.${what}`, family },
  );
}

/**
 * Integrals over the distance t from the mode c of the truncated distribution, in units of σ, where the density is
 * proportional to exp(−ct − t²/2): nothing in them cancels, however far the interval is from μ.
 */
function ofNormal({ mean, scale }: NormalParameters, { low, high }: Interval): Moments {
  const mode = where(less(mean, low), low, where(less(high, mean), high, mean));
  const c = div(sub(mode, mean), scale);
  const distanceTo = (end: Tensor): Tensor => div(sub(where(isFinite(end), end, mode), mode), scale);
  const { from, width } = windowOf(c, [isFinite(low), distanceTo(low)], [isFinite(high), distanceTo(high)]);
  const rule = gaussLegendre(48);
  // The nodes stand on a new last axis.
  const shares = tensor(
    rule.nodes.map((node) => (node + 1) / 2),
    { dtype: c.dtype },
  );
  const weights = tensor(
    rule.weights.map((weight) => weight / 2),
    { dtype: c.dtype },
  );
  const t = add(expandDims(from, -1), mul(expandDims(width, -1), shares));
  const energy = add(mul(expandDims(c, -1), t), mul(0.5, square(t)));
  const density = mul(weights, exp(neg(energy)));
  const total = sum(density, { axis: -1 });
  const average = (f: Tensor): Tensor => div(sum(mul(f, density), { axis: -1 }), total);
  const offset = average(t);
  return {
    mean: add(mode, mul(scale, offset)),
    variance: mul(square(scale), average(square(sub(t, expandDims(offset, -1))))),
    entropy: add(add(log(mul(total, width)), log(scale)), average(energy)),
  };
}

/** The part of the interval, in distances from the mode, in which the density has not yet fallen by exp(−40). */
function windowOf(
  c: Tensor,
  [hasLow, low]: readonly [Tensor, Tensor],
  [hasHigh, high]: readonly [Tensor, Tensor],
): { readonly from: Tensor; readonly width: Tensor } {
  const slope = where(less(c, 0), neg(c), c);
  // |c| t + t²/2 = 40
  const reach = div(80, add(slope, sqrt(add(square(c), 80))));
  const from = where(logicalAnd(hasLow, less(neg(reach), low)), low, neg(reach));
  const to = where(logicalAnd(hasHigh, less(high, reach)), high, reach);
  return { from, width: sub(to, from) };
}

/** Sums over all integers of the interval, without those in a tail of 1e-18 of the mass. */
function ofIntegers(what: string, { base, low, high }: Interval): Moments {
  const [cut, last] = [sub(ceil(low), 1), floor(high)];
  const logMass = logIntervalMass(base, cut, last);
  const tiny = mul(1e-18, exp(logMass));
  const from = dataIfKnown(maximum(ceil(low), base.quantile(tiny)));
  const to = dataIfKnown(minimum(last, base.upperQuantile(tiny)));
  if (from === undefined || to === undefined) {
    throw new DomainError(
      `truncated.${what}: the terms of its sum depend on values, which a trace does not know`,
      {
        operation: `truncated.${what}`,
      },
    );
  }
  const start = Math.min(...Float64Array.from(from));
  const end = Math.max(...Float64Array.from(to));
  if (!(end - start < mostTerms)) {
    throw new DomainError(`truncated.${what}: a sum of ${end - start + 1} terms is too long`, {
      operation: `truncated.${what}`,
      terms: end - start + 1,
    });
  }
  // The integers stand on a new first axis.
  const integers = reshape(arange(start, end + 1, 1, { dtype: logMass.dtype }), [
    -1,
    ...logMass.shape.map(() => 1),
  ]);
  const inside = logicalAnd(greater(integers, cut), lessEqual(integers, last));
  const logProb = sub(base.logProb(integers), logMass);
  const isTerm = logicalAnd(inside, greater(logProb, -Infinity));
  const logTerms = where(isTerm, logProb, 0);
  const prob = where(isTerm, exp(logTerms), 0);
  const average = (f: Tensor): Tensor => sum(mul(f, prob), { axis: 0 });
  const mean = average(integers);
  return { mean, variance: average(square(sub(integers, mean))), entropy: neg(average(logTerms)) };
}

const mostTerms = 1e6;

/** A uniform distribution tilted by −λ times its width, or an exponential one without an upper end. */
function ofExponential({ rate }: ExponentialParameters, { low, high }: Interval): Moments {
  const first = where(less(low, 0), 0, low);
  const isBounded = isFinite(high);
  const width = where(isBounded, sub(where(isBounded, high, add(first, 1)), first), 1);
  const tilt = neg(mul(rate, width));
  return {
    mean: add(first, where(isBounded, mul(width, tiltedMean(tilt)), reciprocal(rate))),
    variance: where(isBounded, mul(square(width), tiltedVariance(tilt)), square(reciprocal(rate))),
    entropy: where(isBounded, add(log(width), tiltedEntropy(tilt)), sub(1, log(rate))),
  };
}
