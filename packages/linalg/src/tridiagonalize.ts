import { products, tridiagonal, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { applyFromLeft, gatherReflections } from "./block-reflections.ts";
import { paddedStride } from "./padded-stride.ts";
import { reflectionBlockSize } from "./reflection-block-size.ts";

/** A = Q T Qᵀ with T symmetric and tridiagonal. */
export interface Tridiagonal {
  /** The diagonal of T. */
  readonly diagonal: Float64Array;
  /** The n − 1 elements beside it, and a last one that is 0. */
  readonly offDiagonal: Float64Array;
  /** Q, row-major; `null` if not asked for. */
  readonly basis: Float64Array | null;
}

/**
 * Reduces a symmetric matrix, of which only the upper triangle is read, to tridiagonal form by Householder reflections.
 *
 * Golub & Van Loan, Matrix Computations, 4th ed., algorithm 8.3.1. The matrix is turned round on its way into the arena, where the
 * vector of a reflection is then a row.
 */
export function tridiagonalize(a: Float64Array, n: number, withBasis: boolean): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  if (n === 0) return { diagonal, offDiagonal, basis: withBasis ? new Float64Array(0) : null };
  const row = paddedStride(n);
  const blockSize = reflectionBlockSize(n);
  const block = blockSize * (3 * row + blockSize + 1);
  return withArena(row * n * (withBasis ? 2 : 1) + 5 * n + block, (arena) => {
    const { data, take, use } = arena;
    const place = take(row * n);
    const last = n * n - 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) data[place + i * row + j] = a[last - i * n - j]!;
    }
    const [found, beside, taus, work] = [take(n), take(n), take(n), take(2 * n)];
    use(tridiagonal).reduceSymmetric(place, row, n, found, beside, taus, work);
    for (let i = 0; i < n; i++) {
      diagonal[i] = data[found + n - 1 - i]!;
      if (i < n - 1) offDiagonal[i] = data[beside + n - 2 - i]!;
    }
    return { diagonal, offDiagonal, basis: withBasis ? basisOf(arena, place, row, n, taus) : null };
  });
}

/** The product of the reflections, turned round again. */
function basisOf(
  { data, take, use }: Arena,
  place: number,
  row: number,
  n: number,
  taus: number,
): Float64Array {
  const kernels = use(products);
  const blockSize = reflectionBlockSize(n);
  const basis = take(row * n);
  data.fill(0, basis, basis + row * n);
  for (let i = 0; i < n; i++) data[basis + i * row + i] = 1;
  const [v, t, factors, work] = [
    take(blockSize * row),
    take(blockSize ** 2),
    take(blockSize),
    take(2 * blockSize * row),
  ];
  // The j-th reflection stands in row n − 1 − j; the last ones, which are the shortest, come first.
  for (let first = Math.floor((n - 2) / blockSize) * blockSize; first >= 0; first -= blockSize) {
    const count = Math.min(blockSize, n - 1 - first);
    const height = n - 1 - first;
    for (let j = 0; j < count; j++) {
      const length = height - j;
      const from = place + length * row;
      data.copyWithin(v + j * row, from, from + length);
      data.fill(0, v + j * row + length, v + j * row + height);
      data[factors + j] = data[taus + length]!;
    }
    const reflections = { v, vRow: 1, vColumn: row, height, count, t };
    gatherReflections(kernels, data, reflections, factors);
    applyFromLeft(kernels, reflections, false, basis, row, height, work);
  }
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const from = basis + (n - 1 - i) * row + n - 1;
    for (let j = 0; j < n; j++) result[i * n + j] = data[from - j]!;
  }
  return result;
}
