import {
  abs,
  add,
  argmax,
  checkOptions,
  div,
  DomainError,
  equal,
  expandDims,
  gather,
  greaterEqual,
  matmul,
  mean,
  mul,
  sign,
  slice,
  square,
  squeeze,
  stopGradient,
  sub,
  sum,
  swapAxes,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { largest, reciprocalOrZero } from "./reciprocals.ts";
import { svd } from "./svd.ts";

/** The options of `pca`. */
export interface PcaOptions extends CheckOptions {
  /** How many components are kept: from 1 to min(n, p), all unless given. */
  readonly components?: number;
  /** Whether `transform` divides each coordinate by its standard deviation, so that all have variance 1. */
  readonly whiten?: boolean;
  /** What is subtracted from the number of observations in the divisor of variances: 1 unless given. */
  readonly correction?: number;
}

/** The principal components of a sample; k of them. */
export interface PrincipalComponents {
  /** The mean of each variable: `[…, p]`. */
  readonly mean: Tensor;
  /** Orthonormal directions, one a row, the one of largest variance first: `[…, k, p]`. */
  readonly components: Tensor;
  /** The variance along each of them: `[…, k]`. */
  readonly explainedVariance: Tensor;
  /** The part of the variance of all variables that it is: `[…, k]`. */
  readonly explainedVarianceRatio: Tensor;
  /** The coordinates of observations, old or new: `[…, r, p]` → `[…, r, k]`; `[p]` → `[k]`. */
  readonly transform: (x: TensorLike) => Tensor;
  /** The observations of given coordinates: `[…, r, k]` → `[…, r, p]`; `[k]` → `[p]`. */
  readonly inverseTransform: (coordinates: TensorLike) => Tensor;
}

/**
 * Principal component analysis: the orthogonal directions along which a sample varies most.
 *
 * With X̃ = X minus the means of its columns and X̃ = U S Vᵀ, the components are the rows of Vᵀ and the variances along
 * them S²/(n − correction). The covariance X̃ᵀX̃ is never formed. The largest element of each component is positive.
 *
 * Shapes: `[…, n, p]`, an observation in each row, → see `PrincipalComponents`.
 * Derivatives: those of `svd`. Where variances are equal the components are not determined; the subspace of them is.
 * A direction without variance whitens to 0.
 *
 * Method: singular value decomposition of the centred sample.
 * Cost: O(n p min(n, p)).
 * Source: Pearson 1901; Jolliffe, Principal Component Analysis, 2nd ed., §3.5. O(n p min(n, p)).
 *
 * @throws LinAlgError if the sample holds NaN or ∞; `{ check: false }` gives NaN. ShapeError if `x` is no matrix,
 * DomainError if `components` is not a whole number from 1 to min(n, p).
 * @example
 * ```ts
 * import { pca } from "@adjoint/linalg";
 *
 * const { components, explainedVarianceRatio, transform } = pca([[0, 0], [3, 4], [6, 8]]);
 * components.toArray(); // => [[0.6, 0.8], [0.8, -0.6]]
 * explainedVarianceRatio.toArray(); // => [1, 0]
 * transform([6, 8]).toArray(); // => [5, 0]
 * ```
 */
export function pca(x: TensorLike, options: PcaOptions = {}): PrincipalComponents {
  const names = ["components", "whiten", "correction", "check"] as const;
  const { components, whiten = false, correction = 1, check = true } = checkOptions("pca", options, names);
  const samples = matrixArgument("pca", "x", x);
  const [n, p] = matrixShape(samples.shape);
  const k = checkCount(components, Math.min(n, p));
  const centre = mean(samples, { axis: -2, keepDims: true });
  const { s, vt } = svd(sub(samples, centre), { check });
  const first = (values: Tensor): Tensor => slice(values, "...", [0, k]);
  const axes = upright(slice(vt, "...", [0, k], []));
  const deviation = div(first(s), Math.sqrt(Math.max(n - correction, 0)));
  const scale = expandDims(deviation, -2);
  const reciprocal = expandDims(reciprocalOrZero(first(s), largest(s), Math.max(n, p)), -2);
  const unit = mul(reciprocal, Math.sqrt(Math.max(n - correction, 0)));
  return {
    mean: squeeze(centre, -2),
    components: axes,
    explainedVariance: square(deviation),
    explainedVarianceRatio: first(sharesOf(s)),
    transform: (given) =>
      ofRows(given, (rows) => {
        const coordinates = matmul(sub(rows, centre), swapAxes(axes, -1, -2));
        return whiten ? mul(coordinates, unit) : coordinates;
      }),
    inverseTransform: (given) =>
      ofRows(given, (rows) => add(matmul(whiten ? mul(rows, scale) : rows, axes), centre)),
  };
}

function checkCount(components: number | undefined, most: number): number {
  if (components === undefined) return most;
  if (Number.isInteger(components) && components >= 1 && components <= most) return components;
  throw new DomainError(
    `pca: components must be a whole number from 1 to min(n, p) = ${most}, got ${components}`,
    { operation: "pca", argument: "components", value: components },
  );
}

/** s²/Σs², and 0 if there is no variance; scaled, so that nothing overflows. */
function sharesOf(s: Tensor): Tensor {
  const scale = largest(s);
  const squares = square(div(s, where(equal(scale, 0), 1, scale)));
  const total = sum(squares, { axis: -1, keepDims: true });
  return div(squares, where(equal(total, 0), 1, total));
}

/** Rows of which the element of largest magnitude is positive, the first one if several are equal up to rounding. */
function upright(rows: Tensor): Tensor {
  if (rows.size === 0) return rows;
  const fixed = stopGradient(rows);
  const isLargest = greaterEqual(abs(fixed), mul(largest(fixed), 1 - 1e-8));
  const place = argmax(isLargest, { axis: -1, keepDims: true });
  return mul(rows, sign(gather(fixed, place)));
}

/** A function of rows, also for a single one that comes as a vector. */
function ofRows(given: TensorLike, f: (rows: Tensor) => Tensor): Tensor {
  const shaped = expandDims(given, -2);
  return shaped.shape.length === 2 ? squeeze(f(shaped), -2) : f(squeeze(shaped, -2));
}
