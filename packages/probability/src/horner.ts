import { add, mul } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** c₀ + c₁x + c₂x² + … */
export function horner(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduceRight<Tensor>((sum, c) => add(mul(sum, x), c), mul(x, 0));
}
