import { sub } from "./arithmetic.ts";
import { notEqual } from "./comparison.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { normalizeAxis } from "./shape.ts";
import { sliceAxis } from "./slice.ts";
import type { Tensor } from "./tensor.ts";

/** The options of `diff`. */
export interface DiffOptions {
  /** The axis along which neighbours are subtracted; the last if not given. */
  readonly axis?: number;
  /** How often; 1 if not given. */
  readonly order?: number;
}

/**
 * The differences of neighbours along an axis, yᵢ = xᵢ₊₁ − xᵢ; of a higher order, their differences again.
 * Of booleans, whether neighbours differ.
 *
 * @throws DomainError if the order is not an integer from 0, ShapeError if there is no such axis.
 * @example
 * ```ts
 * import { diff } from "@adjoint/tensor";
 *
 * diff([1, 4, 9, 16]).toArray(); // => [3, 5, 7]
 * diff([1, 4, 9, 16], { order: 2 }).toArray(); // => [2, 2]
 * ```
 */
export function diff(x: TensorLike, options: DiffOptions = {}): Tensor {
  const { axis = -1, order = 1 } = checkOptions("diff", options, ["axis", "order"]);
  let result = asTensor("diff", "x", x);
  const at = normalizeAxis("diff", axis, result.shape.length);
  if (!Number.isInteger(order) || order < 0) {
    throw new DomainError(`diff: order must be an integer from 0, got ${String(order)}`, {
      operation: "diff",
      order,
    });
  }
  for (let i = 0; i < order; i++) {
    const length = result.shape[at]!;
    const ahead = sliceAxis(result, at, 1, length);
    const behind = sliceAxis(result, at, 0, Math.max(length - 1, 0));
    result = result.dtype === "bool" ? notEqual(ahead, behind) : sub(ahead, behind);
  }
  return result;
}
