import { over, size1 } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import type { RealReduction } from "./real-reduction.ts";
import type { RealSpectrum } from "./real-schur.ts";

/** A component beyond this has the vector scaled, so that no later quotient overflows. */
const tooLarge = 2 ** 20;

/** Pivots are no smaller, whatever the eigenvalue; of a 2 × 2 system, where two of them are multiplied, neither. */
const smallestPivot = 2 ** -980;
const smallestPivotOfPair = 2 ** -450;

/** Rows of T that are solved one by one; what the rows below contribute to them is one product for all vectors. */
const blockHeight = 32;

/**
 * Eigenvectors of a real matrix from its Schur form A = Z T Zᵀ: they become the rows of the matrix at `target`, for which
 * `spare` is used. Of a pair of conjugate eigenvalues the first row is the real part and the second the imaginary part of
 * the vector that belongs to the first. Their lengths mean nothing.
 *
 * Back substitution (T − λ) x = 0, where pivots that rounding could have made zero are replaced by that rounding error,
 * and x is scaled as it grows (LAPACK's dtrevc3 and dlaln2; Anderson 1978).
 */
export function realSchurVectors(
  { data, kernels, n, row, h, z, spare }: RealReduction,
  spectrum: RealSpectrum,
  target: number,
): void {
  data.fill(0, spare, spare + n * row);
  for (let k = 0; k < n; k++) {
    if (spectrum.im[k] === 0) data[spare + k * (row + 1)] = 1;
    else startPair(data, spare + k * (row + 1), row, spectrum.im[k]!, h + k++ * (row + 1));
  }
  for (let end = n; end > 0;) {
    let start = Math.max(end - blockHeight, 0);
    if (start > 0 && spectrum.im[start - 1]! > 0) start--;
    const beside = h + start * row + end;
    const [below, corner] = [spare + end * row + start, spare + end * (row + 1)];
    kernels.multiply(below, row, corner, row, 1, beside, 1, row, n - end, end - start, n - end, -1);
    for (let k = start; k < n; k++) {
      const isPair = spectrum.im[k] !== 0;
      const block = { t: h, row, first: start, last: Math.min(end, k) - 1, end };
      const x = spare + k * row;
      if (isPair) substituteComplex(data, block, spectrum, k, x, n);
      else substituteReal(data, block, spectrum, k, x, n);
      if (isPair) k++;
    }
    end = start;
  }
  kernels.multiply(target, row, spare, row, 1, z!, row, 1, n, n, n, 0);
}

/**
 * (T − λ) x = 0 for the 2 × 2 block at `corner` itself: (t₁₁ − λ) x₁ + t₁₂ x₂ = 0 with t₁₁ − λ = −iω, divided through by the
 * larger number.
 */
function startPair(data: Float64Array, x: number, row: number, omega: number, corner: number): void {
  const [above, below] = [data[corner + 1]!, data[corner + row]!];
  if (Math.abs(above) >= Math.abs(below)) {
    data[x] = 1;
    data[x + row + 1] = omega / above;
  } else {
    data[x] = -omega / below;
    data[x + row + 1] = 1;
  }
}

/** Rows `first … last` of T, whose columns from `end` on are done. */
interface Rows {
  readonly t: number;
  readonly row: number;
  readonly first: number;
  readonly last: number;
  readonly end: number;
}

/** What is left of the right-hand side of row j for the vector at x: −Σ t x over the columns between `after` and `end`. */
function rest(data: Float64Array, { t, row, end }: Rows, x: number, j: number, after: number): number {
  let sum = data[x + j]!;
  const place = t + j * row;
  for (let i = after + 1; i < end; i++) sum -= data[place + i]! * data[x + i]!;
  return sum;
}

/** Solves (T − λ) x = right-hand sides for a real λ. */
function substituteReal(
  data: Float64Array,
  rows: Rows,
  { re, im }: RealSpectrum,
  k: number,
  x: number,
  n: number,
): void {
  const { t, row, first, last } = rows;
  const lambda = re[k]!;
  const rounding = Number.EPSILON * Math.abs(lambda);
  for (let j = last; j >= first; j--) {
    if (im[j] === 0) {
      const pivot = data[t + j * (row + 1)]! - lambda;
      const smallest = Math.max(rounding, smallestPivot);
      const solved = rest(data, rows, x, j, j) / (Math.abs(pivot) < smallest ? smallest : pivot);
      data[x + j] = solved;
      if (Math.abs(solved) > tooLarge) rescale(data, x, n, Math.abs(solved));
    } else {
      const [upper, lower] = [rest(data, rows, x, j - 1, j), rest(data, rows, x, j, j)];
      const corner = t + (j - 1) * (row + 1);
      const [p, , q] = solvePair(data, corner, row, lambda, 0, rounding, [upper, 0, lower, 0]);
      data[x + j - 1] = p;
      data[x + j] = q;
      const size = Math.max(Math.abs(p), Math.abs(q));
      if (size > tooLarge) rescale(data, x, n, size);
      j--;
    }
  }
}

/** Solves (T − λ) (x + iy) = right-hand sides for a λ that is not real, where y stands in the row after that of x. */
function substituteComplex(
  data: Float64Array,
  rows: Rows,
  { re, im }: RealSpectrum,
  k: number,
  x: number,
  n: number,
): void {
  const { t, row, first, last } = rows;
  const y = x + row;
  const rounding = Number.EPSILON * (Math.abs(re[k]!) + Math.abs(im[k]!));
  const smallest = Math.max(rounding, smallestPivot);
  const q = -im[k]!;
  for (let j = last; j >= first; j--) {
    const [a, b] = [rest(data, rows, x, j, j), rest(data, rows, y, j, j)];
    let size: number;
    if (im[j] === 0) {
      const p = data[t + j * (row + 1)]! - re[k]!;
      const [c, d] = Math.abs(p) + Math.abs(q) < smallest ? [smallest, 0] : [p, q];
      // Smith's division by the larger part.
      const isReal = Math.abs(c) >= Math.abs(d);
      const ratio = isReal ? d / c : c / d;
      const divisor = isReal ? c + d * ratio : c * ratio + d;
      data[x + j] = (isReal ? a + b * ratio : a * ratio + b) / divisor;
      data[y + j] = (isReal ? b - a * ratio : b * ratio - a) / divisor;
      size = Math.max(Math.abs(data[x + j]!), Math.abs(data[y + j]!));
    } else {
      const right: Quad = [rest(data, rows, x, j - 1, j), rest(data, rows, y, j - 1, j), a, b];
      const corner = t + (j - 1) * (row + 1);
      const solved = solvePair(data, corner, row, re[k]!, im[k]!, rounding, right);
      data[x + j - 1] = solved[0];
      data[y + j - 1] = solved[1];
      data[x + j] = solved[2];
      data[y + j] = solved[3];
      size = Math.max(
        Math.max(Math.abs(solved[0]), Math.abs(solved[1])),
        Math.max(Math.abs(solved[2]), Math.abs(solved[3])),
      );
      j--;
    }
    if (size <= tooLarge) continue;
    rescale(data, x, n, size);
    rescale(data, y, n, size);
  }
}

/** Two complex numbers, of the upper and the lower row. */
type Quad = [number, number, number, number];

/** Solves the 2 × 2 system of the block at `place`, by elimination with the larger pivot of the first column. */
function solvePair(
  data: Float64Array,
  place: number,
  row: number,
  re: number,
  im: number,
  rounding: number,
  [upperX, upperY, lowerX, lowerY]: Readonly<Quad>,
): Quad {
  const smallest = Math.max(rounding, smallestPivotOfPair);
  const diagonal: Pair = [data[place]! - re, -im];
  const [b, c] = [data[place + 1]!, data[place + row]!];
  const d: Pair = [data[place + row + 1]! - re, -im];
  const size = Math.max(Math.abs(diagonal[0]), Math.abs(diagonal[1]));
  const exchanged = size < Math.abs(c);
  const [p, q] = exchanged ? [c, 0] : pivotOf(diagonal[0], diagonal[1], smallest);
  // Rows [first | rhs] and [second | rhs]: what is eliminated is `under`, beside it stand `beside` and `corner`.
  const under: Pair = exchanged ? diagonal : [c, 0];
  const beside: Pair = exchanged ? d : [b, 0];
  const corner: Pair = exchanged ? [b, 0] : d;
  const [f, g] = over(under[0], under[1], p, q);
  const [s, r] = pivotOf(
    corner[0] - (f * beside[0] - g * beside[1]),
    corner[1] - (f * beside[1] + g * beside[0]),
    smallest,
  );
  const [headX, headY] = exchanged ? [lowerX, lowerY] : [upperX, upperY];
  const [leftX, leftY] = exchanged ? [upperX, upperY] : [lowerX, lowerY];
  const [footX, footY] = [leftX - (f * headX - g * headY), leftY - (f * headY + g * headX)];
  const [xj, yj] = over(footX, footY, s, r);
  const [xi, yi] = over(
    headX - (beside[0] * xj - beside[1] * yj),
    headY - (beside[0] * yj + beside[1] * xj),
    p,
    q,
  );
  return [xi, yi, xj, yj];
}

function pivotOf(re: number, im: number, smallest: number): Pair {
  return size1(re, im) < smallest ? [smallest, 0] : [re, im];
}

function rescale(data: Float64Array, x: number, n: number, size: number): void {
  const factor = 2 ** -Math.min(Math.ceil(Math.log2(size)), 1022);
  for (let i = x; i < x + n; i++) data[i] = data[i]! * factor;
}
