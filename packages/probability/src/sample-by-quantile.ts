import { uniform } from "@adjoint/random";
import type { Key } from "@adjoint/random";
import { add, astype, floor, mul } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { dtypeOf } from "./distribution.ts";

/**
 * Samples as the quantiles of uniform numbers: differentiable in the parameters, draw for draw.
 *
 * The numbers are the centres of 2⁵² equal parts of [0, 1], so that neither end is ever drawn.
 */
export function sampleByQuantile<Params extends object>(
  quantile: (params: Params, p: Tensor) => Tensor,
): (params: Params, key: Key, shape: Shape) => Tensor {
  return (params, key, shape) => {
    const parts = floor(mul(uniform(key, shape), 2 ** 52));
    const p = add(mul(parts, 2 ** -52), 2 ** -53);
    // Levels stay float64 beside float32 parameters, where they would be rounded to 1.
    return astype(quantile(params, p), dtypeOf(params));
  };
}
