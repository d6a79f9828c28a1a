import { makeComplexReflection, reflectColumns, reflectRows } from "./complex-reflections.ts";
import { element, length, over, root, size1, times } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import { allowedSteps } from "./real-schur.ts";

const unit = Number.EPSILON;

/** After so many steps without a deflation comes a shift that breaks cycles. */
const stepsToException = 10;

/**
 * A = Z H Zᴴ with H upper Hessenberg, by Householder reflections of the rows and columns `low … high` of a complex matrix
 * with two numbers an element, which is overwritten by H. Golub & Van Loan, 4th ed., algorithm 7.4.2; LAPACK's zlarfg.
 *
 * @returns Z, or `null` if it is not asked for.
 */
export function reduceToComplexHessenberg(
  a: Float64Array,
  n: number,
  low: number,
  high: number,
  withBasis: boolean,
): Float64Array | null {
  const z = withBasis ? complexIdentity(n) : null;
  for (let k = low; k < high - 1; k++) {
    const v = new Float64Array(2 * (high - k));
    for (let i = 0; i < high - k; i++) v.set(element(a, n, k + 1 + i, k), 2 * i);
    const reflection = makeComplexReflection(v);
    if (reflection.re === 0 && reflection.im === 0) continue;
    reflectRows(reflection, true, a, n, k + 1, k + 1);
    for (let i = k + 1; i <= high; i++) a.fill(0, 2 * (i * n + k), 2 * (i * n + k) + 2);
    a[2 * ((k + 1) * n + k)] = reflection.beta;
    reflectColumns(reflection, a, n, k + 1, 0);
    if (z) reflectColumns(reflection, z, n, k + 1, 0);
  }
  return z;
}

/**
 * H = Z T Zᴴ: reduces a complex upper Hessenberg matrix, scaled to about 1, to triangular form in place, and multiplies
 * `z` by Z from the right. Without `z` only the diagonal is right.
 *
 * Single-shift QR with Wilkinson's shift, exceptional shifts, and the deflation criterion of Ahues & Tisseur 1997, as in
 * LAPACK's zlahqr, but by plane rotations; Golub & Van Loan, Matrix Computations, 4th ed., §7.5.
 *
 * @returns whether it converged.
 */
export function reduceToComplexSchur(
  h: Float64Array,
  n: number,
  low: number,
  high: number,
  z: Float64Array | null,
): boolean {
  const tiny = 2 ** -1022 * (n / unit);
  let steps = 0;
  let since = 0;
  let end = high;
  while (end >= low) {
    const start = findSplit(h, n, low, high, end, tiny);
    if (start > low) h.fill(0, 2 * (start * n + start - 1), 2 * (start * n + start));
    if (start === end) {
      since = 0;
      end--;
      continue;
    }
    if (steps++ === allowedSteps(n)) return false;
    since++;
    step(h, n, start, end, z, shiftOf(h, n, start, end, since));
  }
  return true;
}

/** The first row of the unreduced block that ends in row `end`. */
function findSplit(h: Float64Array, n: number, low: number, high: number, end: number, tiny: number): number {
  const sizeAt = (i: number, j: number): number => size1(...element(h, n, i, j));
  for (let k = end; k > low; k--) {
    const below = sizeAt(k, k - 1);
    if (below <= tiny) return k;
    let size = sizeAt(k - 1, k - 1) + sizeAt(k, k);
    if (size === 0) {
      if (k - 2 >= low) size += sizeAt(k - 1, k - 2);
      if (k + 1 <= high) size += sizeAt(k + 1, k);
    }
    if (below > unit * size) continue;
    const above = sizeAt(k - 1, k);
    const here = element(h, n, k, k);
    const before = element(h, n, k - 1, k - 1);
    const gap = size1(before[0] - here[0], before[1] - here[1]);
    const large = Math.max(size1(...here), gap);
    const small = Math.min(size1(...here), gap);
    const total = large + Math.max(below, above);
    const product = Math.min(below, above) * (Math.max(below, above) / total);
    if (product <= Math.max(tiny, unit * (small * (large / total)))) return k;
  }
  return low;
}

/** The eigenvalue of the last 2 × 2 block that is nearer to its last element. */
function shiftOf(h: Float64Array, n: number, start: number, end: number, since: number): Pair {
  const last = element(h, n, end, end);
  if (since % stepsToException === 0) {
    const atEnd = since % (2 * stepsToException) === 0;
    const [re, im] = atEnd ? last : element(h, n, start, start);
    const below = atEnd ? element(h, n, end, end - 1) : element(h, n, start + 1, start);
    return [re + 0.75 * size1(...below), im];
  }
  const u = times(...root(...element(h, n, end - 1, end)), ...root(...element(h, n, end, end - 1)));
  if (size1(...u) === 0) return last;
  const first = element(h, n, end - 1, end - 1);
  const x: Pair = [(first[0] - last[0]) / 2, (first[1] - last[1]) / 2];
  const s = Math.max(size1(...x), size1(...u));
  const squareX = times(x[0] / s, x[1] / s, x[0] / s, x[1] / s);
  const squareU = times(u[0] / s, u[1] / s, u[0] / s, u[1] / s);
  const y = root(squareX[0] + squareU[0], squareX[1] + squareU[1]);
  const sign = x[0] * y[0] + x[1] * y[1] < 0 ? -s : s;
  const correction = times(...u, ...over(...u, x[0] + sign * y[0], x[1] + sign * y[1]));
  return [last[0] - correction[0], last[1] - correction[1]];
}

/** One step on the block `start … end`: rotations that chase the bulge down. */
function step(
  h: Float64Array,
  n: number,
  start: number,
  end: number,
  z: Float64Array | null,
  shift: Pair,
): void {
  const [from, to] = z ? [0, n - 1] : [start, end];
  for (let k = start; k < end; k++) {
    const column = k === start ? k : k - 1;
    const [x, y] = element(h, n, k, column);
    const [f, g] = k === start ? [x - shift[0], y - shift[1]] : [x, y];
    const [p, q] = element(h, n, k + 1, column);
    const above = length(f, g);
    const r = length(above, length(p, q));
    if (r === 0) continue;
    const c = above / r;
    const [re, im] = above === 0 ? [p / r, -q / r] : times(f / above, g / above, p / r, -q / r);
    rotateRows(h, n, k, Math.max(k - 1, start), to, c, re, im);
    if (k > start) h.fill(0, 2 * ((k + 1) * n + k - 1), 2 * ((k + 1) * n + k));
    rotateColumns(h, n, k, from, Math.min(k + 2, end), c, re, im);
    if (z) rotateColumns(z, n, k, 0, n - 1, c, re, im);
  }
}

/** Rows k and k + 1 ← [c s; −s̄ c] of them. */
function rotateRows(
  a: Float64Array,
  n: number,
  k: number,
  from: number,
  to: number,
  c: number,
  re: number,
  im: number,
): void {
  for (let i = 2 * (k * n + from), j = i + 2 * n; i <= 2 * (k * n + to); i += 2, j += 2) {
    const [x, y, p, q] = [a[i]!, a[i + 1]!, a[j]!, a[j + 1]!];
    a[i] = c * x + (re * p - im * q);
    a[i + 1] = c * y + (re * q + im * p);
    a[j] = c * p - (re * x + im * y);
    a[j + 1] = c * q - (re * y - im * x);
  }
}

/** Columns k and k + 1 ← themselves times [c −s; s̄ c], in the rows `from … to`. */
function rotateColumns(
  a: Float64Array,
  n: number,
  k: number,
  from: number,
  to: number,
  c: number,
  re: number,
  im: number,
): void {
  for (let i = 2 * (from * n + k); i <= 2 * (to * n + k); i += 2 * n) {
    const [x, y, p, q] = [a[i]!, a[i + 1]!, a[i + 2]!, a[i + 3]!];
    a[i] = c * x + (re * p + im * q);
    a[i + 1] = c * y + (re * q - im * p);
    a[i + 2] = c * p - (re * x - im * y);
    a[i + 3] = c * q - (re * y + im * x);
  }
}

/** The identity with two numbers an element. */
export function complexIdentity(n: number): Float64Array {
  const identity = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) identity[2 * (i * n + i)] = 1;
  return identity;
}
