import { dot, exp, matmul, mul, neg, square, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** The tutorial's worked example, f(x, y) = (x² + y²)·exp(−(x² + y²)), of a vector. */
export function ring(x: Tensor): Tensor {
  const squaredRadius = sum(square(x));
  return mul(squaredRadius, exp(neg(squaredRadius)));
}

/** The tutorial's quadratic form, ½ xᵀHx with H = [[4, 1], [1, 3]]. */
export function quadratic(x: Tensor): Tensor {
  return mul(
    0.5,
    dot(
      x,
      matmul(
        [
          [4, 1],
          [1, 3],
        ],
        x,
      ),
    ),
  );
}
