import { tensordot } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Σᵢ wᵢ xᵢ over axis 0, with weights of shape [n]. */
export function weightedMean(samples: Tensor, weights: Tensor): Tensor {
  return tensordot(weights, samples, { axes: 1 });
}
