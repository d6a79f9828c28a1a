import { withArena } from "@adjoint/kernels";
import { getRows, putRows, rowStride } from "./arena-rows.ts";
import { blockKernels, substituteBlocks } from "./block-substitution.ts";

/** Which triangle a substitution reads, and how. */
export interface Triangle {
  readonly lower: boolean;
  /** Solves Tᵀ x = b instead of T x = b. */
  readonly transposed: boolean;
  /** Takes the diagonal for ones without reading it. */
  readonly unitDiagonal: boolean;
}

/** Multiplications from which an arena repays the copies. */
const many = 4096;

/**
 * Solves T X = B in place for triangular T, n × n, and B, n × k, both row-major, by forward or back substitution; with
 * several triangles of the same matrix, one after another.
 *
 * Backward stable row by row: (T + ΔT) x = b with |ΔT| ≤ n ε |T| (Higham, 2nd ed., theorem 8.5).
 */
export function substitute(
  t: Float64Array,
  n: number,
  b: Float64Array,
  k: number,
  ...triangles: readonly Triangle[]
): void {
  if (k === 1) for (const triangle of triangles) substituteVector(t, n, b, triangle);
  else if (n * n * k < many) for (const triangle of triangles) substituteRows(t, n, b, k, triangle);
  else substituteInArena(t, n, b, k, triangles);
}

function isForward({ lower, transposed }: Triangle): boolean {
  return lower !== transposed;
}

/** Rows of T that are read together, each element of b serving all of them. */
const together = 4;

/** Four rows of T after another, which lie in a row whether T is transposed or not. */
function substituteVector(t: Float64Array, n: number, b: Float64Array, triangle: Triangle): void {
  const { transposed, unitDiagonal } = triangle;
  const isAscending = isForward(triangle);
  for (let done = 0; done < n; done += together) {
    const count = Math.min(together, n - done);
    const first = isAscending ? done : n - done - count;
    const end = first + count;
    if (!transposed) gather(t, n, b, first, count, isAscending ? 0 : end, isAscending ? first : n);
    for (let step = 0; step < count; step++) {
      const i = isAscending ? first + step : end - 1 - step;
      let rest = b[i]!;
      const to = isAscending ? i : end;
      for (let j = isAscending ? first : i + 1; j < to; j++)
        rest -= (transposed ? t[j * n + i]! : t[i * n + j]!) * b[j]!;
      b[i] = unitDiagonal ? rest : rest / t[i * n + i]!;
    }
    if (transposed) scatter(t, n, b, first, count, isAscending ? end : 0, isAscending ? n : first);
  }
}

/** Takes the products of `count` rows of T and of b, from `from` to `to`, from the elements of b in these rows. */
function gather(
  t: Float64Array,
  n: number,
  b: Float64Array,
  first: number,
  count: number,
  from: number,
  to: number,
): void {
  if (count === together) {
    let s0 = b[first]!;
    let s1 = b[first + 1]!;
    let s2 = b[first + 2]!;
    let s3 = b[first + 3]!;
    const r0 = first * n;
    const r1 = r0 + n;
    const r2 = r1 + n;
    const r3 = r2 + n;
    for (let j = from; j < to; j++) {
      const x = b[j]!;
      s0 -= t[r0 + j]! * x;
      s1 -= t[r1 + j]! * x;
      s2 -= t[r2 + j]! * x;
      s3 -= t[r3 + j]! * x;
    }
    b[first] = s0;
    b[first + 1] = s1;
    b[first + 2] = s2;
    b[first + 3] = s3;
    return;
  }
  for (let i = first; i < first + count; i++) {
    for (let j = from; j < to; j++) b[i] = b[i]! - t[i * n + j]! * b[j]!;
  }
}

/** Takes the rows of T, times their elements of b, from the elements of b from `from` to `to`. */
function scatter(
  t: Float64Array,
  n: number,
  b: Float64Array,
  first: number,
  count: number,
  from: number,
  to: number,
): void {
  if (count === together) {
    const x0 = b[first]!;
    const x1 = b[first + 1]!;
    const x2 = b[first + 2]!;
    const x3 = b[first + 3]!;
    const r0 = first * n;
    const r1 = r0 + n;
    const r2 = r1 + n;
    const r3 = r2 + n;
    for (let j = from; j < to; j++) {
      b[j] = b[j]! - t[r0 + j]! * x0 - t[r1 + j]! * x1 - t[r2 + j]! * x2 - t[r3 + j]! * x3;
    }
    return;
  }
  for (let i = first; i < first + count; i++) {
    for (let j = from; j < to; j++) b[j] = b[j]! - t[i * n + j]! * b[i]!;
  }
}

function substituteRows(t: Float64Array, n: number, b: Float64Array, k: number, triangle: Triangle): void {
  const forward = isForward(triangle);
  const { transposed, unitDiagonal } = triangle;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    if (!unitDiagonal) {
      const pivot = t[i * n + i]!;
      for (let c = 0; c < k; c++) b[i * k + c] = b[i * k + c]! / pivot;
    }
    const to = forward ? n : i;
    for (let j = forward ? i + 1 : 0; j < to; j++) {
      const factor = transposed ? t[i * n + j]! : t[j * n + i]!;
      if (factor === 0) continue;
      for (let c = 0; c < k; c++) b[j * k + c] = b[j * k + c]! - factor * b[i * k + c]!;
    }
  }
}

function substituteInArena(
  t: Float64Array,
  n: number,
  b: Float64Array,
  k: number,
  triangles: readonly Triangle[],
): void {
  const [row, width] = [rowStride(n), rowStride(k)];
  withArena(n * (row + width), (arena) => {
    const { data, take } = arena;
    const kernels = blockKernels(arena);
    const [matrix, x] = [take(n * row), take(n * width)];
    putRows(data, matrix, row, t, 0, n, n);
    putRows(data, x, width, b, 0, n, k);
    for (const triangle of triangles) {
      const [down, along] = triangle.transposed ? [1, row] : [row, 1];
      const hasUnits = triangle.unitDiagonal;
      if (isForward(triangle)) {
        const placed = { t: matrix, tRow: down, tColumn: along, hasUnits };
        substituteBlocks(kernels, placed, x, width, n, k);
      } else {
        const placed = { t: matrix + (n - 1) * (row + 1), tRow: -down, tColumn: -along, hasUnits };
        substituteBlocks(kernels, placed, x + (n - 1) * width, -width, n, k);
      }
    }
    getRows(data, x, width, b, 0, n, k);
  });
}
