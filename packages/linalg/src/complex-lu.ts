import { complexProduct } from "./complex-product.ts";
import { over, size1 } from "./complex-scalar.ts";
import type { SmallPivot } from "./lu-factor.ts";
import { swapRows } from "./swap-rows.ts";

/** Columns that are eliminated one by one. */
const panelWidth = 16;

/**
 * P A = L U in place for an m × n complex matrix with two numbers an element, as `factorLu` does it for real ones: of a
 * column the element with the largest |re| + |im| becomes the pivot, as in LAPACK's zgetf2, so that |lᵢⱼ| ≤ √2.
 *
 * Source: Toledo 1997, SIAM J. Matrix Anal. Appl. 18, 1065–1081: recursive in the columns.
 */
export function factorComplexLu(a: Float64Array, m: number, n: number, rows: Int32Array): void {
  const k = Math.min(m, n);
  for (let i = 0; i < m; i++) rows[i] = i;
  factorColumns(a, m, n, 0, k, rows);
  if (k < n) substituteRows(a, n, 0, k, k, n);
}

function factorColumns(
  a: Float64Array,
  m: number,
  n: number,
  start: number,
  end: number,
  rows: Int32Array,
): void {
  if (end - start <= panelWidth) {
    factorPanel(a, m, n, start, end, rows);
    return;
  }
  const middle = middleOf(start, end);
  factorColumns(a, m, n, start, middle, rows);
  substituteRows(a, n, start, middle, middle, end);
  subtractProduct(a, n, [middle, m], [start, middle], [middle, end]);
  factorColumns(a, m, n, middle, end, rows);
}

/** About half way, in whole panels. */
function middleOf(start: number, end: number): number {
  return start + Math.ceil((end - start) / (2 * panelWidth)) * panelWidth;
}

/** Eliminates in the columns `start … end` of all rows below; whole rows are swapped. */
function factorPanel(
  a: Float64Array,
  m: number,
  n: number,
  start: number,
  end: number,
  rows: Int32Array,
): void {
  for (let k = start; k < end; k++) {
    const p = pivotRow(a, m, n, k);
    if (p !== k) {
      swapRows(a, 2 * n, k, p);
      [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    }
    const at = 2 * (k * n + k);
    const [re, im] = [a[at]!, a[at + 1]!];
    if (re === 0 && im === 0) continue;
    for (let i = k + 1; i < m; i++) {
      const row = 2 * (i * n + k);
      const [p, q] = over(a[row]!, a[row + 1]!, re, im);
      a[row] = p;
      a[row + 1] = q;
      subtractMultiple(a, row + 2, p, q, at + 2, end - k - 1);
    }
  }
}

/** U₁₂ ← L₁₁⁻¹ A₁₂ for the rows `start … end` in the columns `from … to`, by halves. */
function substituteRows(
  a: Float64Array,
  n: number,
  start: number,
  end: number,
  from: number,
  to: number,
): void {
  if (end - start > panelWidth) {
    const middle = middleOf(start, end);
    substituteRows(a, n, start, middle, from, to);
    subtractProduct(a, n, [middle, end], [start, middle], [from, to]);
    substituteRows(a, n, middle, end, from, to);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    for (let k = start; k < i; k++) {
      const at = 2 * (i * n + k);
      subtractMultiple(a, 2 * (i * n + from), a[at]!, a[at + 1]!, 2 * (k * n + from), to - from);
    }
  }
}

/** Takes re + i im times the `count` elements at one place from those at another. */
function subtractMultiple(
  a: Float64Array,
  to: number,
  re: number,
  im: number,
  from: number,
  count: number,
): void {
  if (re === 0 && im === 0) return;
  for (let j = 0; j < 2 * count; j += 2) {
    const x = a[from + j]!;
    const y = a[from + j + 1]!;
    a[to + j] = a[to + j]! - (re * x - im * y);
    a[to + j + 1] = a[to + j + 1]! - (re * y + im * x);
  }
}

type Range = readonly [from: number, to: number];

/** Takes the product of the blocks (rows, inner) and (inner, columns) from the block (rows, columns). */
function subtractProduct(a: Float64Array, n: number, rows: Range, inner: Range, columns: Range): void {
  const [m, k, width] = [rows[1] - rows[0], inner[1] - inner[0], columns[1] - columns[0]];
  const product = complexProduct(copyBlock(a, n, rows, inner), copyBlock(a, n, inner, columns), m, k, width);
  for (let i = 0, at = 0; i < m; i++) {
    const row = 2 * ((rows[0] + i) * n + columns[0]);
    for (let j = 0; j < 2 * width; j++, at++) a[row + j] = a[row + j]! - product[at]!;
  }
}

function copyBlock(a: Float64Array, n: number, rows: Range, columns: Range): Float64Array {
  const width = 2 * (columns[1] - columns[0]);
  const block = new Float64Array((rows[1] - rows[0]) * width);
  for (let i = rows[0], at = 0; i < rows[1]; i++, at += width) {
    const from = 2 * (i * n + columns[0]);
    block.set(a.subarray(from, from + width), at);
  }
  return block;
}

function pivotRow(a: Float64Array, m: number, n: number, k: number): number {
  let row = k;
  let largest = -1;
  for (let i = k; i < m; i++) {
    const size = size1(a[2 * (i * n + k)]!, a[2 * (i * n + k) + 1]!);
    if (!(size > largest)) continue;
    largest = size;
    row = i;
  }
  return row;
}

/** As `smallPivot`, of complex factors; a product of complex numbers has twice the rounding error. */
export function smallComplexPivot(factors: Float64Array, n: number): SmallPivot | null {
  const sizeAt = (i: number, j: number): number =>
    size1(factors[2 * (i * n + j)]!, factors[2 * (i * n + j) + 1]!);
  for (let k = 0; k < n; k++) {
    const value = sizeAt(k, k);
    let sum = value;
    for (let j = 0; j < k; j++) sum += sizeAt(k, j) * sizeAt(j, k);
    const bound = n * Number.EPSILON * sum;
    if (!(value > bound)) return { pivot: k, value, bound };
  }
  return null;
}
