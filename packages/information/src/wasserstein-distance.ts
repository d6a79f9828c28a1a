import {
  abs,
  argsort,
  asFloat,
  checkOptions,
  concat,
  cumsum,
  dataIfKnown,
  diff,
  div,
  DomainError,
  formatShape,
  full,
  greater,
  minimum,
  mul,
  pow,
  promoteOperands,
  searchSorted,
  ShapeError,
  slice,
  sort,
  sub,
  sum,
  take,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** The options of `wassersteinDistance`. */
export interface WassersteinOptions {
  /** The order p ≥ 1 of the distance; 1 unless given. */
  readonly order?: number;
  /** The weights of the points of x, from 0, which are divided by their sum; equal unless given. */
  readonly xWeights?: TensorLike;
  /** The weights of the points of y. */
  readonly yWeights?: TensorLike;
}

/**
 * The Wasserstein distance W_p = (∫₀¹ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^(1/p) of two distributions of points on a line: how far mass must
 * move to make one the other, at the cost |x − y|ᵖ.
 *
 * Exact, by sorting. Differentiable in the points and the weights; where points meet or the distributions agree, the
 * derivative is one of several, or 0.
 *
 * @param x - points, of shape [n]; `vmap` compares several pairs.
 * @param y - points, of shape [m].
 * @throws ShapeError unless both are vectors that are not empty with weights for each point, DomainError for an order
 * below 1 or negative weights.
 *
 * Source: C. Villani, "Topics in Optimal Transportation" (2003), theorem 2.18.
 *
 * @example
 * ```ts
 * import { wassersteinDistance } from "@adjoint/information";
 *
 * wassersteinDistance([0, 1, 3], [5, 6, 8]).item(); // => 5
 * wassersteinDistance([0, 1], [0, 1], { xWeights: [3, 1] }).item(); // => 0.25
 * ```
 */
export function wassersteinDistance(x: TensorLike, y: TensorLike, options: WassersteinOptions = {}): Tensor {
  const {
    order = 1,
    xWeights,
    yWeights,
  } = checkOptions("wassersteinDistance", options, ["order", "xWeights", "yWeights"]);
  if (!(order >= 1 && order < Infinity)) {
    throw new DomainError(`wassersteinDistance: order must be a number from 1, got ${String(order)}`, {
      operation: "wassersteinDistance",
      order,
    });
  }
  const [left, right] = promoteOperands("wassersteinDistance", x, y, "x", "y");
  const [a, b] = [sortedPoints("x", left, xWeights), sortedPoints("y", right, yWeights)];
  // Between two levels both quantile functions are constant.
  const levels = sort(concat([zeros([1], { dtype: a.levels.dtype }), a.levels, b.levels]));
  const middles = mul(0.5, sub(slice(levels, [1, null]), mul(-1, slice(levels, [0, -1]))));
  const apart = abs(sub(quantiles(a, middles), quantiles(b, middles)));
  const total = sum(mul(diff(levels), order === 1 ? apart : pow(apart, order)));
  if (order === 1) return total;
  // The root has an infinite derivative at 0.
  const positive = greater(total, 0);
  return where(positive, pow(where(positive, total, 1), 1 / order), 0);
}

/** Points in ascending order, with their cumulative weights. */
interface Points {
  readonly values: Tensor;
  readonly levels: Tensor;
}

function sortedPoints(argument: "x" | "y", given: Tensor, weights: TensorLike | undefined): Points {
  const points = asFloat("wassersteinDistance", argument, given);
  if (points.shape.length !== 1 || points.size === 0) {
    throw new ShapeError(
      `wassersteinDistance: ${argument} must be a vector of points, got the shape ${formatShape(points.shape)}; ` +
        `use vmap for several, and sinkhorn for points of several dimensions`,
      { operation: "wassersteinDistance", argument, shape: points.shape },
    );
  }
  const order = argsort(points);
  const shares = sharesOf(argument, points, weights);
  return { values: take(points, order), levels: cumsum(take(shares, order)) };
}

function sharesOf(argument: "x" | "y", points: Tensor, weights: TensorLike | undefined): Tensor {
  if (weights === undefined) return full(points.shape, 1 / points.size, { dtype: points.dtype });
  const name = `${argument}Weights`;
  const given = asFloat("wassersteinDistance", name, weights);
  if (given.shape.length !== 1 || given.size !== points.size) {
    throw new ShapeError(
      `wassersteinDistance: ${name} are ${formatShape(given.shape)}, ${argument} ${formatShape(points.shape)}; ` +
        `give one weight for each point`,
      { operation: "wassersteinDistance", argument: name, shape: given.shape },
    );
  }
  const known = dataIfKnown(given);
  const wrong = known?.find((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong !== undefined || (known !== undefined && known.every((weight) => weight === 0))) {
    throw new DomainError(
      `wassersteinDistance: ${name} must be numbers from 0, not all 0, got ${wrong ?? "only 0"}`,
      { operation: "wassersteinDistance", argument: name, value: wrong ?? 0 },
    );
  }
  return div(given, sum(given));
}

/** The values of a quantile function; rounding may leave its last level below 1. */
function quantiles({ values, levels }: Points, at: Tensor): Tensor {
  return take(values, minimum(searchSorted(levels, at), values.size - 1));
}
