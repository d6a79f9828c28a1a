import { Tensor } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";

/** A tensor of a shape with the floating dtype of another. */
export function numbersLike({ dtype }: Tensor, shape: Shape, numbers: ArrayLike<number>): Tensor {
  const elements = dtype === "float32" ? Float32Array.from(numbers) : Float64Array.from(numbers);
  return new Tensor(shape, dtype, elements);
}
