import { conj } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Σ aᵢ bᵢ, and the sum of magnitudes that its rounding error is measured by. */
interface InnerProduct {
  readonly value: number;
  readonly scale: number;
}

/** ⟨a, b⟩ = Σ aᵢ bᵢ, of complex numbers Re Σ āᵢ bᵢ: what `vjp` is the adjoint in. */
export function inner(a: Tensor, b: Tensor): InnerProduct {
  let value = 0;
  let scale = 0;
  for (let i = 0; i < a.data.length; i++) {
    const term = a.data[i]! * b.data[i]!;
    value += term;
    scale += Math.abs(term);
  }
  return { value, scale };
}

/** Re Σ aᵢ bᵢ, without conjugation: what transpose rules are transposes in. */
export function pairing(a: Tensor, b: Tensor): InnerProduct {
  return inner(conj(a), b);
}
