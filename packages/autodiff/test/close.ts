import { abs, arange, max, mul, reshape, sin, sizeOf, sub } from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { expect } from "vitest";

/** Fails unless two tensors have equal shapes and no elements further apart than `tolerance` times the largest. */
export function expectNear(actual: Tensor, expected: Tensor, tolerance = 1e-13): void {
  expect(actual.shape).toEqual(expected.shape);
  const scale = Math.max(max(abs(expected)).item(), Number.MIN_VALUE);
  expect(max(abs(sub(actual, expected))).item() / scale).toBeLessThanOrEqual(tolerance);
}

/** Numbers between −1 and 1 without a pattern. */
export function scattered(shape: Shape, seed: number): Tensor {
  const places: TensorLike = arange(seed * 37, seed * 37 + sizeOf(shape));
  return reshape(sin(mul(places, 12.9898)), shape);
}
