import { chaseBulges } from "./chase-bulges.ts";
import type { Block } from "./chase-bulges.ts";
import type { RealReduction } from "./real-reduction.ts";
import { standardForm } from "./standard-block.ts";

/** Steps allowed for each eigenvalue on average, as in LAPACK; two or three are usual. */
const stepsPerValue = 30;

/** After so many steps without a deflation comes a shift that breaks cycles. */
const stepsToException = 10;

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
 * Working Note 122), as LAPACK's dlahqr; Golub & Van Loan, Matrix Computations, 4th ed., §7.5.
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
      else standardize(reduction, end, spectrum);
      since = 0;
      end = start - 1;
      continue;
    }
    if (steps++ === allowedSteps(n)) return null;
    since++;
    const [from, to] = z === null ? [start, end] : [0, n - 1];
    step(reduction, { start, end, from, to }, shifts(reduction, start, end, since));
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
function shifts(
  { data, h, row }: RealReduction,
  start: number,
  end: number,
  since: number,
): [number, number, number, number] {
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

/** One double-shift step on a block of three rows at least. */
function step(
  reduction: RealReduction,
  block: Block,
  [re1, im1, re2, im2]: [number, number, number, number],
): void {
  const { data, h, row } = reduction;
  let m = block.end - 2;
  let [v0, v1, v2] = [0, 0, 0];
  for (; ; m--) {
    const at = h + m * (row + 1);
    const s0 = Math.abs(data[at]! - re2) + Math.abs(im2) + Math.abs(data[at + row]!);
    const below = data[at + row]! / s0;
    v0 = below * data[at + 1]! + (data[at]! - re1) * ((data[at]! - re2) / s0) - im1 * (im2 / s0);
    v1 = below * (data[at]! + data[at + row + 1]! - re1 - re2);
    v2 = below * data[at + 2 * row + 1]!;
    const s = Math.abs(v0) + Math.abs(v1) + Math.abs(v2);
    v0 /= s;
    v1 /= s;
    v2 /= s;
    if (m === block.start) break;
    const diagonal = Math.abs(data[at - row - 1]!) + Math.abs(data[at]!) + Math.abs(data[at + row + 1]!);
    if (Math.abs(data[at - 1]!) * (Math.abs(v1) + Math.abs(v2)) <= unit * Math.abs(v0) * diagonal) break;
  }
  const tau = chaseBulges(reduction, block, m, 1, (_bulge, place) => {
    data[place] = v0;
    data[place + 1] = v1;
    data[place + 2] = v2;
  });
  const before = h + m * (row + 1) - 1;
  if (m > block.start) data[before] = data[before]! * (1 + tau);
}

/** Brings the 2 × 2 block that ends in row `end` to standard form, and records its eigenvalues. */
function standardize({ data, n, h, row, z }: RealReduction, end: number, { re, im }: RealSpectrum): void {
  const corner = h + (end - 1) * (row + 1);
  const [up, right, left, down] = [corner, corner + 1, corner + row, corner + row + 1];
  const { a, b, c, d, cs, sn } = standardForm(data[up]!, data[right]!, data[left]!, data[down]!);
  data[up] = a;
  data[right] = b;
  data[left] = c;
  data[down] = d;
  re[end - 1] = a;
  re[end] = d;
  if (c !== 0) {
    im[end - 1] = Math.sqrt(Math.abs(b)) * Math.sqrt(Math.abs(c));
    im[end] = -im[end - 1]!;
  }
  if (z === null) return;
  rotate(data, right + 1, row, 1, n - 1 - end, cs, sn);
  rotate(data, z + (end - 1) * row, row, 1, n, cs, sn);
  rotate(data, h + end - 1, 1, row, end - 1, cs, sn);
}

/** Rotates `count` pairs of elements that are `across` apart. */
function rotate(
  data: Float64Array,
  first: number,
  across: number,
  along: number,
  count: number,
  cs: number,
  sn: number,
): void {
  for (let [i, at] = [0, first]; i < count; i++, at += along) {
    const x = data[at]!;
    const y = data[at + across]!;
    data[at] = cs * x + sn * y;
    data[at + across] = cs * y - sn * x;
  }
}
