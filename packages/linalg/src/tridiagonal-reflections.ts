import { products, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { applyFromLeft, applyFromRight, gatherReflections } from "./block-reflections.ts";
import type { ReflectionBlock } from "./block-reflections.ts";
import { reflectionBlockSize } from "./reflection-block-size.ts";

/** The reflections whose product Q makes a symmetric matrix tridiagonal, turned round: the j-th stands in row n − 1 − j. */
export interface TridiagonalReflections {
  readonly n: number;
  /** From row to row. */
  readonly row: number;
  readonly vectors: Float64Array;
  /** The factor of row i is element i. */
  readonly taus: Float64Array;
}

/** Where they stand in an arena. */
export interface ReflectionPlaces {
  readonly n: number;
  readonly row: number;
  readonly vectors: number;
  readonly taus: number;
}

/** What `basisOf` takes from the arena, in up to six parts. */
export function roomForBasis(n: number, row: number): number {
  return n * row + roomForBlocks(n, row);
}

/** Q, row-major. */
export function basisOf(arena: Arena, places: ReflectionPlaces): Float64Array {
  const { data, take, use } = arena;
  const { n, row } = places;
  const basis = take(row * n);
  data.fill(0, basis, basis + row * n);
  for (let i = 0; i < n; i++) data[basis + i * row + i] = 1;
  // What stands behind the height of a block is still the identity.
  eachBlock(arena, places, (block, work) => {
    applyFromLeft(use(products), block, false, basis, row, block.height, work);
  });
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const from = basis + (n - 1 - i) * row + n - 1;
    for (let j = 0; j < n; j++) result[i * n + j] = data[from - j]!;
  }
  return result;
}

/** Replaces each row x of the row-major n × n matrix by Q x. */
export function reflectRows({ n, row, vectors, taus }: TridiagonalReflections, rows: Float64Array): void {
  withArena(2 * n * row + n + roomForBlocks(n, row), (arena) => {
    const { data, take, use } = arena;
    const places = { n, row, vectors: take(n * row), taus: take(n) };
    const turned = take(n * row);
    data.set(vectors, places.vectors);
    data.set(taus, places.taus);
    for (let i = 0; i < n; i++) {
      const last = turned + i * row + n - 1;
      for (let j = 0; j < n; j++) data[last - j] = rows[i * n + j]!;
    }
    eachBlock(arena, places, (block, work) => {
      applyFromRight(use(products), block, true, turned, row, n, work);
    });
    for (let i = 0; i < n; i++) {
      const last = turned + i * row + n - 1;
      for (let j = 0; j < n; j++) rows[i * n + j] = data[last - j]!;
    }
  });
}

function roomForBlocks(n: number, row: number): number {
  const size = reflectionBlockSize(n);
  return size * (3 * row + size + 1);
}

/** Calls `visit` with the blocks, of which the last ones, whose reflections are the shortest, come first, and with room for work. */
function eachBlock(
  { data, take, use }: Arena,
  { n, row, vectors, taus }: ReflectionPlaces,
  visit: (block: ReflectionBlock, work: number) => void,
): void {
  const size = reflectionBlockSize(n);
  const [v, t, factors, work] = [take(size * row), take(size ** 2), take(size), take(2 * size * row)];
  for (let first = Math.floor((n - 2) / size) * size; first >= 0; first -= size) {
    const count = Math.min(size, n - 1 - first);
    const height = n - 1 - first;
    for (let j = 0; j < count; j++) {
      const length = height - j;
      const from = vectors + length * row;
      data.copyWithin(v + j * row, from, from + length);
      data.fill(0, v + j * row + length, v + j * row + height);
      data[factors + j] = data[taus + length]!;
    }
    const block = { v, vRow: 1, vColumn: row, height, count, t };
    gatherReflections(use(products), data, block, factors);
    visit(block, work);
  }
}
