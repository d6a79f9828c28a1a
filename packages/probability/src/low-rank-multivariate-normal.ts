import { cholesky } from "@adjoint/linalg";
import { normal as standardNormal, split } from "@adjoint/random";
import {
  add,
  asFloat,
  astype,
  checkOptions,
  div,
  expandDims,
  eye,
  log,
  matmul,
  mul,
  sqrt,
  square,
  sub,
  sum,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive, vectorOf } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { multiplyVectors, solveVectors, transposed } from "./matrix-vector.ts";
import { sumOfLogs } from "./scale-matrix.ts";
import { checkLength } from "./square.ts";
import { realVectors } from "./support.ts";
import { noOrder, ofFiniteVectors, orthant, squaredLength } from "./vectors.ts";

/** The parameters of a multivariate normal distribution of low rank. */
export type LowRankMultivariateNormalParameters = {
  readonly mean: Tensor;
  readonly factor: Tensor;
  readonly diagonal: Tensor;
};

/** A multivariate normal distribution of low rank. */
export type LowRankMultivariateNormal = Distribution<LowRankMultivariateNormalParameters>;

/** What `lowRankMultivariateNormal` is made of. */
export interface LowRankMultivariateNormalOptions {
  /** The mean μ, a vector of n numbers; zeros unless given. */
  readonly mean?: TensorLike;
  /** The factor F of the covariance, [n, r]. */
  readonly factor: TensorLike;
  /** The positive diagonal d that F Fᵀ is added to, a vector of n numbers. */
  readonly diagonal: TensorLike;
}

/**
 * The normal distribution of vectors x of n numbers with the covariance F Fᵀ + diag(d), where F has few columns: that of a
 * factor model.
 *
 * Formula: p(x) = exp(−½ (x − μ)ᵀ Σ⁻¹ (x − μ)) / √((2π)ⁿ det Σ) with Σ = F Fᵀ + diag(d).
 *
 * Moments: mean μ, covariance Σ, entropy ½ log det(2πe Σ).
 *
 * Method: with G = diag(d)^(−½) F the determinant is that of the small matrix C = 1 + GᵀG times that of diag(d), and the
 * distance is the minimum over w of |e − G w|² + |w|² for e = diag(d)^(−½) (x − μ), a sum of squares in which nothing
 * cancels. No matrix [n, n] is formed but by `covariance`. Samples are μ + Fε + √d ε′.
 *
 * Shapes: leading axes of the parameters are a batch and broadcast; one draw is a vector [n].
 *
 * Source: M. A. Woodbury, "Inverting modified matrices" (1950); C. M. Bishop, "Pattern recognition and machine learning"
 * (2006), § 12.2.4.
 *
 * @throws DomainError unless all is finite and the diagonal positive, ShapeError if the parts do not fit.
 * @example
 * ```ts
 * import { lowRankMultivariateNormal } from "@adjoint/probability";
 *
 * const d = lowRankMultivariateNormal({ factor: [[1], [2]], diagonal: [1, 1] });
 * d.covariance.toArray(); // => [[2, 2], [2, 5]]
 * d.logProb([0, 0]).item(); // => -2.733756801098236
 * ```
 */
export function lowRankMultivariateNormal(
  options: LowRankMultivariateNormalOptions,
): LowRankMultivariateNormal {
  const name = "lowRankMultivariateNormal";
  const { mean, factor, diagonal } = checkOptions(name, options, ["mean", "factor", "diagonal"]);
  const { constraints } = lowRankMultivariateNormalFamily;
  const d = asFloat(name, "diagonal", diagonal);
  const centre = mean ?? zeros(d.shape.slice(-1), { dtype: d.dtype });
  const parameters = checkParameters(name, { mean: centre, factor, diagonal: d }, constraints);
  const n = parameters.diagonal.shape.at(-1)!;
  checkLength(name, "mean", parameters.mean, -1, [n, "the diagonal"]);
  checkLength(name, "factor", parameters.factor, -2, [n, "the diagonal"]);
  return distribution(lowRankMultivariateNormalFamily, parameters);
}

/** log 2π */
const logTwoPi = 1.8378770664093456;

/** The functions of multivariate normal distributions of low rank. */
export const lowRankMultivariateNormalFamily: Family<LowRankMultivariateNormalParameters> = {
  name: "lowRankMultivariateNormal",
  constraints: {
    mean: /* @__PURE__ */ vectorOf(finite),
    factor: { ...finite, rank: 2 },
    diagonal: /* @__PURE__ */ vectorOf(positive),
  },
  eventShape: ({ diagonal }) => diagonal.shape.slice(-1),
  support: realVectors,
  mean: ({ mean }) => mean,
  variance: ({ factor, diagonal }) => add(sum(square(factor), { axis: -1 }), diagonal),
  covariance: ({ factor, diagonal }) => {
    const n = diagonal.shape.at(-1)!;
    return add(
      matmul(factor, transposed(factor)),
      mul(eye(n, n, { dtype: diagonal.dtype }), expandDims(diagonal, -1)),
    );
  },
  mode: ({ mean }) => mean,
  entropy: (params) =>
    add(capacitance(params).halfLogDeterminant, (params.diagonal.shape.at(-1)! * (1 + logTwoPi)) / 2),
  logProb: (params, x) => {
    const { scaled, root, halfLogDeterminant } = capacitance(params);
    return ofFiniteVectors(sub(x, params.mean), (deviation) => {
      const e = div(deviation, sqrt(params.diagonal));
      const right = multiplyVectors(transposed(scaled), e);
      const w = solveVectors(root, solveVectors(root, right), true);
      const distance = add(squaredLength(sub(e, multiplyVectors(scaled, w))), squaredLength(w));
      return sub(mul(-0.5, distance), add(halfLogDeterminant, (deviation.shape.at(-1)! * logTwoPi) / 2));
    });
  },
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: ({ mean, factor, diagonal }, key, shape) => {
    const [first, second] = split(key);
    const few = [...shape.slice(0, -1), factor.shape.at(-1)!];
    const shared = multiplyVectors(factor, astype(standardNormal(first, few), mean.dtype));
    const own = mul(sqrt(diagonal), astype(standardNormal(second, shape), mean.dtype));
    return add(mean, add(shared, own));
  },
  fit: "the likelihood of a factor model has no maximum in closed form",
};

interface Capacitance {
  /** G = diag(d)^(−½) F. */
  readonly scaled: Tensor;
  /** The Cholesky factor of C = 1 + GᵀG. */
  readonly root: Tensor;
  /** ½ log det Σ. */
  readonly halfLogDeterminant: Tensor;
}

function capacitance({ factor, diagonal }: LowRankMultivariateNormalParameters): Capacitance {
  const scaled = div(factor, expandDims(sqrt(diagonal), -1));
  const r = factor.shape.at(-1)!;
  const root = cholesky(add(matmul(transposed(scaled), scaled), eye(r, r, { dtype: factor.dtype })));
  const own = mul(0.5, sum(log(diagonal), { axis: -1 }));
  return { scaled, root, halfLogDeterminant: add(own, sumOfLogs(root)) };
}
