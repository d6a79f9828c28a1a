import { log1mexp, logAddExp } from "@adjoint/special";
import {
  abs,
  add,
  div,
  exp,
  expm1,
  greater,
  less,
  log,
  log1p,
  minimum,
  mul,
  neg,
  reciprocal,
  softplus,
  square,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { horner } from "./horner.ts";

// The distribution on [0, 1] with a density proportional to exp(ηx), for every real η: of a continuous Bernoulli
// variable and, with its unit of length, of an exponential one on an interval. With A(η) = log ∫ exp(ηx) dx its mean is
// A′(η) and its variance A″(η). Close to η = 0 they come from the series of A(η) − η/2 = log(sinh(η/2)/(η/2)),
// elsewhere from r = |η|, with exponentials that only fall.

/** log p(x) = ηx − A(η) for x in [0, 1]. */
export function tiltedLogProb(eta: Tensor, x: Tensor): Tensor {
  const { isNear, near, r } = regions(eta);
  const distance = where(greater(eta, 0), sub(1, x), x);
  const centred = sub(mul(near, sub(x, 0.5)), evenPart(near));
  return where(isNear, centred, neg(add(mul(r, distance), logShare(r))));
}

/** A′(η) */
export function tiltedMean(eta: Tensor): Tensor {
  const { isNear, near, r } = regions(eta);
  const small = smallMean(r);
  const far = where(greater(eta, 0), sub(1, small), small);
  return where(isNear, add(0.5, evenSlope(near)), far);
}

/** A″(η) */
export function tiltedVariance(eta: Tensor): Tensor {
  const { isNear, near, r } = regions(eta);
  const far = sub(square(reciprocal(r)), div(exp(neg(r)), square(expm1(neg(r)))));
  return where(isNear, horner(square(near), curvatureSeries), far);
}

/** A(η) − η A′(η) */
export function tiltedEntropy(eta: Tensor): Tensor {
  const { isNear, near, r } = regions(eta);
  const centred = sub(evenPart(near), mul(near, evenSlope(near)));
  return where(isNear, centred, add(logShare(r), mul(r, smallMean(r))));
}

/** P(X ≤ x) for 0 < x < 1 and y = 1 − x; P(X > x) is that of −η, y and x. */
export function tiltedCdf(eta: Tensor, x: Tensor, y: Tensor): Tensor {
  const { isSmall, lower, upper } = tails(eta, x, y);
  return where(isSmall, exp(lower), neg(expm1(upper)));
}

/** log P(X ≤ x) for 0 < x < 1 and y = 1 − x. */
export function tiltedLogCdf(eta: Tensor, x: Tensor, y: Tensor): Tensor {
  const { isSmall, lower, upper } = tails(eta, x, y);
  return where(isSmall, lower, log1mexp(upper));
}

/** The quantile for 0 < p < 1. */
export function tiltedQuantile(eta: Tensor, p: Tensor): Tensor {
  let x = stopGradient(quantileEstimate(eta, p));
  // Two steps of Newton's method: they polish the value, and carry derivatives to the second order.
  for (let step = 0; step < 2; step++) {
    const inside = clipTo(x);
    const reached = tiltedLogCdf(eta, inside, sub(1, inside));
    const ratio = exp(sub(reached, tiltedLogProb(eta, inside)));
    x = sub(inside, mul(sub(reached, log(p)), ratio));
  }
  return clipTo(x);
}

interface Regions {
  readonly isNear: Tensor;
  /** η close to 0, else 0. */
  readonly near: Tensor;
  /** |η| far from 0, else 1. */
  readonly r: Tensor;
}

function regions(eta: Tensor): Regions {
  const isNear = less(abs(eta), 1);
  return { isNear, near: where(isNear, eta, 0), r: abs(where(isNear, 1, eta)) };
}

/** log((1 − e⁻ʳ)/r) */
function logShare(r: Tensor): Tensor {
  return sub(log1mexp(neg(r)), log(r));
}

/** A′(−r) = 1/r − 1/(eʳ − 1) */
function smallMean(r: Tensor): Tensor {
  return add(reciprocal(r), div(exp(neg(r)), expm1(neg(r))));
}

/** A(η) − η/2 */
function evenPart(eta: Tensor): Tensor {
  const squared = square(eta);
  return mul(squared, horner(squared, series));
}

function evenSlope(eta: Tensor): Tensor {
  return mul(eta, horner(square(eta), slopeSeries));
}

function logPartition(eta: Tensor): Tensor {
  const { isNear, near, r } = regions(eta);
  const far = add(where(greater(eta, 0), r, 0), logShare(r));
  return where(isNear, add(mul(0.5, near), evenPart(near)), far);
}

/** log P(X ≤ x) where it is below log ½, and log P(X > x) elsewhere. */
function tails(
  eta: Tensor,
  x: Tensor,
  y: Tensor,
): { readonly isSmall: Tensor; readonly lower: Tensor; readonly upper: Tensor } {
  const lower = logBelow(eta, x);
  const isSmall = less(lower, -Math.LN2);
  const upper = logBelow(neg(eta), where(isSmall, 0.5, y));
  return { isSmall, lower, upper };
}

/** log ∫₀ˣ exp(ηt) dt − A(η) = log x + A(ηx) − A(η) */
function logBelow(eta: Tensor, x: Tensor): Tensor {
  return add(log(x), sub(logPartition(mul(eta, x)), logPartition(eta)));
}

/** To a few digits around η = 0, and to rounding elsewhere. */
function quantileEstimate(eta: Tensor, p: Tensor): Tensor {
  const isNear = less(abs(eta), 1e-3);
  const around = add(p, mul(mul(0.5, eta), mul(p, sub(1, p))));
  const far = where(isNear, 1, eta);
  // exp(ηx) = 1 + p (e^η − 1) = (1 − p) + p e^η
  const rising = softplus(add(log(p), add(logPartition(far), log(abs(far)))));
  const early = log1p(mul(p, expm1(minimum(far, 0))));
  const late = logAddExp(log1p(neg(p)), add(log(p), far));
  const exponent = where(greater(far, 0), rising, where(less(p, 0.5), early, late));
  return where(isNear, around, div(exponent, far));
}

/** Into the open interval (0, 1). */
function clipTo(x: Tensor): Tensor {
  const [low, high] = [5e-324, 1 - 2 ** -53];
  return where(greater(x, high), high, where(less(x, low), low, x));
}

/** B₂ₖ/(2k (2k)!), of η²ᵏ in A(η) from k = 1. */
const series = [
  0.041666666666666664, -0.00034722222222222224, 5.5114638447971785e-6, -1.033399470899471e-7,
  2.08767569878681e-9, -4.403491782239578e-11, 9.55895466477477e-13, -2.1185501852016142e-14,
  4.770034475709914e-16, -1.087434349279031e-17, 2.5040921947091955e-19, -5.814360285755218e-21,
];

const slopeSeries = /* @__PURE__ */ series.map((c, i) => (2 * i + 2) * c);

const curvatureSeries = /* @__PURE__ */ slopeSeries.map((c, i) => (2 * i + 1) * c);
