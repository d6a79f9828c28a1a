import { cholesky } from "@adjoint/linalg";
import { beta } from "@adjoint/random";
import { lgamma, logBeta, logit } from "@adjoint/special";
import {
  add,
  arange,
  astype,
  checkOptions,
  clip,
  div,
  DomainError,
  equal,
  expandDims,
  eye,
  greaterEqual,
  log1p,
  mul,
  neg,
  sub,
  sum,
  tensor,
  tril,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { correlationBijector } from "./correlation-bijector.ts";
import { ofAllowedMatrices, restrictToCorrelations } from "./definite.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { fixedNumber } from "./fixed-number.ts";
import type { FixedNumber } from "./fixed-number.ts";
import { correlationMatrices } from "./support.ts";
import { noOrder, squaredLength } from "./vectors.ts";

/** The parameters of an LKJ distribution. */
export type LkjParameters = { readonly concentration: Tensor; readonly dimension: FixedNumber };

/** An LKJ distribution. */
export type Lkj = Distribution<LkjParameters>;

/** What `lkj` is made of. */
export interface LkjOptions {
  /** The order n of the matrices, which is no tensor: nothing differentiates with respect to it. */
  readonly dimension: number;
  /** The concentration η > 0, 1 unless given. */
  readonly concentration?: TensorLike;
}

/**
 * The LKJ distribution of correlation matrices R of order n, named after Lewandowski, Kurowicka and Joe: uniform for η = 1,
 * closer to the identity for greater η.
 *
 * Formula: p(R) = det(R)^(η − 1) / Z with log Z = Σₖ (k/2 log π + log Γ(η + (n − 1 − k)/2) − log Γ(η + (n − 1)/2)), k = 1, …, n − 1, as a
 * density of the triangle below the diagonal.
 *
 * Moments: mean 1, variance 1/(2η + n − 1) off the diagonal, mode the identity for η ≥ 1 and NaN below, where the density grows
 * without bound.
 *
 * Method: determinants by Cholesky factors. Samples by the vine method: partial correlations are beta variables on
 * (−1, 1), and `correlationBijector` makes a matrix of them; they have pathwise derivatives in η.
 *
 * Shapes: the axes of the concentration are a batch; one draw is a matrix [n, n].
 *
 * Source: D. Lewandowski, D. Kurowicka, H. Joe, "Generating random correlation matrices based on vines and extended
 * onion method", J. Multivariate Anal. 100 (2009).
 *
 * @throws DomainError unless the dimension is a whole number from 1 and the concentration positive.
 * @example
 * ```ts
 * import { lkj } from "@adjoint/probability";
 *
 * const d = lkj({ dimension: 2, concentration: 2 });
 * d.prob([[1, 0.5], [0.5, 1]]).item(); // => 0.5625
 * d.variance.toArray(); // => [[0, 0.2], [0.2, 0]]
 * ```
 */
export function lkj(options: LkjOptions): Lkj {
  const { dimension, concentration = 1 } = checkOptions("lkj", options, ["dimension", "concentration"]);
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new DomainError(`lkj: dimension must be a whole number from 1, got ${dimension}`, {
      operation: "lkj",
      argument: "dimension",
      value: dimension,
    });
  }
  return distribution(lkjFamily, {
    ...checkParameters("lkj", { concentration }, lkjFamily.constraints),
    dimension: fixedNumber(dimension),
  });
}

/** The functions of the LKJ family. */
export const lkjFamily: Family<LkjParameters> = {
  name: "lkj",
  constraints: { concentration: positive },
  batchShape: ({ concentration }) => concentration.shape,
  eventShape: ({ dimension }) => [dimension.value, dimension.value],
  support: correlationMatrices,
  mean: identity,
  variance: (params) => {
    const { concentration, dimension } = params;
    const off = div(1, add(mul(2, concentration), dimension.value - 1));
    return where(equal(identity(params), 1), 0, expandDims(off, [-2, -1]));
  },
  covariance: "the covariances of the elements of a matrix are no matrix",
  mode: (params) => where(expandDims(greaterEqual(params.concentration, 1), [-2, -1]), identity(params), NaN),
  entropy: (params) => {
    const { concentration } = params;
    const { a, halfK } = normalizer(params);
    // The derivative of log Z, which is the mean of log det R.
    const digammas = sub(sub(digammaExcess(a), digammaExcess(add(a, halfK))), log1p(div(halfK, a)));
    return sub(logNormalizer(params), mul(sub(concentration, 1), sum(digammas, { axis: -1 })));
  },
  logProb: (params, x) =>
    ofAllowedMatrices(x, restrictToCorrelations(x), (matrices) => {
      // Rows of the factor have the length 1: the squares of its diagonal keep their digits next to 1.
      const below = tril(cholesky(matrices, { check: false }), { offset: -1 });
      const logDeterminant = sum(log1p(neg(squaredLength(below))), { axis: -1 });
      return sub(mul(sub(params.concentration, 1), logDeterminant), logNormalizer(params));
    }),
  cdf: "the probability of the matrices below one has no closed form",
  logCdf: "the probability of the matrices below one has no closed form",
  survival: "the probability of the matrices above one has no closed form",
  logSurvival: "the probability of the matrices above one has no closed form",
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: ({ concentration, dimension }, key, shape) => {
    const n = dimension.value;
    const columns = Array.from({ length: n }, (_, row) =>
      Array.from({ length: row }, (__, column) => column),
    );
    const trees = columns.flat().map((column) => (n - 2 - column) / 2);
    const shapes = add(expandDims(concentration, -1), tensor(trees, { dtype: concentration.dtype }));
    const drawn = [...shape.slice(0, -2), trees.length];
    const share = beta(key, drawn, { alpha: shapes, beta: shapes });
    const x = clip(mul(0.5, logit(share)), -furthest, furthest);
    return astype(correlationBijector().forward(x), concentration.dtype);
  },
  fit: "the likelihood of its concentration has no maximum in closed form",
};

/** Where tanh x is next to 1. */
const furthest = 18;

function identity({ concentration, dimension }: LkjParameters): Tensor {
  return eye(dimension.value, dimension.value, { dtype: concentration.dtype });
}

interface Normalizer {
  /** η + (n − 1 − k)/2 for k = 1, …, n − 1. */
  readonly a: Tensor;
  /** k/2 */
  readonly halfK: Tensor;
}

function normalizer({ concentration, dimension }: LkjParameters): Normalizer {
  const n = dimension.value;
  const halfK = mul(0.5, arange(1, n, 1, { dtype: concentration.dtype }));
  return { a: add(expandDims(concentration, -1), sub((n - 1) / 2, halfK)), halfK };
}

function logNormalizer(params: LkjParameters): Tensor {
  const { a, halfK } = normalizer(params);
  const terms = add(mul(halfK, Math.log(Math.PI)), sub(logBeta(a, halfK), lgamma(halfK)));
  return sum(terms, { axis: -1 });
}
