import { square, sum } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/**
 * The sum of the squares of all elements, Σ xᵢ²: a number for any shape.
 *
 * @example
 * ```ts
 * import { sumOfSquares } from "@adjoint/__kebab__";
 *
 * sumOfSquares([1, 2, 3]).item(); // => 14
 * ```
 */
export function sumOfSquares(x: TensorLike): Tensor {
  return sum(square(x));
}
