import { withArena } from "@adjoint/kernels";
import { divideAndConquer } from "./divide-and-conquer.ts";
import { uprightColumns } from "./orient.ts";
import { RotationSweeps } from "./rotation-sweeps.ts";
import { iterateQl } from "./tridiagonal-eigen.ts";
import { reflectRows } from "./tridiagonal-reflections.ts";
import { reduceTridiagonal, tridiagonalize } from "./tridiagonalize.ts";

/** Eigenvalues, ascending, and the eigenvectors in columns, row-major; `null` if not asked for. */
export interface OrderedEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array | null;
}

/** From here on divide and conquer is faster than QL. */
const divideFrom = 100;

/**
 * The eigenvalues of a symmetric n × n matrix, scaled to about 1, and its eigenvectors, each with its component of largest magnitude
 * positive.
 *
 * @returns `null` if there was no convergence.
 */
export function orderedEigen(matrix: Float64Array, n: number, withVectors: boolean): OrderedEigen | null {
  if (withVectors && n >= divideFrom) {
    const { diagonal, offDiagonal, reflections } = reduceTridiagonal(matrix, n);
    const rows = divideAndConquer(diagonal, offDiagonal);
    if (rows) {
      reflectRows(reflections, rows);
      return { values: diagonal, vectors: uprightColumns(rows, n) };
    }
  }
  const { diagonal, offDiagonal, basis } = tridiagonalize(matrix, n, withVectors);
  if (!basis) {
    if (iterateQl(diagonal, offDiagonal, null) === null) return null;
    return { values: diagonal.sort(), vectors: null };
  }
  return withArena(RotationSweeps.room(n, n), (arena) => {
    const rotations = new RotationSweeps(arena, basis, n);
    if (iterateQl(diagonal, offDiagonal, rotations) === null) return null;
    const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!);
    return { values: diagonal.sort(), vectors: rotations.upright(order) };
  });
}
