import { dirichlet as randomDirichlet } from "@adjoint/random";
import { digamma, poissonDeviance, polygamma, stirlingError } from "@adjoint/special";
import {
  abs,
  add,
  all,
  any,
  astype,
  checkOptions,
  div,
  equal,
  expandDims,
  eye,
  greater,
  greaterEqual,
  isNaN,
  less,
  lessEqual,
  log,
  logicalAnd,
  maximum,
  mean,
  mul,
  neg,
  square,
  squeeze,
  stopGradient,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive, vectorOf } from "./constraint.ts";
import { digammaExcess } from "./digamma-excess.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { probabilityVectors } from "./support.ts";
import { noOrder, orthant } from "./vectors.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a Dirichlet distribution. */
export type DirichletParameters = { readonly concentration: Tensor };

/** A Dirichlet distribution. */
export type Dirichlet = Distribution<DirichletParameters>;

/** What `dirichlet` is made of. */
export interface DirichletOptions {
  /** The concentrations αᵢ > 0, a vector of n numbers. */
  readonly concentration: TensorLike;
}

/**
 * The Dirichlet distribution of probability vectors x of n numbers.
 *
 * Formula: p(x) = Γ(A) Πᵢ xᵢ^(αᵢ − 1) / Γ(αᵢ) with A = Σᵢ αᵢ, as a density of x₁, …, xₙ₋₁.
 *
 * Moments: mean m = α/A, covariance (diag(m) − m mᵀ) / (A + 1), mode (α − 1)/(A − n) where no αᵢ is less than 1 and NaN
 * where one is: there the density grows without bound.
 *
 * Method: deviances αᵢ log(αᵢ/(A xᵢ)) + A xᵢ − αᵢ and errors of Stirling's formula, in which nothing cancels however large the
 * concentrations are. At xᵢ = 0 the density is 0 for αᵢ > 1 and ∞ for αᵢ < 1. Samples are gamma variables divided by their
 * sum, with implicit derivatives.
 *
 * Shapes: leading axes of the concentration are a batch; one draw is a vector [n].
 *
 * Source: N. Balakrishnan, S. Kotz, N. L. Johnson, "Continuous multivariate distributions", vol. 1, 2nd ed. (2000), ch. 49;
 * T. Minka, "Estimating a Dirichlet distribution" (2000), for the fit; C. Loader, "Fast and accurate computation of
 * binomial probabilities" (2000), for the density.
 *
 * @throws DomainError unless the concentrations are positive and finite, ShapeError unless they are vectors.
 * @example
 * ```ts
 * import { dirichlet } from "@adjoint/probability";
 *
 * const d = dirichlet({ concentration: [1, 2, 3] });
 * d.mean.toArray(); // => [0.16666666666666666, 0.3333333333333333, 0.5]
 * d.prob([0.2, 0.3, 0.5]).item(); // => 4.5
 * d.logProb([0.5, 0.6, -0.1]).item(); // => -Infinity
 * ```
 */
export function dirichlet(options: DirichletOptions): Dirichlet {
  const { concentration } = checkOptions("dirichlet", options, ["concentration"]);
  return distribution(
    dirichletFamily,
    checkParameters("dirichlet", { concentration }, dirichletFamily.constraints),
  );
}

/** The functions of the Dirichlet family. */
export const dirichletFamily: Family<DirichletParameters> = {
  name: "dirichlet",
  constraints: { concentration: /* @__PURE__ */ vectorOf(positive) },
  eventShape: ({ concentration }) => [concentration.shape.at(-1)!],
  support: probabilityVectors,
  mean: share,
  variance: (params) => div(mul(share(params), restShare(params)), add(1, total(params))),
  covariance: (params) => {
    const m = share(params);
    const n = m.shape.at(-1)!;
    const products = mul(expandDims(m, -1), expandDims(m, -2));
    const main = expandDims(mul(m, restShare(params)), -1);
    return div(where(equal(eye(n, n), 1), main, neg(products)), expandDims(add(1, total(params)), -1));
  },
  mode: ({ concentration }) => {
    const above = sub(concentration, 1);
    const bounded = all(greaterEqual(concentration, 1), { axis: -1, keepDims: true });
    return where(bounded, div(above, sum(above, { axis: -1, keepDims: true })), NaN);
  },
  entropy: (params) => {
    const { concentration: a } = params;
    const n = a.shape.at(-1)!;
    const whole = sum(a, { axis: -1 });
    const ofParts = sub(add(mul(0.5, log(a)), stirlingError(a)), mul(sub(a, 1), digammaExcess(a)));
    const ofWhole = add(
      sub(mul(0.5 - n, log(whole)), stirlingError(whole)),
      mul(sub(whole, n), digammaExcess(whole)),
    );
    return add(add(ofWhole, sum(ofParts, { axis: -1 })), (n - 1) * halfLogTwoPi);
  },
  logProb,
  cdf: orthant,
  logCdf: orthant,
  survival: orthant,
  logSurvival: orthant,
  quantile: noOrder,
  upperQuantile: noOrder,
  sample: ({ concentration }, key, shape) =>
    astype(randomDirichlet(key, shape, { concentration }), concentration.dtype),
  fit: (samples, weights) => ({ concentration: fitted(samples, weights) }),
};

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

function total({ concentration }: DirichletParameters): Tensor {
  return sum(concentration, { axis: -1, keepDims: true });
}

function share(params: DirichletParameters): Tensor {
  return div(params.concentration, total(params));
}

/** 1 − αᵢ/A, as the sum of the others. */
function restShare({ concentration }: DirichletParameters): Tensor {
  const n = concentration.shape.at(-1)!;
  const others = sub(1, eye(n, n, { dtype: concentration.dtype }));
  const rest = sum(mul(others, expandDims(concentration, -2)), { axis: -1 });
  return div(rest, sum(concentration, { axis: -1, keepDims: true }));
}

function logProb(params: DirichletParameters, given: Tensor): Tensor {
  const { concentration: a } = params;
  const n = a.shape.at(-1)!;
  const inside = logicalAnd(
    all(greaterEqual(given, 0), { axis: -1 }),
    lessEqual(abs(sub(sum(given, { axis: -1 }), 1)), given.dtype === "float32" ? 1e-4 : 1e-6),
  );
  const x = where(expandDims(inside, -1), given, 1 / n);
  const whole = total(params);
  const zero = equal(x, 0);
  // In place of a coordinate 0 stands 1/A: for αᵢ = 1 its terms are those of any other number, otherwise they do not matter.
  const y = where(zero, div(1, whole), x);
  const parts = sub(sub(mul(0.5, log(a)), stirlingError(a)), add(log(y), poissonDeviance(a, mul(whole, y))));
  // Σ (A yᵢ − αᵢ), almost 0.
  const excess = add(
    mul(whole, sub(sum(x, { axis: -1, keepDims: true }), 1)),
    sum(astype(zero, x.dtype), { axis: -1, keepDims: true }),
  );
  const constant = sub(add(stirlingError(whole), excess), add(mul(0.5, log(whole)), (n - 1) * halfLogTwoPi));
  const density = add(sum(parts, { axis: -1 }), squeeze(constant, -1));
  const vanishes = any(logicalAnd(zero, greater(a, 1)), { axis: -1 });
  const unbounded = any(logicalAnd(zero, less(a, 1)), { axis: -1 });
  const value = where(vanishes, -Infinity, where(unbounded, Infinity, density));
  return where(any(isNaN(given), { axis: -1 }), NaN, where(inside, value, -Infinity));
}

/** Newton's method from the moments, with the inverse of the Hessian, which is a diagonal and a matrix of rank 1. */
function fitted(samples: Tensor, weights: Tensor): Tensor {
  const over = { axis: -1, keepDims: true };
  const meanLog = weightedMean(log(samples), weights);
  const [first, second] = [weightedMean(samples, weights), weightedMean(square(samples), weights)];
  const precision = mean(div(sub(first, second), sub(second, square(first))), over);
  let a = stopGradient(mul(first, maximum(precision, 1e-3)));
  for (let count = 0; count < iterations; count++) {
    const whole = sum(a, over);
    const curvature = neg(polygamma(1, a));
    const slope = add(sub(digamma(whole), digamma(a)), meanLog);
    const shift = div(
      sum(div(slope, curvature), over),
      add(div(1, polygamma(1, whole)), sum(div(1, curvature), over)),
    );
    a = maximum(sub(a, div(sub(slope, shift), curvature)), mul(a, 0.25));
  }
  return a;
}

const iterations = 40;
