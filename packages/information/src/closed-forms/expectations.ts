import type { Distribution } from "@adjoint/probability";
import { digamma, erf, lgamma, polygamma, xlogy } from "@adjoint/special";
import {
  abs,
  add,
  div,
  equal,
  exp,
  greater,
  less,
  log,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  reciprocal,
  softplus,
  square,
  sub,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { eulerGamma } from "./parameters.ts";
import type { Named } from "./parameters.ts";

/**
 * What E[−log q(X)] may ask of the family of p, besides mean and variance. A missing function is not known in closed
 * form; an expectation that diverges is ±∞.
 */
export interface Expectations {
  /** E[log X] */
  readonly log?: (p: Named) => Tensor;
  /** Var[log X] */
  readonly logVariance?: (p: Named) => Tensor;
  /** E[log(1 − X)] */
  readonly logComplement?: (p: Named) => Tensor;
  /** E[Xᵏ] for any real k */
  readonly power?: (p: Named, k: Tensor) => Tensor;
  /** E[exp(−X/s)] */
  readonly decay?: (p: Named, s: Tensor) => Tensor;
  /** E|X − m| */
  readonly distance?: (p: Named, m: Tensor) => Tensor;
  /** E[log X!] */
  readonly logFactorial?: (p: Named) => Tensor;
}

/** The expectations by the name of p's family; a family without a row has an entropy or a mean of no closed form. */
const expectations: Readonly<Record<string, Expectations>> = {
  bernoulli: { logFactorial: ({ probs, logits }) => zerosLike(probs ?? logits!) },
  binomial: {},
  poisson: {},
  geometric: {},
  negativeBinomial: {},

  normal: {
    decay: (p, s) => exp(sub(mul(0.5, square(div(p.scale!, s))), div(p.mean!, s))),
    distance: ({ mean, scale }, m) => {
      const d = div(sub(mean!, m), scale!);
      const tail = mul(Math.sqrt(2 / Math.PI), exp(mul(-0.5, square(d))));
      return mul(scale!, add(tail, mul(d, erf(mul(Math.SQRT1_2, d)))));
    },
  },
  laplace: {
    decay: (p, s) => {
      const converges = greater(s, p.scale!);
      const ratio = square(div(p.scale!, where(converges, s, mul(2, p.scale!))));
      return where(converges, div(exp(neg(div(p.mean!, s))), sub(1, ratio)), Infinity);
    },
    distance: ({ mean, scale }, m) => {
      const d = abs(sub(mean!, m));
      return add(d, mul(scale!, exp(neg(div(d, scale!)))));
    },
  },
  logistic: {
    distance: ({ mean, scale }, m) => {
      const d = sub(mean!, m);
      return add(d, mul(2, mul(scale!, softplus(neg(div(d, scale!))))));
    },
  },
  gumbel: {
    decay: (p, s) => exp(sub(lgamma(add(1, div(p.scale!, s))), div(p.location!, s))),
  },
  studentT: {},
  uniform: {
    log: ({ low, high }) => meanLog(low!, high!),
    logComplement: ({ low, high }) => meanLog(sub(1, high!), sub(1, low!)),
    power: ({ low, high }, k) => {
      const isLogarithm = equal(k, -1);
      const next = where(isLogarithm, 1, add(k, 1));
      const ends = div(sub(powerOf(high!, next), powerOf(low!, next)), next);
      const ratio = log(div(high!, where(greater(low!, 0), low!, high!)));
      const mean = div(where(isLogarithm, ratio, ends), sub(high!, low!));
      return where(logicalOr(greater(k, -1), greater(low!, 0)), mean, Infinity);
    },
    decay: ({ low, high }, s) => {
      const ends = sub(exp(neg(div(low!, s))), exp(neg(div(high!, s))));
      return div(mul(s, ends), sub(high!, low!));
    },
    distance: ({ low, high }, m) => {
      const signed = (d: Tensor): Tensor => mul(d, abs(d));
      return div(add(signed(sub(m, low!)), signed(sub(high!, m))), mul(2, sub(high!, low!)));
    },
  },

  exponential: {
    log: ({ rate }) => neg(add(eulerGamma, log(rate!))),
    logVariance: ({ rate }) => add(zerosLike(rate!), Math.PI ** 2 / 6),
    power: ({ rate }, k) => gammaPower(add(zerosLike(rate!), 1), rate!, k),
    decay: ({ rate }, s) => reciprocal(add(1, reciprocal(mul(rate!, s)))),
    distance: ({ rate }, m) => {
      const inside = mul(2, exp(neg(mul(rate!, where(greater(m, 0), m, 0)))));
      const mean = reciprocal(rate!);
      return where(greater(m, 0), add(sub(m, mean), mul(mean, inside)), sub(mean, m));
    },
  },
  gamma: {
    log: ({ concentration, rate }) => sub(digamma(concentration!), log(rate!)),
    logVariance: ({ concentration }) => polygamma(1, concentration!),
    power: ({ concentration, rate }, k) => gammaPower(concentration!, rate!, k),
    decay: ({ concentration, rate }, s) =>
      exp(neg(mul(concentration!, log(add(1, reciprocal(mul(rate!, s))))))),
  },
  chiSquared: {
    log: ({ df }) => add(digamma(mul(0.5, df!)), Math.LN2),
    logVariance: ({ df }) => polygamma(1, mul(0.5, df!)),
    power: ({ df }, k) => gammaPower(mul(0.5, df!), add(zerosLike(df!), 0.5), k),
    decay: ({ df }, s) => exp(neg(mul(mul(0.5, df!), log(add(1, div(2, s)))))),
  },
  inverseGamma: {
    log: ({ concentration, scale }) => sub(log(scale!), digamma(concentration!)),
    logVariance: ({ concentration }) => polygamma(1, concentration!),
    power: ({ concentration, scale }, k) => gammaPower(concentration!, scale!, neg(k)),
  },
  weibull: {
    log: ({ concentration, scale }) => sub(log(scale!), div(eulerGamma, concentration!)),
    logVariance: ({ concentration }) => div(Math.PI ** 2 / 6, square(concentration!)),
    power: ({ concentration, scale }, k) => {
      const order = div(k, concentration!);
      return mul(powerOf(scale!, k), gammaRatio(add(zerosLike(order), 1), order));
    },
  },
  pareto: {
    log: ({ concentration, scale }) => add(log(scale!), reciprocal(concentration!)),
    logVariance: ({ concentration }) => reciprocal(square(concentration!)),
    power: ({ concentration, scale }, k) => {
      const converges = less(k, concentration!);
      const rest = sub(concentration!, where(converges, k, 0));
      return where(converges, div(mul(concentration!, powerOf(scale!, k)), rest), Infinity);
    },
  },
  logNormal: {
    log: ({ mean }) => mean!,
    logVariance: ({ scale }) => square(scale!),
    power: ({ mean, scale }, k) => exp(add(mul(k, mean!), mul(0.5, square(mul(k, scale!))))),
  },
  halfNormal: {
    log: ({ scale }) => sub(log(scale!), (eulerGamma + Math.LN2) / 2),
    logVariance: ({ scale }) => add(zerosLike(scale!), Math.PI ** 2 / 8),
    power: ({ scale }, k) => {
      // X²/(2σ²) has a gamma distribution with the concentration ½.
      const half = mul(0.5, k);
      const one = zerosLike(scale!);
      return mul(powerOf(scale!, k), gammaPower(add(one, 0.5), add(one, 0.5), half));
    },
  },
  halfCauchy: {
    log: ({ scale }) => log(scale!),
    logVariance: ({ scale }) => add(zerosLike(scale!), Math.PI ** 2 / 4),
  },
  beta: {
    log: ({ alpha, beta }) => sub(digamma(alpha!), digamma(add(alpha!, beta!))),
    logVariance: ({ alpha, beta }) => sub(polygamma(1, alpha!), polygamma(1, add(alpha!, beta!))),
    logComplement: ({ alpha, beta }) => sub(digamma(beta!), digamma(add(alpha!, beta!))),
    power: ({ alpha, beta }, k) => div(gammaRatio(alpha!, k), gammaRatio(add(alpha!, beta!), k)),
  },
  kumaraswamy: {
    log: ({ alpha, beta }) => neg(div(add(digamma(add(1, beta!)), eulerGamma), alpha!)),
  },
  continuousBernoulli: {},
};

/** The expectations that p's family knows, as functions of their own arguments; `undefined` for other families. */
export function expectationsOf(p: Distribution): Expectations | undefined {
  return expectations[p.family];
}

/** The mean of log x over an interval of positive numbers. */
function meanLog(low: Tensor, high: Tensor): Tensor {
  // Elsewhere the supports do not match, and the value is not used.
  const from = where(greater(low, 0), low, 0);
  const to = where(greater(high, from), high, add(from, 1));
  return sub(div(sub(xlogy(to, to), xlogy(from, from)), sub(to, from)), 1);
}

/** xᵏ for x ≥ 0, with 0 where x is not positive. */
function powerOf(x: Tensor, k: Tensor): Tensor {
  const isPositive = greater(x, 0);
  return where(isPositive, exp(mul(k, log(where(isPositive, x, 1)))), 0);
}

/** E[Xᵏ] of a gamma distribution: Γ(a + k) / (Γ(a) rᵏ). */
function gammaPower(concentration: Tensor, rate: Tensor, k: Tensor): Tensor {
  return mul(gammaRatio(concentration, k), exp(neg(mul(k, log(rate)))));
}

/** Γ(a + k)/Γ(a), and ∞ where a + k ≤ 0 and the integral behind it diverges. */
function gammaRatio(a: Tensor, k: Tensor): Tensor {
  const converges = logicalAnd(greater(add(a, k), 0), greater(a, 0));
  const shifted = where(converges, add(a, k), 1);
  return where(converges, exp(sub(lgamma(shifted), lgamma(a))), Infinity);
}
