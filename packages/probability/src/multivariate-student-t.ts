import { gamma, normal as standardNormal, split } from "@adjoint/random";
import { stirlingError } from "@adjoint/special";
import {
  abs,
  add,
  astype,
  checkOptions,
  div,
  equal,
  expandDims,
  eye,
  greater,
  log,
  log1p,
  max,
  mul,
  sqrt,
  squeeze,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { choleskyFactors, finite, positive, positiveDefinite, vectorOf } from "./constraint.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { checkScaled, covarianceOf, matrixOf, onlyOne, variancesOf, whitening } from "./scale-matrix.ts";
import type { ScaleMatrix } from "./scale-matrix.ts";
import { realVectors } from "./support.ts";
import { noOrder, ofFiniteVectors, orthant, squaredLength } from "./vectors.ts";

/** The parameters of a multivariate Student t distribution: those that were given. */
export type MultivariateStudentTParameters = { readonly df: Tensor; readonly mean: Tensor } & (
  | { readonly scale: Tensor }
  | { readonly choleskyFactor: Tensor }
);

/** A multivariate Student t distribution. */
export type MultivariateStudentT = Distribution<MultivariateStudentTParameters>;

/** What `multivariateStudentT` is made of: exactly one of the two matrices. */
export interface MultivariateStudentTOptions {
  /** The degrees of freedom ν > 0. */
  readonly df: TensorLike;
  /** The centre μ, a vector of n numbers; zeros unless given. */
  readonly mean?: TensorLike;
  /** The scale matrix S, symmetric positive definite, [n, n]. */
  readonly scale?: TensorLike;
  /** The lower triangular L with a positive diagonal and S = L Lᵀ, [n, n]. */
  readonly choleskyFactor?: TensorLike;
}

/**
 * The Student t distribution of vectors x of n numbers: normal ones with the covariance S, divided by the root of a
 * chi-squared variable over its ν degrees of freedom.
 *
 * Formula: p(x) = Γ((ν + n)/2) / (Γ(ν/2) (νπ)^(n/2) √det S) · (1 + m/ν)^(−(ν + n)/2) with m = (x − μ)ᵀ S⁻¹ (x − μ).
 *
 * Moments: mean μ for ν > 1, covariance S ν/(ν − 2) for ν > 2; for 1 < ν ≤ 2 the variances are ∞, and what does not exist is NaN.
 *
 * Method: triangular solves as for the normal distribution, the ratio of gamma functions by errors of
 * Stirling's formula, which keep their digits for large ν, and distances beyond 1e154 in logarithms. Samples have pathwise derivatives in all parameters.
 *
 * Shapes: leading axes of the parameters are a batch and broadcast; one draw is a vector [n].
 *
 * Source: S. Kotz, S. Nadarajah, "Multivariate t distributions and their applications" (2004).
 *
 * @throws DomainError unless ν is positive, exactly one matrix is given and it is what it should be; ShapeError if the parts do
 * not fit.
 * @example
 * ```ts
 * import { multivariateStudentT } from "@adjoint/probability";
 *
 * const d = multivariateStudentT({ df: 3, scale: [[1, 0], [0, 4]] });
 * d.logProb([0, 0]).item(); // => -2.5310242469692907
 * d.variance.toArray(); // => [3, 12]
 * ```
 */
export function multivariateStudentT(options: MultivariateStudentTOptions): MultivariateStudentT {
  const name = "multivariateStudentT";
  const { df, mean, scale, choleskyFactor } = checkOptions(name, options, [
    "df",
    "mean",
    "scale",
    "choleskyFactor",
  ]);
  const matrix = onlyOne(name, { scale, choleskyFactor });
  const { constraints } = multivariateStudentTFamily;
  return distribution(
    multivariateStudentTFamily,
    checkScaled(name, { df, mean }, matrix, constraints) as unknown as MultivariateStudentTParameters,
  );
}

/** log 2π */
const logTwoPi = 1.8378770664093456;

/** The functions of the multivariate Student t family. */
export const multivariateStudentTFamily: Family<MultivariateStudentTParameters> = {
  name: "multivariateStudentT",
  constraints: {
    df: positive,
    mean: /* @__PURE__ */ vectorOf(finite),
    scale: positiveDefinite,
    choleskyFactor: choleskyFactors,
  },
  eventShape: (params) => [orderOf(params)],
  support: realVectors,
  mean: ({ df, mean }) => where(expandDims(greater(df, 1), -1), mean, NaN),
  variance: (params) => mul(expandDims(spread(params, Infinity), -1), variancesOf(matrixGiven(params))),
  covariance: (params) => {
    const n = orderOf(params);
    const main = expandDims(spread(params, Infinity), [-2, -1]);
    const others = expandDims(spread(params, NaN), [-2, -1]);
    return mul(where(equal(eye(n, n), 1), main, others), covarianceOf(matrixGiven(params)));
  },
  mode: ({ mean }) => mean,
  entropy: (params) => {
    const { df } = params;
    const n = orderOf(params);
    const [half, more] = [mul(0.5, df), mul(0.5, add(df, n))];
    const digammas = add(log1p(div(n, df)), sub(digammaExcess(more), digammaExcess(half)));
    const { halfLogDeterminant } = whitening(matrixGiven(params));
    return add(sub(halfLogDeterminant(), logConstant(params)), mul(more, digammas));
  },
  logProb: (params, x) => {
    const { df } = params;
    const { whiten, halfLogDeterminant } = whitening(matrixGiven(params));
    return ofFiniteVectors(sub(x, params.mean), (deviation) => {
      const power = mul(0.5, add(df, orderOf(params)));
      const logs = mul(power, logOnePlus(whiten(deviation), df));
      return sub(sub(logConstant(params), halfLogDeterminant()), logs);
    });
  },
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: (params, key, shape) => {
    const { df, mean } = params;
    const [first, second] = split(key);
    const z = astype(standardNormal(first, shape), mean.dtype);
    const half = mul(0.5, df);
    // A gamma variable over its mean is a chi-squared one over its degrees of freedom.
    const ratio = div(gamma(second, shape.slice(0, -1), { concentration: half }), half);
    const stretch = astype(expandDims(div(1, sqrt(ratio)), -1), mean.dtype);
    return add(mean, mul(whitening(matrixGiven(params)).colour(z), stretch));
  },
  fit: "its likelihood has no maximum in closed form; maximize logProb by gradients",
};

function matrixGiven(params: MultivariateStudentTParameters): ScaleMatrix {
  return "scale" in params ? { covariance: params.scale } : { choleskyFactor: params.choleskyFactor };
}

function orderOf(params: MultivariateStudentTParameters): number {
  return matrixOf(matrixGiven(params)).shape.at(-1)!;
}

/** ν/(ν − 2) for ν > 2, a value for 1 < ν ≤ 2, and NaN. */
function spread({ df }: MultivariateStudentTParameters, between: number): Tensor {
  const exists = greater(df, 2);
  const ratio = div(df, sub(where(exists, df, 3), 2));
  return where(exists, ratio, where(greater(df, 1), between, mul(df, NaN)));
}

/** log Γ(a + b) − log Γ(a) − b log(2πa) with a = ν/2 and b = n/2, by Stirling's formula: nothing cancels for large ν. */
function logConstant(params: MultivariateStudentTParameters): Tensor {
  const a = mul(0.5, params.df);
  const b = orderOf(params) / 2;
  const errors = sub(stirlingError(add(a, b)), stirlingError(a));
  return add(mul(add(a, b - 0.5), log1p(div(b, a))), sub(errors, b * (1 + logTwoPi)));
}

/** log(1 + |z|²/ν), also where |z|² overflows. */
function logOnePlus(z: Tensor, df: Tensor): Tensor {
  const largest = max(abs(stopGradient(z)), { axis: -1, keepDims: true });
  const far = greater(largest, 1e100);
  const unit = where(far, largest, 1);
  const ratio = div(squaredLength(div(z, unit)), df);
  const isFar = squeeze(far, -1);
  const beyond = add(log(where(isFar, ratio, 1)), mul(2, log(squeeze(unit, -1))));
  return where(isFar, beyond, log1p(where(isFar, 0, ratio)));
}
