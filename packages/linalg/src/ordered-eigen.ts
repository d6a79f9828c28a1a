import { matmul, withArena } from "@adjoint/kernels";
import { divideAndConquer } from "./divide-and-conquer.ts";
import { turnColumnsUp } from "./orient.ts";
import { RotationSweeps } from "./rotation-sweeps.ts";
import { iterateQl } from "./tridiagonal-eigen.ts";
import type { Tridiagonal } from "./tridiagonalize.ts";

/** Eigenvalues, ascending, and the eigenvectors in columns, row-major; `null` if not asked for. */
export interface OrderedEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array | null;
}

/** From here on divide and conquer is faster than QL. */
const divideFrom = 100;

/**
 * The eigenvalues of Q T Qᵀ and the eigenvectors, each with its component of largest magnitude positive; T is overwritten.
 *
 * @returns `null` if there was no convergence.
 */
export function orderedEigen({ diagonal, offDiagonal, basis }: Tridiagonal): OrderedEigen | null {
  if (!basis) {
    if (iterateQl(diagonal, offDiagonal, null) === null) return null;
    return { values: diagonal.sort(), vectors: null };
  }
  const n = diagonal.length;
  if (n >= divideFrom) {
    const values = diagonal.slice();
    const rows = divideAndConquer(values, offDiagonal);
    if (rows) {
      const vectors = new Float64Array(n * n);
      matmul(basis, rows, vectors, { m: n, n, k: n, transposeB: true });
      turnColumnsUp(vectors, n);
      return { values, vectors };
    }
  }
  return withArena(RotationSweeps.room(n, n), (arena) => {
    const rotations = new RotationSweeps(arena, basis, n);
    if (iterateQl(diagonal, offDiagonal, rotations) === null) return null;
    const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!);
    return { values: diagonal.sort(), vectors: rotations.upright(order) };
  });
}
