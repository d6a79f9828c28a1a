import { vmap } from "@adjoint/autodiff";
import { reshape, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { PlaneFunction } from "./read-formula.ts";

/** f on a square lattice over [−range, range]², rows by ascending y: shape [n, n]. */
export function sample(f: PlaneFunction, range: number, n: number): Tensor {
  const points = new Float64Array(2 * n * n);
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      points[2 * (row * n + column)] = -range + (2 * range * column) / (n - 1);
      points[2 * (row * n + column) + 1] = -range + (2 * range * row) / (n - 1);
    }
  return reshape(vmap(f)(reshape(tensor(points), [n * n, 2])), [n, n]);
}
