import {
  add,
  asFloat,
  broadcastShapes,
  checkOptions,
  expandDims,
  formatShape,
  matmul,
  sameShape,
  type Shape,
  ShapeError,
  squeeze,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { normal } from "./normal.ts";

/** The parameters of `multivariateNormal`. */
export interface MultivariateNormalOptions {
  /** The mean, a vector or a batch of them; 0 unless given. */
  readonly mean?: TensorLike;
  /** The lower triangle L of the covariance L Lᵀ, as `cholesky` of @adjoint/linalg makes it. */
  readonly choleskyFactor: TensorLike;
}

/**
 * Normal vectors with the covariance L Lᵀ: mean + L z. Derivatives flow to both parameters.
 *
 * @param shape - that of the result with the vector as its last axis; that of the parameters unless given.
 * @throws ShapeError for a factor that is no square matrix, or parameters that do not broadcast.
 *
 * @example
 * ```ts
 * import { key, multivariateNormal } from "@adjoint/random";
 *
 * multivariateNormal(key(1), [100, 2], { choleskyFactor: [[1, 0], [0.8, 0.6]] }).shape; // => [100, 2]
 * ```
 */
export function multivariateNormal(
  key: Key,
  shape: Shape | undefined,
  options: MultivariateNormalOptions,
): Tensor {
  const { mean = 0, choleskyFactor } = checkOptions("multivariateNormal", options, [
    "mean",
    "choleskyFactor",
  ]);
  const factor = asFloat("multivariateNormal", "choleskyFactor", choleskyFactor);
  const [rows, columns] = factor.shape.slice(-2);
  if (columns === undefined || rows !== columns) {
    throw new ShapeError(
      `multivariateNormal: choleskyFactor must be a square matrix, or a batch of them, got ${formatShape(factor.shape)}`,
      { operation: "multivariateNormal", shape: factor.shape },
    );
  }
  const centre = asFloat("multivariateNormal", "mean", mean);
  const common = broadcastShapes("multivariateNormal", centre.shape, factor.shape.slice(0, -1));
  const drawn = shape ?? common;
  if (!sameShape(broadcastShapes("multivariateNormal", drawn, common), drawn)) {
    throw new ShapeError(
      `multivariateNormal: parameters of shape ${formatShape(common)} do not broadcast into the shape ` +
        `${formatShape(drawn)}; the shape is that of the whole result, with the vector as its last axis`,
      { operation: "multivariateNormal", shape: drawn, parameters: common },
    );
  }
  const z = expandDims(normal(key, drawn), -1);
  return add(centre, squeeze(matmul(factor, z), -1));
}
