import type { Tensor } from "@adjoint/tensor";
import { element } from "./complex-scalar.ts";
import { normalizePhases } from "./complex-phase.ts";
import { blockSize, reflectByBlock, reflectRowsInTurn } from "./complex-reflection-blocks.ts";
import { makeComplexReflection, reflectRows } from "./complex-reflections.ts";
import type { ComplexReflection } from "./complex-reflections.ts";
import { matrixShape } from "./matrices.ts";
import { euclideanLength, guardingScale, largestMagnitude } from "./scaling.ts";

/**
 * Factors one matrix with two numbers an element, which is overwritten, and writes its part of the outputs, with real
 * rᵢᵢ ≥ 0. The largest components of additional columns of Q are made real and positive. With `pivot` the longest
 * remaining column, whose length is computed anew, comes next.
 *
 * Golub & Van Loan, Matrix Computations, 4th ed., §5.2.3 and algorithm 5.4.1 for complex numbers; LAPACK's zgeqrf.
 */
export function factorComplexQr(
  a: Float64Array,
  { shape }: Tensor,
  pivot: boolean,
  [q, r, p]: readonly [Tensor, Tensor, Tensor],
  index: number,
): void {
  const [m, n] = matrixShape(shape);
  const count = matrixShape(q.shape)[1];
  const scale = guardingScale(largestMagnitude(a));
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] = a[i]! * scale;
  const permutation = Int32Array.from({ length: n }, (_, j) => j);
  const reflections = pivot ? reduceByPivots(a, m, n, permutation) : reduce(a, m, n);
  const basis = new Float64Array(2 * m * count);
  // The sign of each reflection's β goes to the column of Q and the row of R.
  for (let j = 0; j < count; j++) basis[2 * (j * count + j)] = (reflections[j]?.beta ?? 0) < 0 ? -1 : 1;
  reflectRowsInTurn(reflections, 0, basis, count);
  normalizePhases(basis, m, count, { from: reflections.length });
  q.data.set(basis, 2 * index * m * count);
  for (const [k, { beta }] of reflections.entries()) {
    for (let j = k; j < n; j++) {
      const [re, im] = element(a, n, k, j);
      // Taking them from 0 makes no −0.
      r.data.set(
        beta < 0 ? [0 - re / scale, 0 - im / scale] : [re / scale, im / scale],
        2 * ((index * count + k) * n + j),
      );
    }
  }
  if (pivot) permutation.forEach((from, j) => (p.data[2 * ((index * n + from) * n + j)] = 1));
}

/** From a block of columns to the next; what is right of a block is reflected by all of its columns at once. */
function reduce(a: Float64Array, m: number, n: number): ComplexReflection[] {
  const k = Math.min(m, n);
  const width = k < 2 * blockSize ? k : blockSize;
  const reflections: ComplexReflection[] = [];
  for (let start = 0; start < k; start += width) {
    const end = Math.min(start + width, k);
    for (let j = start; j < end; j++) reduceColumn(a, m, n, j, end, reflections);
    if (end === n) break;
    const rest = blockFrom(a, m, n, start, end);
    reflectByBlock(reflections.slice(start), true, rest, n - end);
    for (let i = start; i < m; i++) {
      const row = 2 * (i - start) * (n - end);
      a.set(rest.subarray(row, row + 2 * (n - end)), 2 * (i * n + end));
    }
  }
  return reflections;
}

function reduceByPivots(a: Float64Array, m: number, n: number, permutation: Int32Array): ComplexReflection[] {
  const reflections: ComplexReflection[] = [];
  for (let k = 0; k < Math.min(m, n); k++) {
    exchangeColumns(a, n, k, longestColumn(a, m, n, k), permutation);
    reduceColumn(a, m, n, k, n, reflections);
  }
  return reflections;
}

/** Makes column j that of R, and reflects those after it up to `end`. */
function reduceColumn(
  a: Float64Array,
  m: number,
  n: number,
  j: number,
  end: number,
  reflections: ComplexReflection[],
): void {
  const reflection = makeComplexReflection(columnFrom(a, m, n, j, j));
  reflections.push(reflection);
  reflectRows(reflection, true, a, n, j, j + 1, end);
  a.set([reflection.beta, 0], 2 * (j * n + j));
}

/** The rows and columns from `row` and `column` on. */
function blockFrom(a: Float64Array, m: number, n: number, row: number, column: number): Float64Array {
  const width = 2 * (n - column);
  const block = new Float64Array((m - row) * width);
  for (let i = row; i < m; i++) {
    block.set(a.subarray(2 * (i * n + column), 2 * (i + 1) * n), (i - row) * width);
  }
  return block;
}

/** The elements of column j from row `start` on. */
function columnFrom(a: Float64Array, m: number, n: number, start: number, j: number): Float64Array {
  const x = new Float64Array(2 * (m - start));
  for (let i = start; i < m; i++) {
    x[2 * (i - start)] = a[2 * (i * n + j)]!;
    x[2 * (i - start) + 1] = a[2 * (i * n + j) + 1]!;
  }
  return x;
}

function longestColumn(a: Float64Array, m: number, n: number, k: number): number {
  let at = k;
  let longest = -1;
  for (let j = k; j < n; j++) {
    const size = euclideanLength(columnFrom(a, m, n, k, j), 0, 2 * (m - k));
    if (!(size > longest)) continue;
    longest = size;
    at = j;
  }
  return at;
}

function exchangeColumns(a: Float64Array, n: number, k: number, j: number, permutation: Int32Array): void {
  if (j === k) return;
  [permutation[k], permutation[j]] = [permutation[j]!, permutation[k]!];
  for (let row = 0; row < a.length; row += 2 * n) {
    for (let part = 0; part < 2; part++) {
      const kept = a[row + 2 * k + part]!;
      a[row + 2 * k + part] = a[row + 2 * j + part]!;
      a[row + 2 * j + part] = kept;
    }
  }
}
