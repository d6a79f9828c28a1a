import { digamma, polygamma } from "@adjoint/special";
import {
  add,
  checkOptions,
  div,
  exp,
  greater,
  log,
  mul,
  neg,
  stopGradient,
  sub,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { type GammaParameters, gammaFamily } from "./gamma.ts";
import { newton } from "./newton.ts";
import { reparametrized } from "./reparametrized.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameter of a χ² distribution. */
export type ChiSquaredParameters = { readonly df: Tensor };

/** A χ² distribution. */
export type ChiSquared = Distribution<ChiSquaredParameters>;

/** What `chiSquared` is made of. */
export interface ChiSquaredOptions {
  /** The degrees of freedom ν > 0, which need not be an integer. */
  readonly df: TensorLike;
}

/**
 * The χ² distribution of the sum of ν squared standard normal variables, for any ν > 0.
 *
 * Formula: p(x) = x^(ν/2−1) exp(−x/2) / (2^(ν/2) Γ(ν/2)) for x ≥ 0.
 *
 * Moments: mean ν, variance 2ν, mode ν − 2 or 0, entropy ν/2 + log 2 + log Γ(ν/2) + (1 − ν/2)ψ(ν/2).
 *
 * Method: it is the gamma distribution of concentration ν/2 and rate ½, whose functions serve both tails. The fit solves
 * ψ(ν/2) = mean log(x/2) by Newton's method, and differentiates in the observations. Samples have implicit derivatives.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 18; T. Minka,
 * "Estimating a Dirichlet distribution" (2000), appendix C, for the start of the fit.
 *
 * @throws DomainError unless the degrees of freedom are positive and finite.
 * @example
 * ```ts
 * import { chiSquared } from "@adjoint/probability";
 *
 * chiSquared({ df: 1 }).survival(3.841458820694124).item(); // => 0.05
 * chiSquared({ df: 10 }).upperQuantile(1e-100).item(); // => 498.3382004161792
 * ```
 */
export function chiSquared(options: ChiSquaredOptions): ChiSquared {
  const { df } = checkOptions("chiSquared", options, ["df"]);
  return distribution(chiSquaredFamily, checkParameters("chiSquared", { df }, chiSquaredFamily.constraints));
}

/** The functions of the χ² family. */
export const chiSquaredFamily: Family<ChiSquaredParameters> = {
  name: "chiSquared",
  constraints: { df: positive },
  .../* @__PURE__ */ reparametrized(gammaFamily, ({ df }: ChiSquaredParameters): GammaParameters => ({
    concentration: mul(0.5, df),
    rate: tensor(0.5, { dtype: df.dtype }),
  })),
  fit: (samples, weights) => ({ df: mul(2, digammaInverse(weightedMean(log(mul(0.5, samples)), weights))) }),
};

/** The a with ψ(a) = y, by Newton's method in log a. */
function digammaInverse(y: Tensor): Tensor {
  const isLarge = greater(y, -2.22);
  const small = neg(div(1, add(where(isLarge, -3, y), eulerGamma)));
  const start = log(where(isLarge, add(exp(where(isLarge, y, 0)), 0.5), small));
  return exp(
    newton(stopGradient(start), (u) => {
      const a = exp(u);
      return [sub(digamma(a), y), mul(a, polygamma(1, a))];
    }),
  );
}

const eulerGamma = 0.5772156649015329;
