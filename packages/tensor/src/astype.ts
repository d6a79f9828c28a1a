import { convertTo } from "./cast.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import type { DType } from "./dtype.ts";
import type { Tensor } from "./tensor.ts";

/**
 * `x` with elements of another type. To int32 numbers are truncated; to bool, all but 0 are true; as complex numbers
 * they have the imaginary part 0.
 *
 * @throws DTypeError for complex numbers as real ones, which would lose their imaginary parts: `real` says so.
 * @example
 * ```ts
 * import { astype } from "@adjoint/tensor";
 *
 * astype([1.7, -1.7, 0], "int32").toArray(); // => [1, -1, 0]
 * ```
 */
export function astype(x: TensorLike, dtype: DType): Tensor {
  return convertTo("astype", "x", asTensor("astype", "x", x), dtype);
}
