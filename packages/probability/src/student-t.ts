import { studentT as randomStudentT } from "@adjoint/random";
import { poissonDeviance, stirlingError } from "@adjoint/special";
import {
  abs,
  add,
  astype,
  checkOptions,
  div,
  greater,
  isFinite,
  less,
  log,
  log1p,
  mul,
  neg,
  reciprocal,
  sqrt,
  square,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { halfLogTwoPi } from "./gamma-mass.ts";
import { piecewise } from "./piecewise.ts";
import { logLowerT, lowerT, quantileT } from "./student-t-tails.ts";
import { realLine } from "./support.ts";

/** The parameters of Student's t distribution. */
export type StudentTParameters = { readonly df: Tensor; readonly mean: Tensor; readonly scale: Tensor };

/** Student's t distribution. */
export type StudentT = Distribution<StudentTParameters>;

/** What `studentT` is made of. */
export interface StudentTOptions {
  /** The degrees of freedom ν > 0, which need not be an integer: 1 is a Cauchy distribution, and many are a normal one. */
  readonly df: TensorLike;
  /** The centre μ, 0 unless given; it is called so also where the mean does not exist. */
  readonly mean?: TensorLike;
  /** The scale s > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Student's t distribution of real x: of a normal variable divided by the root of an independent χ² variable per degree
 * of freedom, with heavy tails.
 *
 * Formula: p(x) = Γ((ν + 1)/2) / (Γ(ν/2) √(πν) s) (1 + z²/ν)^(−(ν+1)/2) with z = (x − μ)/s.
 *
 * Moments: mean μ for ν > 1 and NaN otherwise; variance s²ν/(ν − 2) for ν > 2, ∞ for 1 < ν ≤ 2, NaN otherwise; entropy
 * log(√ν s B(ν/2, ½)) + (ν + 1)/2 (ψ((ν + 1)/2) − ψ(ν/2)).
 *
 * Method: the constant by errors of Stirling's formula, in which nothing cancels for large ν; the distribution function,
 * its logarithm and its inverse by incomplete beta functions of ν/(ν + z²) or z²/(ν + z²), whichever is less, by a power
 * of z where z² overflows, and around 0, for |z|√(1 + 1/ν) below 1e-4, by a polynomial, of which derivatives are right to
 * the third order. Samples are normal and gamma draws, with derivatives in all parameters.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 2 (1995), ch. 28;
 * DLMF 8.17.
 *
 * @throws DomainError unless the mean is finite and the degrees of freedom and the scale are positive and finite.
 * @example
 * ```ts
 * import { studentT } from "@adjoint/probability";
 *
 * studentT({ df: 9 }).quantile(0.975).item(); // => 2.262157162798
 * studentT({ df: 3, mean: 1, scale: 2 }).variance.item(); // => 12
 * studentT({ df: 1e10 }).logCdf(-100).item(); // => -5005.521708195898
 * ```
 */
export function studentT(options: StudentTOptions): StudentT {
  const { df, mean = 0, scale = 1 } = checkOptions("studentT", options, ["df", "mean", "scale"]);
  return distribution(
    studentTFamily,
    checkParameters("studentT", { df, mean, scale }, studentTFamily.constraints),
  );
}

/** The functions of the family of Student's t distributions. */
export const studentTFamily: Family<StudentTParameters> = {
  name: "studentT",
  constraints: { df: positive, mean: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ df, mean }) => where(greater(df, 1), mean, Number.NaN),
  variance: ({ df, scale }) => {
    const exists = greater(df, 2);
    const known = where(exists, df, 3);
    const value = where(exists, mul(square(scale), div(known, sub(known, 2))), Infinity);
    return where(greater(df, 1), value, Number.NaN);
  },
  mode: ({ mean }) => mean,
  entropy: ({ df, scale }) => {
    const h = mul(0.5, df);
    const next = add(h, 0.5);
    const excess = sub(digammaExcess(next), digammaExcess(h));
    return add(sub(log(scale), logPeak(df)), mul(next, add(log1p(div(0.5, h)), excess)));
  },
  logProb: (params, x) => onLine(params, x, -Infinity, (z) => logDensity(params, z)),
  cdf: (params, x) => onLine(params, x, [0, 1], (z) => lowerT(params.df, z, logPeak(params.df))),
  logCdf: (params, x) =>
    onLine(params, x, [-Infinity, 0], (z) => logLowerT(params.df, z, logPeak(params.df))),
  survival: (params, x) => onLine(params, x, [1, 0], (z) => lowerT(params.df, neg(z), logPeak(params.df))),
  logSurvival: (params, x) =>
    onLine(params, x, [0, -Infinity], (z) => logLowerT(params.df, neg(z), logPeak(params.df))),
  quantile: ({ df, mean, scale }, p) => add(mean, mul(scale, quantileT(df, p, logPeak(df)))),
  upperQuantile: ({ df, mean, scale }, q) => sub(mean, mul(scale, quantileT(df, q, logPeak(df)))),
  sample: ({ df, mean, scale }, key, shape) =>
    astype(randomStudentT(key, shape, { df, mean, scale }), df.dtype),
  fit: "the likelihood may have several maxima, and grows without bound towards few degrees of freedom at an observation",
};

/** A function of z where x is finite, and constants at −∞ and ∞. */
function onLine(
  { mean, scale }: StudentTParameters,
  x: Tensor,
  outside: number | readonly [below: number, above: number],
  f: (z: Tensor) => Tensor,
): Tensor {
  return piecewise(x, isFinite(x), mean, (y) => f(div(sub(y, mean), scale)), outside);
}

function logDensity({ df, scale }: StudentTParameters, z: Tensor): Tensor {
  const fall = mul(mul(0.5, add(df, 1)), logOnePlusSquare(div(z, sqrt(df))));
  return sub(sub(logPeak(df), log(scale)), fall);
}

/** log of the density at 0 for the scale 1: −½ log 2π for large ν. */
function logPeak(df: Tensor): Tensor {
  const h = mul(0.5, df);
  const next = add(h, 0.5);
  const errors = sub(stirlingError(next), stirlingError(h));
  return sub(sub(errors, poissonDeviance(h, next)), halfLogTwoPi);
}

/** log(1 + w²), also where w² overflows. */
function logOnePlusSquare(w: Tensor): Tensor {
  const isLarge = greater(abs(w), 1);
  const large = where(isLarge, abs(w), 2);
  const small = where(isLarge, 0, w);
  const inverse = where(less(large, Infinity), square(reciprocal(large)), 0);
  return where(isLarge, add(mul(2, log(large)), log1p(inverse)), log1p(square(small)));
}
