import { makeReflector } from "./householder.ts";
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
 * `z` by Z from the right. Without `z` only the eigenvalues are right.
 *
 * Francis's implicit double shift with exceptional shifts and the deflation criterion of Ahues & Tisseur 1997 (LAPACK
 * Working Note 122), as LAPACK's dlahqr; Golub & Van Loan, Matrix Computations, 4th ed., §7.5.
 *
 * @returns the eigenvalues, or `null` if there was no convergence.
 */
export function reduceToRealSchur(
  h: Float64Array,
  n: number,
  low: number,
  high: number,
  z: Float64Array | null,
): RealSpectrum | null {
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let i = 0; i < n; i++) if (i < low || i > high) re[i] = h[i * n + i]!;
  const tiny = 2 ** -1022 * (n / unit);
  // Zᵀ, so that reflections of columns of Z run through contiguous rows.
  const turned = z && transposed(z, n);
  let steps = 0;
  let since = 0;
  let end = high;
  while (end >= low) {
    const start = findSplit(h, n, low, high, end, tiny);
    if (start > low) h[start * n + start - 1] = 0;
    if (start >= end - 1) {
      if (start === end) re[end] = h[end * n + end]!;
      else standardize(h, n, end, turned, re, im);
      since = 0;
      end = start - 1;
      continue;
    }
    if (steps++ === allowedSteps(n)) return null;
    since++;
    const [from, to] = z ? [0, n - 1] : [start, end];
    step(h, n, start, end, from, to, turned, shifts(h, n, start, end, since));
  }
  if (turned) z.set(transposed(turned, n));
  return { re, im };
}

function transposed(z: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result[j * n + i] = z[i * n + j]!;
  return result;
}

/** The first row of the unreduced block that ends in row `end`. */
function findSplit(h: Float64Array, n: number, low: number, high: number, end: number, tiny: number): number {
  for (let k = end; k > low; k--) {
    const below = Math.abs(h[k * n + k - 1]!);
    if (below <= tiny) return k;
    const before = h[(k - 1) * n + k - 1]!;
    const here = h[k * n + k]!;
    let size = Math.abs(before) + Math.abs(here);
    if (size === 0) {
      if (k - 2 >= low) size += Math.abs(h[(k - 1) * n + k - 2]!);
      if (k + 1 <= high) size += Math.abs(h[(k + 1) * n + k]!);
    }
    if (below > unit * size) continue;
    const above = Math.abs(h[(k - 1) * n + k]!);
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
  h: Float64Array,
  n: number,
  start: number,
  end: number,
  since: number,
): [number, number, number, number] {
  let h11 = h[(end - 1) * n + end - 1]!;
  let h21 = h[end * n + end - 1]!;
  let h12 = h[(end - 1) * n + end]!;
  let h22 = h[end * n + end]!;
  if (since % stepsToException === 0) {
    const atEnd = since % (2 * stepsToException) === 0;
    const s = atEnd
      ? Math.abs(h21) + Math.abs(h[(end - 1) * n + end - 2]!)
      : Math.abs(h[(start + 1) * n + start]!) + Math.abs(h[(start + 2) * n + start + 1]!);
    h11 = h22 = 0.75 * s + (atEnd ? h22 : h[start * n + start]!);
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

/** One double-shift step on the block `start … end`, applied to the rows and columns `from … to`. */
function step(
  h: Float64Array,
  n: number,
  start: number,
  end: number,
  from: number,
  to: number,
  turned: Float64Array | null,
  [re1, im1, re2, im2]: [number, number, number, number],
): void {
  const v = new Float64Array(3);
  let m = end - 2;
  for (; ; m--) {
    const at = m * n + m;
    const s0 = Math.abs(h[at]! - re2) + Math.abs(im2) + Math.abs(h[at + n]!);
    const below = h[at + n]! / s0;
    v[0] = below * h[at + 1]! + (h[at]! - re1) * ((h[at]! - re2) / s0) - im1 * (im2 / s0);
    v[1] = below * (h[at]! + h[at + n + 1]! - re1 - re2);
    v[2] = below * h[at + 2 * n + 1]!;
    const s = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    for (let i = 0; i < 3; i++) v[i] = v[i]! / s;
    if (m === start) break;
    const diagonal = Math.abs(h[at - n - 1]!) + Math.abs(h[at]!) + Math.abs(h[at + n + 1]!);
    if (Math.abs(h[at - 1]!) * (Math.abs(v[1]) + Math.abs(v[2])) <= unit * Math.abs(v[0]) * diagonal) break;
  }
  for (let k = m; k < end; k++) {
    const size = Math.min(3, end - k + 1);
    if (k > m) for (let i = 0; i < size; i++) v[i] = h[(k + i) * n + k - 1]!;
    const { tau, beta } = makeReflector(v, 0, size);
    if (k > m) {
      h[k * n + k - 1] = beta;
      for (let i = 1; i < size; i++) h[(k + i) * n + k - 1] = 0;
    } else if (m > start) h[k * n + k - 1] = h[k * n + k - 1]! * (1 - tau);
    if (tau === 0) continue;
    reflectRows(h, n, k, size, v, tau, k, to);
    reflectColumns(h, n, k, size, v, tau, from, Math.min(k + 3, end));
    if (turned) reflectRows(turned, n, k, size, v, tau, 0, n - 1);
  }
}

function reflectRows(
  h: Float64Array,
  n: number,
  k: number,
  size: number,
  v: Float64Array,
  tau: number,
  from: number,
  to: number,
): void {
  const [row0, row1, row2] = [k * n, (k + 1) * n, (k + 2) * n];
  const v1 = v[1]!;
  const t1 = tau * v1;
  if (size === 2) {
    for (let j = from; j <= to; j++) {
      const sum = h[row0 + j]! + v1 * h[row1 + j]!;
      h[row0 + j] = h[row0 + j]! - sum * tau;
      h[row1 + j] = h[row1 + j]! - sum * t1;
    }
    return;
  }
  const v2 = v[2]!;
  const t2 = tau * v2;
  for (let j = from; j <= to; j++) {
    const sum = h[row0 + j]! + v1 * h[row1 + j]! + v2 * h[row2 + j]!;
    h[row0 + j] = h[row0 + j]! - sum * tau;
    h[row1 + j] = h[row1 + j]! - sum * t1;
    h[row2 + j] = h[row2 + j]! - sum * t2;
  }
}

function reflectColumns(
  a: Float64Array,
  n: number,
  k: number,
  size: number,
  v: Float64Array,
  tau: number,
  from: number,
  to: number,
): void {
  const v1 = v[1]!;
  const t1 = tau * v1;
  if (size === 2) {
    for (let at = from * n + k; at <= to * n + k; at += n) {
      const sum = a[at]! + v1 * a[at + 1]!;
      a[at] = a[at]! - sum * tau;
      a[at + 1] = a[at + 1]! - sum * t1;
    }
    return;
  }
  const v2 = v[2]!;
  const t2 = tau * v2;
  for (let at = from * n + k; at <= to * n + k; at += n) {
    const sum = a[at]! + v1 * a[at + 1]! + v2 * a[at + 2]!;
    a[at] = a[at]! - sum * tau;
    a[at + 1] = a[at + 1]! - sum * t1;
    a[at + 2] = a[at + 2]! - sum * t2;
  }
}

/** Brings the 2 × 2 block that ends in row `end` to standard form, and records its eigenvalues. */
function standardize(
  h: Float64Array,
  n: number,
  end: number,
  turned: Float64Array | null,
  re: Float64Array,
  im: Float64Array,
): void {
  const upper = (end - 1) * n;
  const lower = end * n;
  const block = standardForm(h[upper + end - 1]!, h[upper + end]!, h[lower + end - 1]!, h[lower + end]!);
  const { a, b, c, d, cs, sn } = block;
  h[upper + end - 1] = a;
  h[upper + end] = b;
  h[lower + end - 1] = c;
  h[lower + end] = d;
  re[end - 1] = a;
  re[end] = d;
  if (c !== 0) {
    im[end - 1] = Math.sqrt(Math.abs(b)) * Math.sqrt(Math.abs(c));
    im[end] = -im[end - 1]!;
  }
  if (!turned) return;
  rotateRows(h, n, end, end + 1, cs, sn);
  rotateRows(turned, n, end, 0, cs, sn);
  for (let at = end - 1; at < (end - 1) * n; at += n) {
    const [x, y] = [h[at]!, h[at + 1]!];
    h[at] = cs * x + sn * y;
    h[at + 1] = cs * y - sn * x;
  }
}

/** Rotates the rows `end − 1` and `end` in the columns from `from` on. */
function rotateRows(a: Float64Array, n: number, end: number, from: number, cs: number, sn: number): void {
  for (let at = (end - 1) * n + from; at < end * n; at++) {
    const [x, y] = [a[at]!, a[at + n]!];
    a[at] = cs * x + sn * y;
    a[at + n] = cs * y - sn * x;
  }
}
