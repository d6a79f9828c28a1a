import {
  checkOptions,
  div,
  DomainError,
  exp,
  expandDims,
  mean,
  median,
  mul,
  neg,
  ShapeError,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  add,
  concat,
  formatShape,
  take,
  reshape,
  where,
  greater,
  promoteOperands,
  eye,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { asPoints } from "./entropy-from-samples.ts";

/** The options of `maximumMeanDiscrepancy`. */
export interface MaximumMeanDiscrepancyOptions {
  /**
   * How alike two points are, by their distance r: `"gaussian"` e^(−r²/2h²) unless given, `"laplace"` e^(−r/h), or any
   * function of the tensor of r²/h² (elementwise and positive definite), so that 1/(1 + r²/h²) is `(t) => div(1, add(1, t))`.
   */
  readonly kernel?: "gaussian" | "laplace" | ((squares: Tensor) => Tensor);
  /**
   * The scale h, several of which give the mean of their kernels; or `"median"`, the median distance of different samples
   * of both, held fixed by derivatives. `"median"` unless given.
   */
  readonly bandwidth?: number | readonly number[] | "median";
  /** Whether pairs of a sample with itself are left out, so that the mean is right but may be negative; true unless given. */
  readonly unbiased?: boolean;
}

/**
 * The squared maximum mean discrepancy of two samples, mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y): 0 for equal
 * distributions, and with these kernels for no others.
 *
 * Differentiable in the samples, which makes it a loss for generators of samples.
 *
 * @param x - samples of shape [n, dimensions], or [n] in one dimension.
 * @param y - samples of shape [m, dimensions].
 * @throws ShapeError unless both have the same dimensions and two samples each if unbiased, DomainError for a bandwidth
 * that is not positive.
 *
 * Source: A. Gretton et al., "A kernel two-sample test", JMLR 13 (2012), lemma 6.
 *
 * @example
 * ```ts
 * import { maximumMeanDiscrepancy } from "@adjoint/information";
 *
 * maximumMeanDiscrepancy([0], [1], { bandwidth: 1, unbiased: false }).item(); // => 0.7869386805747332
 * maximumMeanDiscrepancy([0, 1], [0, 1], { bandwidth: 1, unbiased: false }).item(); // => 0
 * ```
 */
export function maximumMeanDiscrepancy(
  x: TensorLike,
  y: TensorLike,
  options: MaximumMeanDiscrepancyOptions = {},
): Tensor {
  const {
    kernel = "gaussian",
    bandwidth = "median",
    unbiased = true,
  } = checkOptions("maximumMeanDiscrepancy", options, ["kernel", "bandwidth", "unbiased"]);
  const [left, right] = promoteOperands("maximumMeanDiscrepancy", x, y, "x", "y");
  const [a, b] = [
    asPoints("maximumMeanDiscrepancy", "x", left),
    asPoints("maximumMeanDiscrepancy", "y", right),
  ];
  checkSamples(a, b, unbiased);
  const [inX, inY, between] = [squaredDistances(a, a), squaredDistances(b, b), squaredDistances(a, b)];
  const scales = scalesOf(bandwidth, a, b);
  const alike = kernelOf(kernel);
  const meanOver = (squares: Tensor, without: boolean): Tensor =>
    scales
      .map((scale) => meanOf(alike(div(squares, scale)), without))
      .reduce((total, part) => add(total, part));
  const within = add(meanOver(inX, unbiased), meanOver(inY, unbiased));
  return div(sub(within, mul(2, meanOver(between, false))), scales.length);
}

function checkSamples(a: Tensor, b: Tensor, unbiased: boolean): void {
  const least = unbiased ? 2 : 1;
  if (a.shape[1] === b.shape[1] && a.shape[0]! >= least && b.shape[0]! >= least) return;
  throw new ShapeError(
    `maximumMeanDiscrepancy: x and y need as many dimensions (axis 1) and at least ${least} samples each (axis 0), got ` +
      `${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    { operation: "maximumMeanDiscrepancy", x: a.shape, y: b.shape },
  );
}

/** ‖xᵢ − yⱼ‖², from differences: products of far points would cancel. */
function squaredDistances(a: Tensor, b: Tensor): Tensor {
  return sum(square(sub(expandDims(a, 1), expandDims(b, 0))), { axis: 2 });
}

/** The mean of a matrix, without its diagonal if asked for. */
function meanOf(matrix: Tensor, withoutDiagonal: boolean): Tensor {
  if (!withoutDiagonal) return mean(matrix);
  const count = matrix.shape[0]!;
  const others = sub(1, eye(count, count, { dtype: matrix.dtype }));
  return div(sum(mul(matrix, others)), count * (count - 1));
}

function kernelOf(kernel: NonNullable<MaximumMeanDiscrepancyOptions["kernel"]>): (squares: Tensor) => Tensor {
  if (typeof kernel === "function") return kernel;
  if (kernel === "gaussian") return (squares) => exp(mul(-0.5, squares));
  if (kernel === "laplace") {
    return (squares) => {
      const apart = greater(squares, 0);
      return exp(neg(where(apart, sqrt(where(apart, squares, 1)), 0)));
    };
  }
  throw new DomainError(
    `maximumMeanDiscrepancy: kernel must be "gaussian", "laplace" or a function, got ${JSON.stringify(kernel)}`,
    { operation: "maximumMeanDiscrepancy", kernel },
  );
}

/** h² for each bandwidth. */
function scalesOf(
  bandwidth: NonNullable<MaximumMeanDiscrepancyOptions["bandwidth"]>,
  a: Tensor,
  b: Tensor,
): readonly (number | Tensor)[] {
  if (bandwidth === "median") return [medianSquare(a, b)];
  const list = typeof bandwidth === "number" ? [bandwidth] : bandwidth;
  if (list.length > 0 && list.every((each) => each > 0 && each < Infinity))
    return list.map((each) => each * each);
  throw new DomainError(
    `maximumMeanDiscrepancy: bandwidth must be a positive number, a list of them or "median", got ` +
      JSON.stringify(bandwidth),
    { operation: "maximumMeanDiscrepancy", bandwidth },
  );
}

/** The square of the median distance of different samples; 1 if most are equal. */
function medianSquare(a: Tensor, b: Tensor): Tensor {
  const all = stopGradient(concat([a, b], { axis: 0 }));
  const count = all.shape[0]!;
  const places: number[] = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) places.push(i * count + j);
  const distances = sqrt(take(reshape(squaredDistances(all, all), [-1]), Int32Array.from(places)));
  const middle = square(median(distances));
  return where(greater(middle, 0), middle, 1);
}
