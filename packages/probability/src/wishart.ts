import { cholesky, solveTriangular } from "@adjoint/linalg";
import { gamma, normal as standardNormal, split } from "@adjoint/random";
import { poissonDeviance, stirlingError } from "@adjoint/special";
import {
  add,
  arange,
  astype,
  checkOptions,
  dataIfKnown,
  diagonal,
  DomainError,
  expandDims,
  eye,
  greaterEqual,
  log,
  matmul,
  mul,
  sqrt,
  square,
  sub,
  sum,
  tril,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { choleskyFactors, positive, positiveDefinite } from "./constraint.ts";
import { ofAllowedMatrices, restrictToDefinite } from "./definite.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { transposed } from "./matrix-vector.ts";
import {
  checkScaled,
  covarianceOf,
  factorOf,
  matrixOf,
  onlyOne,
  sumOfLogs,
  variancesOf,
} from "./scale-matrix.ts";
import { definiteMatrices } from "./support.ts";
import { noOrder } from "./vectors.ts";

/** The parameters of a Wishart distribution: those that were given. */
export type WishartParameters = { readonly df: Tensor } & (
  | { readonly scale: Tensor }
  | { readonly choleskyFactor: Tensor }
);

/** A Wishart distribution. */
export type Wishart = Distribution<WishartParameters>;

/** What `wishart` is made of: exactly one of the two matrices. */
export interface WishartOptions {
  /** The degrees of freedom ν > n − 1; they need not be whole. */
  readonly df: TensorLike;
  /** The scale matrix V, symmetric positive definite, [n, n]. */
  readonly scale?: TensorLike;
  /** The lower triangular L with a positive diagonal and V = L Lᵀ, [n, n]. */
  readonly choleskyFactor?: TensorLike;
}

/**
 * The Wishart distribution of positive definite matrices X: of Σ zᵢ zᵢᵀ over ν normal vectors zᵢ ~ N(0, V).
 *
 * Formula: p(X) = |X|^((ν − n − 1)/2) exp(−½ tr(V⁻¹X)) / (2^(νn/2) |V|^(ν/2) Γₙ(ν/2)), as a density of the lower triangle.
 *
 * Moments: mean νV, variances ν (Vᵢⱼ² + Vᵢᵢ Vⱼⱼ), mode (ν − n − 1) V for ν ≥ n + 1 and NaN below, where the density grows without
 * bound.
 *
 * Method: with V = L Lᵀ and X = C Cᵀ the elements of L⁻¹C are independent (Bartlett): chi variables on the diagonal and normal
 * ones below, whose densities by deviances keep their digits for large ν. Samples are made of them, with pathwise derivatives
 * in ν and V.
 *
 * Shapes: leading axes of the parameters are a batch and broadcast; one draw is a matrix [n, n].
 *
 * Source: R. J. Muirhead, "Aspects of multivariate statistical theory" (1982), § 3.2; W. B. Smith, R. R. Hocking, "Wishart
 * variate generator", Appl. Statist. 21 (1972).
 *
 * @throws DomainError unless ν > n − 1, exactly one matrix is given and it is what it should be; ShapeError if it is not square.
 * @example
 * ```ts
 * import { wishart } from "@adjoint/probability";
 *
 * const d = wishart({ df: 4, scale: [[1, 0.5], [0.5, 2]] });
 * d.mean.toArray(); // => [[4, 2], [2, 8]]
 * d.logProb([[4, 2], [2, 8]]).item(); // => -6.677300748312479
 * ```
 */
export function wishart(options: WishartOptions): Wishart {
  const { df, scale, choleskyFactor } = checkOptions("wishart", options, ["df", "scale", "choleskyFactor"]);
  const matrix = onlyOne("wishart", { scale, choleskyFactor });
  const parameters = checkScaled(
    "wishart",
    { df },
    matrix,
    wishartFamily.constraints,
  ) as unknown as WishartParameters;
  const least = orderOf(parameters) - 1;
  const wrong = dataIfKnown(parameters.df)?.find((value) => !(value > least));
  if (wrong !== undefined) {
    throw new DomainError(
      `wishart: df must be greater than ${least}, the order of the matrices less 1, got ${wrong}; ` +
        `with fewer degrees of freedom the matrices are singular`,
      { operation: "wishart", argument: "df", value: wrong, least },
    );
  }
  return distribution(wishartFamily, parameters);
}

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

/** The functions of the Wishart family. */
export const wishartFamily: Family<WishartParameters> = {
  name: "wishart",
  constraints: { df: positive, scale: positiveDefinite, choleskyFactor: choleskyFactors },
  eventShape: (params) => [orderOf(params), orderOf(params)],
  support: definiteMatrices,
  mean: (params) => mul(overMatrices(params.df), covarianceOf(matrixGiven(params))),
  variance: (params) => {
    const v = variancesOf(matrixGiven(params));
    const products = mul(expandDims(v, -1), expandDims(v, -2));
    return mul(overMatrices(params.df), add(square(covarianceOf(matrixGiven(params))), products));
  },
  covariance: "the covariances of the elements of a matrix are no matrix",
  mode: (params) => {
    const excess = sub(params.df, orderOf(params) + 1);
    const bounded = where(greaterEqual(excess, 0), excess, NaN);
    return mul(overMatrices(bounded), covarianceOf(matrixGiven(params)));
  },
  entropy: (params) => {
    const n = orderOf(params);
    const a = halves(params);
    const i = arange(0, n, 1, { dtype: a.dtype });
    const logs = add(mul(mul(0.5, sub(n, i)), log(a)), add(stirlingError(a), mul(0.5, i)));
    const excess = mul(add(a, mul(0.5, sub(i, n + 1))), digammaExcess(a));
    const constant = n * halfLogTwoPi + (n * (n + 1) * Math.LN2) / 2 + (n * (n - 1) * Math.log(Math.PI)) / 4;
    const determinant = mul(n + 1, sumOfLogs(factorOf(matrixGiven(params))));
    return add(add(sum(sub(logs, excess), { axis: -1 }), constant), determinant);
  },
  logProb: (params, x) =>
    ofAllowedMatrices(x, restrictToDefinite(x), (matrices) => {
      const n = orderOf(params);
      const l = factorOf(matrixGiven(params));
      const standard = solveTriangular(l, cholesky(matrices, { check: false }), { lower: true });
      const a = halves(params);
      const main = diagonal(standard, { axes: [-2, -1] });
      const times = sub(n + 1, arange(0, n, 1, { dtype: a.dtype }));
      const chi = sub(
        sub(mul(0.5, log(a)), stirlingError(a)),
        add(poissonDeviance(a, mul(0.5, square(main))), mul(times, log(main))),
      );
      const below = mul(0.5, sum(square(tril(standard, { offset: -1 })), { axis: [-2, -1] }));
      const constant = ((n * (n + 1)) / 2) * halfLogTwoPi;
      return sub(sub(sum(chi, { axis: -1 }), below), add(mul(n + 1, sumOfLogs(l)), constant));
    }),
  cdf: "the probability of the matrices below one has no closed form",
  logCdf: "the probability of the matrices below one has no closed form",
  survival: "the probability of the matrices above one has no closed form",
  logSurvival: "the probability of the matrices above one has no closed form",
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: (params, key, shape) => {
    const { dtype } = params.df;
    const n = orderOf(params);
    const [first, second] = split(key);
    const chiSquared = mul(2, gamma(first, shape.slice(0, -1), { concentration: halves(params) }));
    const main = mul(eye(n), expandDims(sqrt(chiSquared), -1));
    const below = tril(standardNormal(second, shape), { offset: -1 });
    const factor = matmul(factorOf(matrixGiven(params)), astype(add(main, below), dtype));
    return matmul(factor, transposed(factor));
  },
  fit: "the likelihood of its degrees of freedom has no maximum in closed form",
};

function matrixGiven(
  params: WishartParameters,
): { readonly covariance: Tensor } | { readonly choleskyFactor: Tensor } {
  return "scale" in params ? { covariance: params.scale } : { choleskyFactor: params.choleskyFactor };
}

function orderOf(params: WishartParameters): number {
  return matrixOf(matrixGiven(params)).shape.at(-1)!;
}

/** (ν − i)/2 for i = 0, …, n − 1. */
function halves(params: WishartParameters): Tensor {
  const { df } = params;
  return mul(0.5, sub(expandDims(df, -1), arange(0, orderOf(params), 1, { dtype: df.dtype })));
}

function overMatrices(x: Tensor): Tensor {
  return expandDims(x, [-2, -1]);
}
