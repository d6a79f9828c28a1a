import { elimination, products, withArena } from "@adjoint/kernels";
import { getRows, putRows, rowStride } from "./arena-rows.ts";
import { substituteBlocks } from "./block-substitution.ts";

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

/** Row by row of T, which lie in a row: sums for T, updates for its transpose. */
function substituteVector(t: Float64Array, n: number, b: Float64Array, triangle: Triangle): void {
  const forward = isForward(triangle);
  const { transposed, unitDiagonal } = triangle;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    const row = i * n;
    if (transposed) {
      const x = unitDiagonal ? b[i]! : (b[i] = b[i]! / t[row + i]!);
      if (x === 0) continue;
      const [from, to] = forward ? [i + 1, n] : [0, i];
      for (let j = from; j < to; j++) b[j] = b[j]! - t[row + j]! * x;
    } else {
      const rest = b[i]! - (forward ? dot(t, row, b, 0, i) : dot(t, row, b, i + 1, n));
      b[i] = unitDiagonal ? rest : rest / t[row + i]!;
    }
  }
}

/** Σ tⱼ bⱼ for j from `from` to `to`, in four sums that do not wait for each other. */
function dot(t: Float64Array, row: number, b: Float64Array, from: number, to: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let j = from;
  for (; j + 3 < to; j += 4) {
    s0 += t[row + j]! * b[j]!;
    s1 += t[row + j + 1]! * b[j + 1]!;
    s2 += t[row + j + 2]! * b[j + 2]!;
    s3 += t[row + j + 3]! * b[j + 3]!;
  }
  for (; j < to; j++) s0 += t[row + j]! * b[j]!;
  return s0 + s1 + (s2 + s3);
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
    const [from, to] = forward ? [i + 1, n] : [0, i];
    for (let j = from; j < to; j++) {
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
  withArena(n * (row + width), ({ data, take, use }) => {
    const kernels = { ...use(elimination), ...use(products) };
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
