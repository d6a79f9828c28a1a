import { withArena } from "@adjoint/kernels";
import { getRows, putRows, rowStride } from "./arena-rows.ts";
import { blockKernels, substituteBlocks } from "./block-substitution.ts";

/** The first pivot that is not positive. */
export interface BadPivot {
  readonly pivot: number;
  readonly value: number;
}

/** Up to so many rows the factorization in place is faster than in an arena. */
const fewRows = 12;

/**
 * A = L Lᵀ in place of a symmetric positive definite n × n matrix, with zeros above the diagonal; the pivot at which it ends
 * if the matrix is not positive definite, and then the matrix is lost.
 *
 * By blocks of rows of U = Lᵀ: what the rows above contribute is one matrix product, then the diagonal block is factored, and
 * the rest of its rows follow by substitution. Golub & Van Loan, Matrix Computations, 4th ed., §4.2.
 */
export function factorDefinite(a: Float64Array, n: number): BadPivot | null {
  return n <= fewRows ? factorInPlace(a, n) : factorInArena(a, n, false);
}

/** The same for any matrix: what is not symmetric or not finite is "irregular" and stays as it is. */
export function factorIfDefinite(a: Float64Array, n: number): BadPivot | "irregular" | null {
  if (n > fewRows) return factorInArena(a, n, true);
  return isRegular(a, n) ? factorInPlace(a, n) : "irregular";
}

function isRegular(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const x = a[i * n + j]!;
      if (x !== a[j * n + i]! || !Number.isFinite(x)) return false;
    }
  }
  return true;
}

/** Row by row (Cholesky–Banachiewicz). */
function factorInPlace(a: Float64Array, n: number): BadPivot | null {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= a[i * n + k]! * a[j * n + k]!;
      if (j < i) a[i * n + j] = rest / a[j * n + j]!;
      else if (rest > 0) a[i * n + i] = Math.sqrt(rest);
      else return { pivot: i, value: rest };
    }
    for (let j = i + 1; j < n; j++) a[i * n + j] = 0;
  }
  return null;
}

function factorInArena(a: Float64Array, n: number, inspects: false): BadPivot | null;
function factorInArena(a: Float64Array, n: number, inspects: true): BadPivot | "irregular" | null;
function factorInArena(a: Float64Array, n: number, inspects: boolean): BadPivot | "irregular" | null {
  const row = rowStride(n);
  const most = n < 192 ? 16 : 32;
  return withArena(n * row, (arena) => {
    const { data } = arena;
    const kernels = blockKernels(arena);
    const u = arena.take(n * row);
    putRows(data, u, row, a, 0, n, n);
    if (inspects && kernels.panels.isRegular(u, row, n) === 0) return "irregular";
    for (let start = 0; start < n; start += most) {
      const size = Math.min(most, n - start);
      const above = u + start;
      const corner = above + start * row;
      const width = n - start - size;
      if (start > 0)
        kernels.products.multiply(corner, row, above, 1, row, above, row, 1, size, n - start, start, -1);
      const done = kernels.panels.factorDefinite(corner, row, size);
      if (done < size) return { pivot: start + done, value: data[corner + done * (row + 1)]! };
      const triangle = { t: corner, tRow: 1, tColumn: row, hasUnits: false };
      substituteBlocks(kernels, triangle, corner + size, row, size, width);
    }
    kernels.panels.transposeUpper(u, row, n);
    getRows(data, u, row, a, 0, n, n);
    return null;
  });
}
