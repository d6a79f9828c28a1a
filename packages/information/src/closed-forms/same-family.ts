import { cholesky, solveTriangular } from "@adjoint/linalg";
import { bernoulli } from "@adjoint/probability";
import type { Bernoulli, Distribution } from "@adjoint/probability";
import { digamma, i0e, i1e, lgamma, poissonDeviance, stirlingError } from "@adjoint/special";
import {
  abs,
  add,
  arange,
  dataIfKnown,
  diagonal,
  div,
  DomainError,
  equal,
  exp,
  expandDims,
  expm1,
  greater,
  less,
  log,
  log1p,
  logSoftmax,
  mul,
  neg,
  sin,
  square,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { diagonalExcess, gaussianVectors, offDiagonal } from "./gaussian-vectors.ts";
import { eulerGamma, logitOf, named } from "./parameters.ts";

/** D(p‖q) for two distributions of one family. */
export type SameFamily = (p: Distribution, q: Distribution) => Tensor;

/**
 * D(p‖q) in closed form, in nats, by the name of the family. Written with D(x, μ) = x log(x/μ) + μ − x wherever
 * terms would cancel, so that the divergence of two nearly equal distributions keeps its digits.
 *
 * The supports are compared elsewhere; here p's lies within q's, or the value does not matter.
 */
export const sameFamily: Readonly<Record<string, SameFamily>> = {
  bernoulli: (p, q) => bernoullis(p as Bernoulli, q as Bernoulli),
  // A sum of independent trials: so many times the divergence of one.
  binomial: (p, q) => mul(trials(p, q), bernoullis(oneTrial(p), oneTrial(q))),
  negativeBinomial: (p, q) => {
    const one = oneTrial(p);
    return mul(div(trials(p, q), one.mean), bernoullis(one, oneTrial(q)));
  },
  geometric: (p, q) => {
    const one = oneTrial(p);
    return div(bernoullis(one, oneTrial(q)), one.mean);
  },
  categorical,
  multinomial: (p, q) => mul(trials(p, q), categorical(p, q)),
  poisson: (p, q) => poissonDeviance(named(p).rate!, named(q).rate!),

  normal: normals,
  logNormal: normals,
  halfNormal: (p, q) => mul(0.5, excess(square(div(named(p).scale!, named(q).scale!)))),
  laplace: laplaces,
  cauchy: cauchys,
  halfCauchy: (p, q) => logOfMeanSquares(named(p).scale!, named(q).scale!, 0),
  gumbel: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return gumbels(div(a.scale!, b.scale!), div(sub(a.location!, b.location!), b.scale!));
  },
  // −log X has a Gumbel distribution with the location −log λ and the scale 1/k.
  weibull: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return gumbels(
      div(b.concentration!, a.concentration!),
      mul(b.concentration!, log(div(b.scale!, a.scale!))),
    );
  },
  exponential: (p, q) => excess(div(named(q).rate!, named(p).rate!)),
  // log X − log s has an exponential distribution.
  pareto: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return add(
      mul(b.concentration!, log(div(a.scale!, b.scale!))),
      excess(div(b.concentration!, a.concentration!)),
    );
  },
  gamma: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return gammas(a.concentration!, b.concentration!, div(b.rate!, a.rate!));
  },
  // 1/X has a gamma distribution with this scale as its rate.
  inverseGamma: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return gammas(a.concentration!, b.concentration!, div(b.scale!, a.scale!));
  },
  chiSquared: (p, q) => gammas(mul(0.5, named(p).df!), mul(0.5, named(q).df!), 1),
  beta: (p, q) => {
    const [a, b] = [named(p), named(q)];
    const parts = add(lgammaExcess(b.alpha!, a.alpha!), lgammaExcess(b.beta!, a.beta!));
    return sub(parts, lgammaExcess(add(b.alpha!, b.beta!), add(a.alpha!, a.beta!)));
  },
  dirichlet: (p, q) => {
    const [a, b] = [named(p).concentration!, named(q).concentration!];
    const total = (x: Tensor): Tensor => sum(x, { axis: -1 });
    return sub(total(lgammaExcess(b, a)), lgammaExcess(total(b), total(a)));
  },
  continuousBernoulli: (p, q) =>
    add(sub(p.logProb(0), q.logProb(0)), mul(p.mean, sub(logitOf(p), logitOf(q)))),
  vonMises: (p, q) => {
    const [a, b] = [named(p), named(q)];
    const scaled = i0e(a.concentration!);
    const length = div(i1e(a.concentration!), scaled);
    const turn = mul(2, square(sin(mul(0.5, sub(a.mean!, b.mean!)))));
    const normalizers = log(div(i0e(b.concentration!), scaled));
    const shrink = mul(sub(a.concentration!, b.concentration!), sub(length, 1));
    return add(normalizers, add(shrink, mul(mul(length, b.concentration!), turn)));
  },
  multivariateNormal: gaussianVectors,
  wishart: wisharts,
  uniform: (p, q) => {
    const [a, b] = [named(p), named(q)];
    return log(div(sub(b.high!, b.low!), sub(a.high!, a.low!)));
  },
};

/**
 * With W = L₂⁻¹ L₁ of the scale matrices: ½ ν₁ (tr WWᵀ − d − log det WWᵀ) + ½ (ν₁ − ν₂) log det WWᵀ and what the gamma
 * functions of the degrees of freedom add.
 */
function wisharts(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [named(p), named(q)];
  const [first, second] = [a, b].map((d) => d.choleskyFactor ?? cholesky(d.scale!)) as [Tensor, Tensor];
  const ratio = solveTriangular(second, first, { lower: true });
  const spread = add(diagonalExcess(ratio), offDiagonal(ratio));
  const logDeterminant = mul(2, sum(log(diagonal(ratio)), { axis: -1 }));
  const steps = arange(p.eventShape[0]!);
  const half = (df: Tensor): Tensor => mul(0.5, sub(expandDims(df, -1), steps));
  const degrees = sum(lgammaExcess(half(b.df!), half(a.df!)), { axis: -1 });
  return add(mul(0.5, add(mul(a.df!, spread), mul(sub(a.df!, b.df!), logDeterminant))), degrees);
}

/** r − 1 − log r ≥ 0. */
function excess(ratio: Tensor): Tensor {
  return poissonDeviance(1, ratio);
}

/** ½(r² − 1 − log r²) + ½((μ₁ − μ₂)/σ₂)² with r = σ₁/σ₂. */
function normals(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [named(p), named(q)];
  const offset = square(div(sub(a.mean!, b.mean!), b.scale!));
  return mul(0.5, add(excess(square(div(a.scale!, b.scale!))), offset));
}

/** r − 1 − log r + r(δ + e^(−δ) − 1) with r = s₁/s₂ and δ = |μ₁ − μ₂|/s₁. */
function laplaces(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [named(p), named(q)];
  const ratio = div(a.scale!, b.scale!);
  return add(excess(ratio), mul(ratio, roundedDistance(div(sub(a.mean!, b.mean!), a.scale!))));
}

/** |d| + e^(−|d|) − 1 = d² (½ − |d|/6 + d²/24 − …), smooth enough at 0 for two derivatives. */
function roundedDistance(d: Tensor): Tensor {
  const distance = abs(d);
  const isNear = less(distance, 0.1);
  const near = where(isNear, distance, 0);
  const far = where(isNear, 1, distance);
  // Σₖ (−t)ᵏ/(k + 2)!
  const series = [1 / 362880, 1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2];
  const quotient = series
    .slice(1)
    .reduce<Tensor>(
      (value, coefficient) => sub(coefficient, mul(near, value)),
      mul(series[0]!, add(mul(near, 0), 1)),
    );
  return where(isNear, mul(square(where(isNear, d, 0)), quotient), add(far, expm1(neg(far))));
}

function cauchys(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [named(p), named(q)];
  return logOfMeanSquares(a.scale!, b.scale!, sub(a.location!, b.location!));
}

/**
 * log(((s₁ + s₂)² + d²) / (4 s₁ s₂)) = log1p(((s₁ − s₂)² + d²) / (4 s₁ s₂)).
 *
 * Source: F. Chyzak, F. Nielsen, "A closed-form formula for the Kullback–Leibler divergence between Cauchy
 * distributions", arXiv:1905.10965 (2019).
 */
function logOfMeanSquares(a: Tensor, b: Tensor, distance: Tensor | number): Tensor {
  const [first, second] = [div(sub(a, b), a), div(sub(a, b), b)];
  const spread = mul(0.25, mul(first, second));
  const offset = mul(0.25, mul(div(distance, a), div(distance, b)));
  return log1p(add(spread, offset));
}

/** Of Gumbel distributions with r = s₁/s₂ and δ = (μ₁ − μ₂)/s₂: δ + e^(−δ) Γ(1 + r) − 1 − log r + γ(r − 1). */
function gumbels(ratio: Tensor, offset: Tensor): Tensor {
  const growth = expm1(sub(lgamma(add(1, ratio)), offset));
  return add(add(offset, growth), sub(mul(eulerGamma, sub(ratio, 1)), log(ratio)));
}

/** Of gamma distributions with concentrations a and b and the ratio ρ of the second rate to the first. */
function gammas(a: Tensor, b: Tensor, ratio: Tensor | number): Tensor {
  return add(poissonDeviance(b, mul(a, ratio)), stirlingExcess(b, a));
}

/** log Γ(y) − log Γ(x) − (y − x) ψ(x) ≥ 0, the Bregman divergence of log Γ. */
function lgammaExcess(y: Tensor, x: Tensor): Tensor {
  return add(poissonDeviance(y, x), stirlingExcess(y, x));
}

/** What is left of `lgammaExcess` when the leading terms of Stirling's formula are taken away. */
function stirlingExcess(y: Tensor, x: Tensor): Tensor {
  const slope = mul(sub(y, x), sub(log(x), digamma(x)));
  const errors = sub(stirlingError(y), stirlingError(x));
  return add(sub(errors, mul(0.5, log(div(y, x)))), slope);
}

/** Σᵢ pᵢ (log pᵢ − log qᵢ); outcomes that p excludes add 0 and have no derivative. */
function categorical(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [logProbabilities(p), logProbabilities(q)];
  const possible = greater(a, -Infinity);
  const guarded = where(possible, a, 0);
  const terms = mul(exp(a), sub(guarded, where(possible, b, 0)));
  return sum(where(possible, terms, 0), { axis: -1 });
}

/** The log-probabilities of all outcomes along the last axis, −∞ for impossible ones. */
function logProbabilities(d: Distribution): Tensor {
  const { probs, logits } = d.parameters as { readonly probs?: Tensor; readonly logits?: Tensor };
  return probs === undefined ? logSoftmax(logits!, { axis: -1 }) : log(probs);
}

/** The divergence of single trials, where outcomes that p excludes add 0 and have no derivative. */
function bernoullis(p: Bernoulli, q: Bernoulli): Tensor {
  const term = (outcome: 0 | 1, weight: Tensor): Tensor => {
    const possible = greater(weight, 0);
    // Asked for at a place outside the support, a log-probability is −∞ without an infinite derivative.
    const place = where(possible, outcome, -1);
    return mul(weight, where(possible, sub(p.logProb(place), q.logProb(place)), 0));
  };
  return add(term(0, p.cdf(0)), term(1, p.mean));
}

function oneTrial(d: Distribution): Bernoulli {
  const { probs, logits } = d.parameters as { readonly probs?: Tensor; readonly logits?: Tensor };
  return probs === undefined ? bernoulli({ logits: logits! }) : bernoulli({ probs });
}

/** The number of trials of both, which has to be the same. */
function trials(p: Distribution, q: Distribution): Tensor {
  const [a, b] = [named(p).total!, named(q).total!];
  if (dataIfKnown(equal(a, b))?.includes(0) !== true) return a;
  throw new DomainError(
    `klDivergence: ${p.family} distributions have a closed form for equal totals only, got ${String(a)} and ` +
      `${String(b)}; estimateKlDivergence(p, q, key) takes the mean over samples, with its standard error`,
    { operation: "klDivergence", p: a, q: b },
  );
}
