import type { Shape } from "@adjoint/tensor";

/** The place of an element in a tensor, `[1, 2]`, from its place in row-major order; nothing for a scalar. */
export function formatIndex(shape: Shape, element: number): string {
  if (shape.length === 0) return "";
  const index: number[] = [];
  let rest = element;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${index.join(", ")}]`;
}
