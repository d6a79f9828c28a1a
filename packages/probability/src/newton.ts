import { clip, div, sub } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * A root by Newton's method with steps of at most 1, from a start without derivatives.
 *
 * The number of steps is fixed, so that it can be traced; each doubles the order of the derivatives that are right.
 *
 * @param step - the value of the function and its slope at a place.
 */
export function newton(start: Tensor, step: (x: Tensor) => readonly [value: Tensor, slope: Tensor]): Tensor {
  let x = start;
  for (let count = 0; count < iterations; count++) {
    const [value, slope] = step(x);
    x = sub(x, clip(div(value, slope), -1, 1));
  }
  return x;
}

const iterations = 30;
