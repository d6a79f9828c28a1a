import { Tracer, TracerError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Whether the value can be read now: in a derivative it can, in a recorded program or a mapped function it cannot. */
export function hasValue(x: Tensor): boolean {
  try {
    return x.data !== undefined;
  } catch (error) {
    if (error instanceof TracerError) return false;
    throw error;
  }
}

/** Whether every value can be read now. */
export function haveValues(tensors: readonly Tensor[]): boolean {
  return tensors.every(hasValue);
}

/**
 * The tensor that a traced value stands for in the end, with an axis in front for every mapped function that it is in;
 * `null` while a program is recorded.
 */
export function valuesOf(x: Tensor): Tensor | null {
  let value: Tensor | null = x;
  while (value instanceof Tracer) value = value.beneath;
  return value;
}
