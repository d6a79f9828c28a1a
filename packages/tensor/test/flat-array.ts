import { tensor } from "@adjoint/tensor";
import type { DType, Tensor } from "@adjoint/tensor";

/** An array of a fixture that keeps its shape when it is empty. */
export interface FlatArray {
  readonly shape: number[];
  readonly data: number[];
}

/** The tensor that a fixture holds. */
export function fromFlat({ shape, data }: FlatArray, dtype: DType = "float64"): Tensor {
  return tensor(data, { shape, dtype });
}

/** A tensor as fixtures write it. */
export function toFlat(x: Tensor): FlatArray {
  return { shape: [...x.shape], data: Array.from(x.data) };
}
