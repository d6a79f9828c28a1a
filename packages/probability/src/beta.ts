import { beta as randomBeta } from "@adjoint/random";
import {
  betainc,
  betaincc,
  betainccinv,
  betaincinv,
  digamma,
  logBetainc,
  logBetaincc,
  polygamma,
  stirlingError,
} from "@adjoint/special";
import {
  add,
  astype,
  checkOptions,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalOr,
  maximum,
  mul,
  neg,
  square,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { deviance } from "./binomial-mass.ts";
import { checkParameters, positive } from "./constraint.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { halfLogTwoPi } from "./gamma-mass.ts";
import { isFraction, piecewise } from "./piecewise.ts";
import { unitSegment } from "./support.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a beta distribution. */
export type BetaParameters = { readonly alpha: Tensor; readonly beta: Tensor };

/** A beta distribution. */
export type Beta = Distribution<BetaParameters>;

/** What `beta` is made of. */
export interface BetaOptions {
  /** α > 0, which draws x towards 1. */
  readonly alpha: TensorLike;
  /** β > 0, which draws x towards 0. */
  readonly beta: TensorLike;
}

/**
 * The beta distribution of a fraction 0 ≤ x ≤ 1, such as the unknown probability of a success after α − 1 successes and
 * β − 1 failures.
 *
 * Formula: p(x) = x^(α−1) (1 − x)^(β−1) / B(α, β).
 *
 * Moments: mean α/(α + β), variance αβ/((α + β)²(α + β + 1)), mode (α − 1)/(α + β − 2) for α, β > 1 and at an end
 * otherwise, entropy log B(α, β) − (α − 1)ψ(α) − (β − 1)ψ(β) + (α + β − 2)ψ(α + β).
 *
 * Method: the density by Loader's saddle-point formula, in which nothing cancels for large α and β; the distribution
 * function and its logarithm by incomplete beta functions. Near 1 places are as fine as the numbers there, 1e-16 apart:
 * for a closer look exchange α and β. The fit is a damped Newton's method from the moments, and differentiates in the
 * observations. Samples are G/(G + H) of gamma draws, with implicit derivatives.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 25;
 * C. Loader, "Fast and accurate computation of binomial probabilities" (2000); T. Minka, "Estimating a Dirichlet
 * distribution" (2000), for the fit.
 *
 * @throws DomainError unless α and β are positive and finite.
 * @example
 * ```ts
 * import { beta } from "@adjoint/probability";
 *
 * const share = beta({ alpha: 3, beta: 2 });
 * share.mean.item(); // => 0.6
 * share.cdf(0.5).item(); // => 0.3125
 * share.logCdf(1e-150).item(); // => -1034.77704
 * ```
 */
export function beta(options: BetaOptions): Beta {
  const { alpha, beta: second } = checkOptions("beta", options, ["alpha", "beta"]);
  return distribution(betaFamily, checkParameters("beta", { alpha, beta: second }, betaFamily.constraints));
}

/** The functions of the beta family. */
export const betaFamily: Family<BetaParameters> = {
  name: "beta",
  constraints: { alpha: positive, beta: positive },
  eventShape: () => [],
  support: unitSegment,
  mean: ({ alpha: a, beta: b }) => div(a, add(a, b)),
  variance: ({ alpha: a, beta: b }) => {
    const n = add(a, b);
    return div(mul(div(a, n), div(b, n)), add(n, 1));
  },
  mode: ({ alpha: a, beta: b }) => {
    const isPeaked = logicalAnd(greater(a, 1), greater(b, 1));
    const [left, right] = [sub(where(isPeaked, a, 2), 1), sub(where(isPeaked, b, 2), 1)];
    // Of two ends, or of all places, the smallest.
    const rises = logicalAnd(greaterEqual(a, 1), logicalAnd(lessEqual(b, 1), greater(a, b)));
    return where(isPeaked, div(left, add(left, right)), astype(rises, a.dtype));
  },
  entropy: ({ alpha: a, beta: b }) => {
    const n = add(a, b);
    const of = (shape: Tensor): Tensor =>
      sub(add(mul(0.5, log(shape)), stirlingError(shape)), mul(sub(shape, 1), digammaExcess(shape)));
    const ofBoth = sub(mul(sub(n, 2), digammaExcess(n)), add(mul(1.5, log(n)), stirlingError(n)));
    return add(add(of(a), of(b)), add(ofBoth, halfLogTwoPi));
  },
  logProb: (params, x) => {
    const { alpha: a, beta: b } = params;
    const isEnd = logicalOr(equal(x, 0), equal(x, 1));
    const atEnd = where(equal(x, 0), logDensityAtEnd(a, b), logDensityAtEnd(b, a));
    const inside = piecewise(x, isFraction(x), 0.5, (y) => logDensity(params, y), -Infinity);
    return where(isEnd, atEnd, inside);
  },
  cdf: ({ alpha, beta: b }, x) => piecewise(x, isFraction(x), 0.5, (y) => betainc(alpha, b, y), [0, 1]),
  logCdf: ({ alpha, beta: b }, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => logBetainc(alpha, b, y), [-Infinity, 0]),
  survival: ({ alpha, beta: b }, x) => piecewise(x, isFraction(x), 0.5, (y) => betaincc(alpha, b, y), [1, 0]),
  logSurvival: ({ alpha, beta: b }, x) =>
    piecewise(x, isFraction(x), 0.5, (y) => logBetaincc(alpha, b, y), [0, -Infinity]),
  quantile: ({ alpha, beta: b }, p) => betaincinv(alpha, b, p),
  upperQuantile: ({ alpha, beta: b }, q) => betainccinv(alpha, b, q),
  sample: ({ alpha, beta: b }, key, shape) => astype(randomBeta(key, shape, { alpha, beta: b }), alpha.dtype),
  fit: fitBeta,
};

function logDensity({ alpha: a, beta: b }: BetaParameters, x: Tensor): Tensor {
  const n = add(a, b);
  const y = sub(1, x);
  const [logX, logY] = [log(x), log1p(neg(x))];
  const errors = sub(stirlingError(n), add(stirlingError(a), stirlingError(b)));
  const width = sub(mul(0.5, sub(add(log(a), log(b)), log(n))), halfLogTwoPi);
  const distance = add(deviance(a, n, x, logX), deviance(b, n, y, logY));
  return sub(sub(add(errors, width), distance), add(logX, logY));
}

/** At the end of a shape it is ∞ below 1, the other shape at 1, and 0 above. */
function logDensityAtEnd(shape: Tensor, other: Tensor): Tensor {
  const flat = where(equal(shape, 1), log(other), -Infinity);
  return where(less(shape, 1), Infinity, flat);
}

/** Newton's method from the moments, by the inverse of the Hessian: a diagonal, and the same number in all places. */
function fitBeta(samples: Tensor, weights: Tensor): BetaParameters {
  const first = weightedMean(samples, weights);
  const spread = weightedMean(square(sub(samples, first)), weights);
  const size = stopGradient(maximum(sub(div(mul(first, sub(1, first)), spread), 1), 1e-3));
  const logs = [weightedMean(log(samples), weights), weightedMean(log1p(neg(samples)), weights)] as const;
  let a = mul(stopGradient(first), size);
  let b = mul(stopGradient(sub(1, first)), size);
  for (let count = 0; count < iterations; count++) {
    const n = add(a, b);
    const common = digamma(n);
    const slopes = [a, b].map((shape, i) => add(sub(common, digamma(shape)), logs[i]!));
    const curvatures = [polygamma(1, a), polygamma(1, b)] as const;
    const steps = slopes.map((slope, i) => div(slope, curvatures[i]!));
    const denominator = sub(div(1, polygamma(1, n)), add(div(1, curvatures[0]), div(1, curvatures[1])));
    const shift = div(add(steps[0]!, steps[1]!), denominator);
    a = maximum(add(a, add(steps[0]!, div(shift, curvatures[0]))), mul(a, 0.25));
    b = maximum(add(b, add(steps[1]!, div(shift, curvatures[1]))), mul(b, 0.25));
  }
  return { alpha: a, beta: b };
}

const iterations = 40;
