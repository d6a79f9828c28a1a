import { digamma, log1mexp, logBeta, polygamma } from "@adjoint/special";
import {
  add,
  checkOptions,
  div,
  equal,
  exp,
  expm1,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  reciprocal,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { isFraction, piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { unitSegment } from "./support.ts";

/** The parameters of a Kumaraswamy distribution. */
export type KumaraswamyParameters = { readonly alpha: Tensor; readonly beta: Tensor };

/** A Kumaraswamy distribution. */
export type Kumaraswamy = Distribution<KumaraswamyParameters>;

/** What `kumaraswamy` is made of. */
export interface KumaraswamyOptions {
  /** The exponent a > 0 at the end 0. */
  readonly alpha: TensorLike;
  /** The exponent b > 0 at the end 1. */
  readonly beta: TensorLike;
}

/**
 * The Kumaraswamy distribution of x between 0 and 1: shaped as a beta distribution, with an elementary quantile.
 *
 * Formula: p(x) = ab xᵃ⁻¹ (1 − xᵃ)ᵇ⁻¹.
 *
 * Moments: E[xⁿ] = b B(1 + n/a, b) with the beta function, from which mean and variance follow; entropy
 * 1 − 1/b + (1 − 1/a)(ψ(b + 1) + γ) − log(ab) with Euler's γ = 0.5772….
 *
 * Method: in logarithms of x, of 1 − xᵃ and of 1 − (1 − xᵃ)ᵇ, so that neither end loses digits. Samples are quantiles of
 * uniform numbers, so they differentiate with respect to a and b.
 *
 * Source: M. C. Jones, "Kumaraswamy's distribution: a beta-type distribution with some tractability advantages",
 * Stat. Methodol. 6 (2009).
 *
 * @throws DomainError unless both parameters are positive and finite.
 * @example
 * ```ts
 * import { kumaraswamy } from "@adjoint/probability";
 *
 * kumaraswamy({ alpha: 2, beta: 3 }).cdf(0.5).item(); // => 0.578125
 * kumaraswamy({ alpha: 1, beta: 1 }).prob([0, 0.5, 1]).toArray(); // => [1, 1, 1]
 * ```
 */
export function kumaraswamy(options: KumaraswamyOptions): Kumaraswamy {
  const { alpha, beta } = checkOptions("kumaraswamy", options, ["alpha", "beta"]);
  return distribution(
    kumaraswamyFamily,
    checkParameters("kumaraswamy", { alpha, beta }, kumaraswamyFamily.constraints),
  );
}

const eulerGamma = 0.5772156649015329;

/** The functions of the Kumaraswamy family. */
export const kumaraswamyFamily: Family<KumaraswamyParameters> = {
  name: "kumaraswamy",
  constraints: { alpha: positive, beta: positive },
  eventShape: () => [],
  support: unitSegment,
  mean: (params) => exp(logMoment(params, 1)),
  variance: (params) => mul(exp(mul(2, logMoment(params, 1))), expm1(logSpread(params))),
  mode,
  entropy: ({ alpha, beta }) => {
    const shape = mul(sub(1, reciprocal(alpha)), add(digamma(add(beta, 1)), eulerGamma));
    return sub(add(sub(1, reciprocal(beta)), shape), add(log(alpha), log(beta)));
  },
  logProb: (params, x) => {
    const { alpha, beta } = params;
    const inner = piecewise(x, isFraction(x), 0.5, logDensity(params), -Infinity);
    const atOne = where(equal(x, 1), limit(beta, log(alpha)), inner);
    return where(equal(x, 0), limit(alpha, log(beta)), atOne);
  },
  cdf: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => neg(expm1(logUpper(params, y))), [0, 1]),
  logCdf: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => logLower(params, y), [-Infinity, 0]),
  survival: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => exp(logUpper(params, y)), [1, 0]),
  logSurvival: (params, x) => piecewise(x, isFraction(x), 0.5, (y) => logUpper(params, y), [0, -Infinity]),
  quantile,
  upperQuantile: (params, q) => fromLogUpper(params, log(q)),
  sample: sampleByQuantile(quantile),
  fit: "the equations of greatest likelihood have no closed solution",
};

/** log E[xⁿ] */
function logMoment({ alpha, beta }: KumaraswamyParameters, n: number): Tensor {
  return add(log(beta), logBeta(add(1, div(n, alpha)), beta));
}

/**
 * log(E[x²]/E[x]²). For large a, where both moments are almost 1, by the series Σₖ (2ᵏ − 2) cₖ/(k! aᵏ) from k = 2, with
 * the derivatives cₖ = ψ⁽ᵏ⁻¹⁾(1) − ψ⁽ᵏ⁻¹⁾(1 + b) of log Γ(1 + s) − log Γ(1 + s + b) at s = 0.
 */
function logSpread({ alpha, beta }: KumaraswamyParameters): Tensor {
  const isLarge = greater(alpha, 16);
  const near = { alpha: where(isLarge, 1, alpha), beta };
  const direct = sub(logMoment(near, 2), mul(2, logMoment(near, 1)));
  const h = where(isLarge, reciprocal(alpha), 0);
  const b = add(1, beta);
  let series = mul(0, h);
  for (let k = 15, factorial = 1307674368e3; k >= 2; factorial /= k--) {
    const derivative = sub(polygamma(k - 1, 1).item(), polygamma(k - 1, b));
    series = mul(add(mul((2 ** k - 2) / factorial, derivative), series), h);
  }
  return where(isLarge, mul(series, h), direct);
}

function mode({ alpha, beta }: KumaraswamyParameters): Tensor {
  const isInner = logicalAnd(greater(alpha, 1), greater(beta, 1));
  const [a, b] = [where(isInner, alpha, 2), where(isInner, beta, 2)];
  const inner = exp(div(log(div(sub(a, 1), sub(mul(a, b), 1))), a));
  // An infinite density at 0 comes first, then one at 1; else the density falls or rises.
  const atZero = logicalOr(less(alpha, 1), logicalAnd(lessEqual(alpha, 1), greaterEqual(beta, 1)));
  return where(atZero, 0, where(isInner, inner, 1));
}

function logDensity({ alpha, beta }: KumaraswamyParameters): (x: Tensor) => Tensor {
  return (x) => {
    const logX = log(x);
    const logRest = log1mexp(mul(alpha, logX));
    return add(add(log(alpha), log(beta)), add(mul(sub(alpha, 1), logX), mul(sub(beta, 1), logRest)));
  };
}

/** The log-density at an end: ∞ below the exponent 1, −∞ above. */
function limit(exponent: Tensor, atOne: Tensor): Tensor {
  return where(less(exponent, 1), Infinity, where(equal(exponent, 1), atOne, -Infinity));
}

/** b log(1 − xᵃ) */
function logUpper({ alpha, beta }: KumaraswamyParameters, x: Tensor): Tensor {
  return mul(beta, log1mexp(mul(alpha, log(x))));
}

/** log(1 − (1 − xᵃ)ᵇ), which is log b + a log x where xᵃ underflows. */
function logLower(params: KumaraswamyParameters, x: Tensor): Tensor {
  const logPower = mul(params.alpha, log(x));
  const isTiny = less(logPower, -300);
  const complement = log1mexp(mul(params.beta, log1mexp(where(isTiny, -1, logPower))));
  return where(isTiny, add(log(params.beta), logPower), complement);
}

function quantile(params: KumaraswamyParameters, p: Tensor): Tensor {
  return fromLogUpper(params, log1p(neg(p)));
}

/** The place x with log P(X > x) = ℓ. */
function fromLogUpper({ alpha, beta }: KumaraswamyParameters, logUpper: Tensor): Tensor {
  return exp(div(log1mexp(div(logUpper, beta)), alpha));
}
