import { bulges, hessenbergReduction, products, withArena } from "@adjoint/kernels";
import type { Bulges, HessenbergReduction, Products } from "@adjoint/kernels";
import { getRows, putRows, rowStride } from "./arena-rows.ts";

/** Reflections that are gathered in one block. */
export const gathered = 32;

/** Elements for the records of a sweep with many bulges. */
const roomForRecords = 16384;

/** A real n × n matrix in an arena, on its way to its Hessenberg or Schur form. */
export interface RealReduction {
  readonly data: Float64Array;
  readonly kernels: Bulges & HessenbergReduction & Products;
  readonly n: number;
  /** From row to row of all n × n matrices here: eight more than n at least, which are 0 in `h` and `z`, as is a row below. */
  readonly row: number;
  readonly h: number;
  /** Zᵀ, so that columns of Z are rows; `null` without a basis. */
  readonly z: number | null;
  /** Room for n × n elements. */
  readonly spare: number;
  /** Room for `reductionWork(n, row)` elements. */
  readonly work: number;
}

/** Copies a matrix into an arena, and it comes back as `work` leaves it; Q or Z too, if wanted and `work` returns not `null`. */
export function withReduction<T>(
  a: Float64Array,
  n: number,
  withBasis: boolean,
  work: (reduction: RealReduction) => T,
): { readonly result: T; readonly basis: Float64Array | null } {
  return reduceInArena(a, n, withBasis, 0, (reduction) => {
    const result = work(reduction);
    const { data, h, z, row, spare } = reduction;
    getRows(data, h, row, a, 0, n, n);
    if (z === null) return { result, basis: null };
    const basis = new Float64Array(n * n);
    transposeInto(data, spare, z, row, n);
    getRows(data, spare, row, basis, 0, n, n);
    return { result, basis };
  });
}

/** Copies a matrix into an arena with room for so many more n × n matrices, of whose places `work` gets the first. */
export function reduceInArena<T>(
  a: Float64Array,
  n: number,
  withBasis: boolean,
  more: number,
  work: (reduction: RealReduction, more: number) => T,
): T {
  const row = rowStride(n + 8);
  const size = (n + 1) * row;
  const room = reductionWork(n, row);
  return withArena((3 + more) * size + room, ({ data, use, take }) => {
    const kernels = { ...use(bulges), ...use(hessenbergReduction), ...use(products) };
    const [h, z] = [take(size), take(size)];
    data.fill(0, h, h + size);
    if (withBasis) data.fill(0, z, z + size);
    putRows(data, h, row, a, 0, n, n);
    const reduction = {
      data,
      kernels,
      n,
      row,
      h,
      z: withBasis ? z : null,
      spare: take(size),
      work: take(room),
    };
    return work(reduction, take(more * size));
  });
}

/** How many elements a reduction needs for its work. */
function reductionWork(n: number, row: number): number {
  return Math.max(6 * row + gathered * (gathered + 2 * n), roomForRecords + 3 * n);
}

/** The n × n matrix at `target` becomes the transpose of that at `source`. */
function transposeInto(data: Float64Array, target: number, source: number, row: number, n: number): void {
  // Squares of eight, of which both sides stay in the cache.
  for (let top = 0; top < n; top += 8) {
    for (let left = 0; left < n; left += 8) {
      for (let i = top; i < Math.min(top + 8, n); i++) {
        for (let j = left; j < Math.min(left + 8, n); j++)
          data[target + j * row + i] = data[source + i * row + j]!;
      }
    }
  }
}
