import { formatShape } from "@adjoint/tensor";
import type { Spec } from "@adjoint/tensor";

/** A type as it is written in programs and messages: `float64[2, 3]`. */
export function formatSpec({ dtype, shape }: Spec): string {
  return `${dtype}${formatShape(shape)}`;
}
