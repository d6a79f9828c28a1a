import { deflateAggressively } from "./aggressive-deflation.ts";
import type { Deflation, ShiftPair } from "./aggressive-deflation.ts";
import { chaseBulges } from "./chase-bulges.ts";
import type { Block } from "./chase-bulges.ts";
import type { RealReduction } from "./real-reduction.ts";
import { standardize } from "./standardize.ts";

/** Steps allowed for each eigenvalue on average, as in LAPACK; two or three are usual. */
const stepsPerValue = 30;

/** After so many steps without a deflation comes a shift that breaks cycles. */
const stepsToException = 10;

/** From so many rows on a block has many shifts at a time. */
const manyRows = 200;

/** Where a window has given so large a part of its eigenvalues, another is worth more than a sweep. */
const worthwhile = 0.14;

const unit = Number.EPSILON;

/** The eigenvalues of a real matrix: real and imaginary parts, pairs with the positive imaginary part first. */
export interface RealSpectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** How many QR steps an n × n matrix is given. */
export function allowedSteps(n: number): number {
  return stepsPerValue * Math.max(n, 10);
}

/**
 * H = Z T Zᵀ: reduces an upper Hessenberg matrix, scaled to about 1, to quasi-triangular form in place, with 1 × 1 blocks
 * and standardized 2 × 2 blocks (equal diagonal elements, the others of opposite sign) on the diagonal, and multiplies
 * `z` by Zᵀ from the left. Without `z` only the eigenvalues are right.
 *
 * Francis's implicit double shift with exceptional shifts and the deflation criterion of Ahues & Tisseur 1997 (LAPACK
 * Working Note 122), as LAPACK's dlahqr; Golub & Van Loan, Matrix Computations, 4th ed., §7.5. Large blocks get many shifts in a
 * sweep, the eigenvalues of a window at their end that have not converged yet, as in LAPACK's dlaqr0: what they cost beside the
 * window pays where the matrix does not stay in the cache.
 *
 * @returns the eigenvalues, or `null` if there was no convergence.
 */
export function reduceToRealSchur(reduction: RealReduction, low: number, high: number): RealSpectrum | null {
  const { data, n, h, row, z } = reduction;
  const spectrum = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let i = 0; i < n; i++) if (i < low || i > high) spectrum.re[i] = data[h + i * (row + 1)]!;
  let steps = 0;
  let since = 0;
  let end = high;
  while (end >= low) {
    const start = findSplit(reduction, low, high, end);
    if (start > low) data[h + start * (row + 1) - 1] = 0;
    if (start >= end - 1) {
      if (start === end) spectrum.re[end] = data[h + end * (row + 1)]!;
      else {
        standardize(reduction, end);
        recordPair(reduction, end, spectrum);
      }
      since = 0;
      end = start - 1;
      continue;
    }
    if (steps++ === allowedSteps(n)) return null;
    since++;
    const [from, to] = z === null ? [start, end] : [0, n - 1];
    const block = { start, end, from, to };
    const isException = since % stepsToException === 0;
    const found = end - start + 1 < manyRows || isException ? null : deflate(reduction, block);
    if (!found || (found.count === 0 && found.shifts.length === 0)) {
      step(reduction, block, shifts(reduction, start, end, since));
      continue;
    }
    if (found.count > 0) since = 0;
    const rest = end - found.count;
    const isDone = found.count > worthwhile * windowSize(end - start + 1) || rest - start + 1 < manyRows;
    if (!isDone) sweep(reduction, { ...block, end: rest }, found.shifts);
  }
  return spectrum;
}

/** The first row of the unreduced block that ends in row `end`. */
function findSplit({ data, n, h, row }: RealReduction, low: number, high: number, end: number): number {
  const tiny = 2 ** -1022 * (n / unit);
  for (let k = end; k > low; k--) {
    const at = h + k * (row + 1);
    const below = Math.abs(data[at - 1]!);
    if (below <= tiny) return k;
    const before = data[at - row - 1]!;
    const here = data[at]!;
    let size = Math.abs(before) + Math.abs(here);
    if (size === 0) {
      if (k - 2 >= low) size += Math.abs(data[at - row - 2]!);
      if (k + 1 <= high) size += Math.abs(data[at + row]!);
    }
    if (below > unit * size) continue;
    const above = Math.abs(data[at - row]!);
    const gap = Math.abs(before - here);
    const large = Math.max(Math.abs(here), gap);
    const small = Math.min(Math.abs(here), gap);
    const total = large + Math.max(below, above);
    const product = Math.min(below, above) * (Math.max(below, above) / total);
    if (product <= Math.max(tiny, unit * (small * (large / total)))) return k;
  }
  return low;
}

/** The two shifts, real or a conjugate pair: [re, im, re, im]. */
function shifts({ data, h, row }: RealReduction, start: number, end: number, since: number): ShiftPair {
  const corner = h + (end - 1) * (row + 1);
  let h11 = data[corner]!;
  let h21 = data[corner + row]!;
  let h12 = data[corner + 1]!;
  let h22 = data[corner + row + 1]!;
  if (since % stepsToException === 0) {
    const atEnd = since % (2 * stepsToException) === 0;
    const top = h + start * (row + 1);
    const s = atEnd
      ? Math.abs(h21) + Math.abs(data[corner - 1]!)
      : Math.abs(data[top + row]!) + Math.abs(data[top + 2 * row + 1]!);
    h11 = h22 = 0.75 * s + (atEnd ? h22 : data[top]!);
    h12 = -0.4375 * s;
    h21 = s;
  }
  const s = Math.abs(h11) + Math.abs(h12) + Math.abs(h21) + Math.abs(h22);
  if (s === 0) return [0, 0, 0, 0];
  const middle = h11 / s / 2 + h22 / s / 2;
  const determinant = (h11 / s - middle) * (h22 / s - middle) - (h12 / s) * (h21 / s);
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0) return [middle * s, root * s, middle * s, -root * s];
  const [one, other] = [middle + root, middle - root];
  const shift = s * (Math.abs(one - h22 / s) <= Math.abs(other - h22 / s) ? one : other);
  return [shift, 0, shift, 0];
}

/** How many rows at the end of a block are looked at, and how many shifts are used at most. */
function windowSize(rows: number): number {
  return 2 * Math.round(rows / Math.log2(rows) / 2);
}

function deflate(reduction: RealReduction, block: Block): Deflation | null {
  const size = windowSize(block.end - block.start + 1);
  return deflateAggressively(
    reduction,
    block,
    size,
    (window) => reduceToRealSchur(window, 0, size - 1) !== null,
  );
}

/** A sweep with many shifts, each pair of which has its own bulge. */
function sweep(reduction: RealReduction, block: Block, pairs: readonly ShiftPair[]): void {
  const { data, h, row } = reduction;
  const at = h + block.start * (row + 1);
  chaseBulges(reduction, block, block.start, pairs.length, (bulge, place) => {
    startVector(data, at, row, pairs[bulge]!, data, place);
  });
}

/** One double-shift step on a block of three rows at least. */
function step(reduction: RealReduction, block: Block, shift: ShiftPair): void {
  const { data, h, row } = reduction;
  let m = block.end - 2;
  const v = new Float64Array(3);
  for (; ; m--) {
    const at = h + m * (row + 1);
    startVector(data, at, row, shift, v, 0);
    if (m === block.start) break;
    const diagonal = Math.abs(data[at - row - 1]!) + Math.abs(data[at]!) + Math.abs(data[at + row + 1]!);
    const below = Math.abs(v[1]!) + Math.abs(v[2]!);
    if (Math.abs(data[at - 1]!) * below <= unit * Math.abs(v[0]!) * diagonal) break;
  }
  const tau = chaseBulges(reduction, block, m, 1, (_bulge, place) => data.set(v, place));
  const before = h + m * (row + 1) - 1;
  if (m > block.start) data[before] = data[before]! * (1 + tau);
}

/**
 * Writes a multiple of the first column of (H − σ₁)(H − σ₂), for the block whose first element stands at `at`, to the three
 * elements of `v` from `place` on.
 */
function startVector(
  data: Float64Array,
  at: number,
  row: number,
  shift: ShiftPair,
  v: Float64Array,
  place: number,
): void {
  const corner = data[at]!;
  const re1 = shift[0];
  const im1 = shift[1];
  const re2 = shift[2];
  const im2 = shift[3];
  const s0 = Math.abs(corner - re2) + Math.abs(im2) + Math.abs(data[at + row]!);
  const below = data[at + row]! / s0;
  const v0 = below * data[at + 1]! + (corner - re1) * ((corner - re2) / s0) - im1 * (im2 / s0);
  const v1 = below * (corner + data[at + row + 1]! - re1 - re2);
  const v2 = below * data[at + 2 * row + 1]!;
  const s = Math.abs(v0) + Math.abs(v1) + Math.abs(v2);
  v[place] = v0 / s;
  v[place + 1] = v1 / s;
  v[place + 2] = v2 / s;
}

/** Records the eigenvalues of the standardized 2 × 2 block that ends in row `end`. */
function recordPair({ data, h, row }: RealReduction, end: number, { re, im }: RealSpectrum): void {
  const corner = h + (end - 1) * (row + 1);
  re[end - 1] = data[corner]!;
  re[end] = data[corner + row + 1]!;
  const below = data[corner + row]!;
  if (below === 0) return;
  im[end - 1] = Math.sqrt(Math.abs(data[corner + 1]!)) * Math.sqrt(Math.abs(below));
  im[end] = -im[end - 1]!;
}
