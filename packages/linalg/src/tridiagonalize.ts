import { tridiagonal, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { paddedStride } from "./padded-stride.ts";
import { basisOf, roomForBasis } from "./tridiagonal-reflections.ts";
import type { ReflectionPlaces, TridiagonalReflections } from "./tridiagonal-reflections.ts";

/** A = Q T Qᵀ with T symmetric and tridiagonal. */
export interface Tridiagonal {
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** The n − 1 elements beside it, and a last one that is 0. */
  readonly offDiagonal: Float64Array;
  /** Q, row-major; `null` if not asked for. */
  readonly basis: Float64Array | null;
}

/** Reduces a symmetric matrix, of which only the upper triangle is read, to tridiagonal form by Householder reflections. */
export function tridiagonalize(a: Float64Array, n: number, withBasis: boolean): Tridiagonal {
  if (n === 0) {
    const empty = new Float64Array(0);
    return { diagonal: empty, offDiagonal: empty, basis: withBasis ? empty : null };
  }
  return reduce(a, n, withBasis ? roomForBasis(n, paddedStride(n)) : 0, (arena, places, found) => ({
    ...found,
    basis: withBasis ? basisOf(arena, places) : null,
  }));
}

/** The same for n ≥ 1 with the reflections in the place of their product. */
export function reduceTridiagonal(
  a: Float64Array,
  n: number,
): Omit<Tridiagonal, "basis"> & { readonly reflections: TridiagonalReflections } {
  return reduce(a, n, 0, ({ data }, { row, vectors, taus }, found) => ({
    ...found,
    reflections: {
      n,
      row,
      vectors: data.slice(vectors, vectors + n * row),
      taus: data.slice(taus, taus + n),
    },
  }));
}

/**
 * Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.3.1. The matrix is turned round on its way into the arena, where the
 * vector of a reflection is then a row.
 */
function reduce<T>(
  a: Float64Array,
  n: number,
  room: number,
  finish: (arena: Arena, places: ReflectionPlaces, found: Omit<Tridiagonal, "basis">) => T,
): T {
  const row = paddedStride(n);
  return withArena(row * n + 5 * n + room, (arena) => {
    const { data, take, use } = arena;
    const vectors = take(row * n);
    const last = n * n - 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) data[vectors + i * row + j] = a[last - i * n - j]!;
    }
    const [found, beside, taus, work] = [take(n), take(n), take(n), take(2 * n)];
    use(tridiagonal).reduceSymmetric(vectors, row, n, found, beside, taus, work);
    const diagonal = new Float64Array(n);
    const offDiagonal = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      diagonal[i] = data[found + n - 1 - i]!;
      if (i < n - 1) offDiagonal[i] = data[beside + n - 2 - i]!;
    }
    return finish(arena, { n, row, vectors, taus }, { diagonal, offDiagonal });
  });
}
