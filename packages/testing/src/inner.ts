import type { Tensor } from "@adjoint/tensor";

/** ⟨a, b⟩ = Σ aᵢ bᵢ, and the sum of magnitudes that its rounding error is measured by. */
export function inner(a: Tensor, b: Tensor): { value: number; scale: number } {
  let value = 0;
  let scale = 0;
  for (let i = 0; i < a.data.length; i++) {
    const term = a.data[i]! * b.data[i]!;
    value += term;
    scale += Math.abs(term);
  }
  return { value, scale };
}
