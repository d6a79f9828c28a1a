import { relaxedSimdBinary, simdBinary } from "../generated/dense/elimination.ts";
import type { KernelModule } from "./arena.ts";

/** Steps of LU and Cholesky factorizations inside an arena, whose products are left to `products`. */
export interface Elimination {
  /**
   * Eliminates with partial pivoting in the columns `start … end`, up to 8, of the rows from `start` on of the m × n matrix
   * that stands at `a` with `row` from row to row. Whole rows are swapped; element `pivots + k` becomes the row that was
   * swapped with row k. Zero pivots are passed over. The arena must go on for 8 elements behind the matrix.
   */
  readonly eliminatePanel: (
    a: number,
    row: number,
    m: number,
    n: number,
    start: number,
    end: number,
    pivots: number,
  ) => void;
  /**
   * X ← T⁻¹ X for the lower triangle of T, k × k, by forward substitution; with `hasUnits` = 1 its diagonal counts as ones.
   * T may have any strides, negative ones too, so that all four kinds of triangles are served; X has `width` neighbouring
   * columns. Made for k up to about 32.
   */
  readonly substitute: (
    t: number,
    tRow: number,
    tColumn: number,
    hasUnits: number,
    x: number,
    xRow: number,
    k: number,
    width: number,
  ) => void;
  /**
   * U of A = UᵀU in place of the upper triangle of a positive definite n × n matrix; what stands below it is lost. The number
   * of rows done: n, unless a pivot is not positive, which then stands in its place. Made for n up to about 32.
   */
  readonly factorDefinite: (a: number, row: number, n: number) => number;
  /** 1 for an m × n matrix whose elements are all finite, else 0. */
  readonly isFinite: (a: number, row: number, m: number, n: number) => number;
  /**
   * The first k for which |uₖₖ| is not above tolerance · Σᵢ |uᵢₖ|, for an upper n × n triangle, or n if there is none; `sums`
   * has room for n elements.
   */
  readonly firstSmallPivot: (a: number, row: number, n: number, tolerance: number, sums: number) => number;
  /** 1 for a matrix that is symmetric and has finite elements only, else 0. */
  readonly isRegular: (a: number, row: number, n: number) => number;
  /** Puts the transpose of the upper triangle in place of the lower one, and zeros above the diagonal. */
  readonly transposeUpper: (a: number, row: number, n: number) => void;
}

export const elimination: KernelModule<Elimination> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): Elimination {
  return {
    eliminatePanel: (a, row, m, n, start, end, pivots) => {
      eliminatePanel(data, a, row, m, n, start, end, data, pivots);
    },
    substitute: (t, tRow, tColumn, hasUnits, x, xRow, k, width) => {
      for (let i = 0; i < k; i++) {
        const target = x + i * xRow;
        for (let p = 0; p < i; p++) {
          const factor = data[t + i * tRow + p * tColumn]!;
          const source = x + p * xRow;
          for (let j = 0; j < width; j++) data[target + j] = data[target + j]! - factor * data[source + j]!;
        }
        if (hasUnits) continue;
        const pivot = data[t + i * (tRow + tColumn)]!;
        for (let j = target; j < target + width; j++) data[j] = data[j]! / pivot;
      }
    },
    factorDefinite: (a, row, n) => {
      for (let k = 0; k < n; k++) {
        const source = a + k * row;
        const pivot = data[source + k]!;
        if (!(pivot > 0)) return k;
        const root = Math.sqrt(pivot);
        data[source + k] = root;
        for (let j = k + 1; j < n; j++) data[source + j] = data[source + j]! / root;
        for (let i = k + 1; i < n; i++) {
          const target = a + i * row;
          const factor = data[source + i]!;
          for (let j = i; j < n; j++) data[target + j] = data[target + j]! - factor * data[source + j]!;
        }
      }
      return n;
    },
    isFinite: (a, row, m, n) => {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) if (!Number.isFinite(data[a + i * row + j]!)) return 0;
      }
      return 1;
    },
    firstSmallPivot: (a, row, n, tolerance, sums) => {
      data.fill(0, sums, sums + n);
      for (let i = 0; i < n; i++) {
        for (let j = i; j < n; j++) data[sums + j] = data[sums + j]! + Math.abs(data[a + i * row + j]!);
      }
      for (let k = 0; k < n; k++) {
        if (!(Math.abs(data[a + k * (row + 1)]!) > tolerance * data[sums + k]!)) return k;
      }
      return n;
    },
    isRegular: (a, row, n) => {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const x = data[a + i * row + j]!;
          if (x !== data[a + j * row + i]! || x - x !== 0) return 0;
        }
      }
      return 1;
    },
    transposeUpper: (a, row, n) => {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          data[a + i * row + j] = data[a + j * row + i]!;
          data[a + j * row + i] = 0;
        }
      }
    },
  };
}

/** `eliminatePanel` of any width on an ordinary array, with the pivots in another one. */
export function eliminatePanel(
  data: Float64Array,
  a: number,
  row: number,
  m: number,
  n: number,
  start: number,
  end: number,
  pivots: Float64Array | Int32Array,
  firstPivot: number,
): void {
  for (let k = start; k < end; k++) {
    let p = k;
    let largest = Math.abs(data[a + k * row + k]!);
    for (let i = k + 1; i < m; i++) {
      const size = Math.abs(data[a + i * row + k]!);
      if (!(size > largest)) continue;
      largest = size;
      p = i;
    }
    pivots[firstPivot + k] = p;
    const source = a + k * row;
    if (p !== k) {
      for (let [i, j] = [source, a + p * row]; i < source + n; i++, j++) {
        const x = data[i]!;
        data[i] = data[j]!;
        data[j] = x;
      }
    }
    const pivot = data[source + k]!;
    if (pivot === 0) continue;
    for (let target = source + row; target < a + m * row; target += row) {
      const factor = (data[target + k]! /= pivot);
      if (factor === 0) continue;
      for (let j = k + 1; j < end; j++) data[target + j] = data[target + j]! - factor * data[source + j]!;
    }
  }
}
