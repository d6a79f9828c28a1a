import { TracerError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * Whether every value can be read now: that of a derivative can, that of a recorded program or of a mapped function
 * is not known yet.
 */
export function haveValues(tensors: readonly Tensor[]): boolean {
  return tensors.every(hasValue);
}

/** Whether the value of one tensor can be read now. */
export function hasValue(x: Tensor): boolean {
  try {
    return x.data !== undefined;
  } catch (error) {
    if (error instanceof TracerError) return false;
    throw error;
  }
}
