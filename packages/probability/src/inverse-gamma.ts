import { gamma as randomGamma } from "@adjoint/random";
import { gammaincc, gammainccinv, gammaincinv, logGammaincc, stirlingError } from "@adjoint/special";
import {
  add,
  astype,
  checkOptions,
  div,
  greater,
  less,
  log,
  logicalAnd,
  mul,
  reciprocal,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { halfLogTwoPi, logGammaMass, logLowerGamma, lowerGamma } from "./gamma-mass.ts";
import { fitGamma } from "./gamma.ts";
import { isPositive, piecewise } from "./piecewise.ts";
import { halfLine } from "./support.ts";

/** The parameters of an inverse gamma distribution. */
export type InverseGammaParameters = { readonly concentration: Tensor; readonly scale: Tensor };

/** An inverse gamma distribution. */
export type InverseGamma = Distribution<InverseGammaParameters>;

/** What `inverseGamma` is made of. */
export interface InverseGammaOptions {
  /** The shape α > 0: the upper tail falls like x^(−α−1). */
  readonly concentration: TensorLike;
  /** The scale β > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The inverse gamma distribution of x > 0: of 1/y for a gamma variable y of the rate β.
 *
 * Formula: p(x) = β^α x^(−α−1) exp(−β/x) / Γ(α).
 *
 * Moments: mean β/(α − 1) for α > 1, variance β²/((α − 1)²(α − 2)) for α > 2, ∞ otherwise; mode β/(α + 1), entropy
 * α + log β + log Γ(α) − (1 + α)ψ(α).
 *
 * Method: the density by Loader's saddle-point formula, in which nothing cancels for large α; the distribution function
 * and its logarithm by incomplete gamma functions of β/x. The fit is that of a gamma distribution to 1/x. Samples are
 * inverse gamma draws, with implicit derivatives.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), § 17.8; C. Loader,
 * "Fast and accurate computation of binomial probabilities" (2000).
 *
 * @throws DomainError unless the concentration and the scale are positive and finite.
 * @example
 * ```ts
 * import { inverseGamma } from "@adjoint/probability";
 *
 * const d = inverseGamma({ concentration: 3, scale: 2 });
 * d.mean.item(); // => 1
 * d.cdf(2).item(); // => 0.9196986029286058
 * d.logCdf(1e-4).item(); // => -19980.8872
 * ```
 */
export function inverseGamma(options: InverseGammaOptions): InverseGamma {
  const { concentration, scale = 1 } = checkOptions("inverseGamma", options, ["concentration", "scale"]);
  return distribution(
    inverseGammaFamily,
    checkParameters("inverseGamma", { concentration, scale }, inverseGammaFamily.constraints),
  );
}

/** The functions of the inverse gamma family. */
export const inverseGammaFamily: Family<InverseGammaParameters> = {
  name: "inverseGamma",
  constraints: { concentration: positive, scale: positive },
  eventShape: () => [],
  support: halfLine,
  mean: ({ concentration, scale }) => {
    const exists = greater(concentration, 1);
    return where(exists, div(scale, sub(where(exists, concentration, 2), 1)), Infinity);
  },
  variance: ({ concentration, scale }) => {
    const exists = greater(concentration, 2);
    const a = where(exists, concentration, 3);
    return where(exists, div(square(div(scale, sub(a, 1))), sub(a, 2)), Infinity);
  },
  mode: ({ concentration, scale }) => div(scale, add(concentration, 1)),
  entropy: ({ concentration: a, scale }) => {
    const rest = sub(stirlingError(a), mul(add(1, a), digammaExcess(a)));
    return add(sub(log(scale), mul(1.5, log(a))), add(rest, halfLogTwoPi));
  },
  logProb: (params, x) =>
    scaled(params, x, -Infinity, (y, logY, logX) => sub(logGammaMass(params.concentration, y, logY), logX)),
  cdf: (params, x) => scaled(params, x, [0, 1], (y) => gammaincc(params.concentration, y)),
  logCdf: (params, x) => scaled(params, x, [-Infinity, 0], (y) => logGammaincc(params.concentration, y)),
  survival: (params, x) => scaled(params, x, [1, 0], (y, logY) => lowerGamma(params.concentration, y, logY)),
  logSurvival: (params, x) =>
    scaled(params, x, [0, -Infinity], (y, logY) => logLowerGamma(params.concentration, y, logY)),
  quantile: ({ concentration, scale }, p) => div(scale, gammainccinv(concentration, p)),
  upperQuantile: ({ concentration, scale }, q) => div(scale, gammaincinv(concentration, q)),
  sample: ({ concentration, scale }, key, shape) =>
    astype(div(scale, randomGamma(key, shape, { concentration })), concentration.dtype),
  fit: (samples, weights) => {
    const { concentration, rate } = fitGamma(reciprocal(samples), weights);
    return { concentration, scale: rate };
  },
};

/** A function of y = β/x and its logarithm where 0 < x < ∞ and y < ∞, and constants below and above. */
function scaled(
  { scale }: InverseGammaParameters,
  x: Tensor,
  outside: number | readonly [below: number, above: number],
  f: (y: Tensor, logY: Tensor, logX: Tensor) => Tensor,
): Tensor {
  const inside = logicalAnd(isPositive(x), less(div(scale, x), Infinity));
  const value = (at: Tensor): Tensor => {
    const logX = log(at);
    return f(div(scale, at), sub(log(scale), logX), logX);
  };
  // Where β/x overflows, x is less than 1.
  return piecewise(x, inside, 1, value, outside);
}
