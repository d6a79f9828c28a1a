import { cholesky, solveTriangular } from "@adjoint/linalg";
import type { Distribution } from "@adjoint/probability";
import { poissonDeviance } from "@adjoint/special";
import { add, diagonal, expandDims, mul, square, squeeze, sub, sum, tril } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * D(p‖q) of normal vectors with the factors L₁, L₂ of their covariances: ½ Σ (wᵢᵢ² − 1 − log wᵢᵢ²) + ½ Σ wᵢⱼ² +
 * ½ |L₂⁻¹ (μ₁ − μ₂)|² with W = L₂⁻¹ L₁, in which every term is at least 0.
 */
export function gaussianVectors(p: Distribution, q: Distribution): Tensor {
  const [first, second] = [factorOf(p), factorOf(q)];
  const ratio = solveTriangular(second, first, { lower: true });
  const offset = squeeze(solveTriangular(second, expandDims(sub(p.mean, q.mean), -1), { lower: true }), -1);
  const spread = add(diagonalExcess(ratio), offDiagonal(ratio));
  return mul(0.5, add(spread, sum(square(offset), { axis: -1 })));
}

/** Σ (wᵢᵢ² − 1 − log wᵢᵢ²) of a triangle. */
export function diagonalExcess(triangle: Tensor): Tensor {
  return sum(poissonDeviance(1, square(diagonal(triangle))), { axis: -1 });
}

/** Σ wᵢⱼ² below the diagonal of a triangle. */
export function offDiagonal(triangle: Tensor): Tensor {
  return sum(square(tril(triangle, { offset: -1 })), { axis: [-2, -1] });
}

function factorOf(d: Distribution): Tensor {
  const { choleskyFactor } = d.parameters as { readonly choleskyFactor?: Tensor };
  return choleskyFactor ?? cholesky(d.covariance);
}
