import { over, size1 } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import type { RealSpectrum } from "./real-schur.ts";

/** A component beyond this has the vector scaled, so that no later quotient overflows. */
const tooLarge = 2 ** 20;

/** Pivots are no smaller, whatever the eigenvalue; of a 2 × 2 system, where two of them are multiplied, neither. */
const smallestPivot = 2 ** -980;
const smallestPivotOfPair = 2 ** -450;

/**
 * Eigenvectors of a quasi-triangular matrix in the basis `z` of its Schur form A = Z T Zᵀ, one a column of n × n numbers:
 * of a pair of conjugate eigenvalues the first column is the real part and the second the imaginary part of the vector
 * that belongs to the first. Their lengths mean nothing.
 *
 * Back substitution (T − λ) x = 0, where pivots that rounding could have made zero are replaced by that rounding error,
 * and x is scaled as it grows (LAPACK's dtrevc and dlaln2; Anderson 1978).
 */
export function realSchurVectors(
  t: Float64Array,
  n: number,
  z: Float64Array,
  { re, im }: RealSpectrum,
): Float64Array {
  const vectors = new Float64Array(n * n);
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  for (let k = n - 1; k >= 0; k--) {
    const isPair = im[k] !== 0;
    const first = isPair ? k - 1 : k;
    x.fill(0);
    y.fill(0);
    if (isPair) {
      // (T − λ) of the block itself: (t₁₁ − λ) x₁ + t₁₂ x₂ = 0 with t₁₁ − λ = −iω, divided through by the larger number.
      const omega = im[first]!;
      const [above, below] = [t[first * n + k]!, t[k * n + first]!];
      if (Math.abs(above) >= Math.abs(below)) {
        x[first] = 1;
        y[k] = omega / above;
      } else {
        x[first] = -omega / below;
        y[k] = 1;
      }
      for (let j = 0; j < first; j++) {
        const [left, right] = [t[j * n + first]!, t[j * n + k]!];
        x[j] = -left * x[first];
        y[j] = -right * y[k]!;
      }
    } else {
      x[k] = 1;
      for (let j = 0; j < k; j++) x[j] = -t[j * n + k]!;
    }
    backSubstitute(t, n, first - 1, re[first]!, im[first]!, im, x, y);
    accumulate(vectors, z, n, x, first, k);
    if (isPair) accumulate(vectors, z, n, y, k, k);
    k = first;
  }
  return vectors;
}

/** Solves (T − λ) (x + iy) = given right-hand sides in the rows `0 … last`. */
function backSubstitute(
  t: Float64Array,
  n: number,
  last: number,
  re: number,
  im: number,
  imaginary: Float64Array,
  x: Float64Array,
  y: Float64Array,
): void {
  const rounding = Number.EPSILON * (Math.abs(re) + Math.abs(im));
  const isComplex = im !== 0;
  const eliminate = (j: number, to: number): void => {
    const [xj, yj] = [x[j]!, y[j]!];
    for (let i = 0; i < to; i++) {
      const element = t[i * n + j]!;
      x[i] = x[i]! - xj * element;
      if (isComplex) y[i] = y[i]! - yj * element;
    }
  };
  for (let j = last; j >= 0; j--) {
    if (imaginary[j] === 0) {
      const [p, q] = pivotOf(t[j * n + j]! - re, -im, Math.max(rounding, smallestPivot));
      [x[j], y[j]] = over(x[j]!, y[j]!, p, q);
      rescale(x, y, j, j);
      eliminate(j, j);
    } else {
      solvePair(t, n, j, re, im, Math.max(rounding, smallestPivotOfPair), x, y);
      rescale(x, y, j - 1, j);
      eliminate(j, j - 1);
      eliminate(j - 1, j - 1);
      j--;
    }
  }
}

/** The 2 × 2 system of the rows j − 1 and j, by elimination with the larger pivot of the first column. */
function solvePair(
  t: Float64Array,
  n: number,
  j: number,
  re: number,
  im: number,
  smallest: number,
  x: Float64Array,
  y: Float64Array,
): void {
  const i = j - 1;
  const diagonal: Pair = [t[i * n + i]! - re, -im];
  const [b, c] = [t[i * n + j]!, t[j * n + i]!];
  const d: Pair = [t[j * n + j]! - re, -im];
  const size = Math.max(Math.abs(diagonal[0]), Math.abs(diagonal[1]));
  const exchanged = size < Math.abs(c);
  const [p, q] = exchanged ? [c, 0] : pivotOf(diagonal[0], diagonal[1], smallest);
  // Rows [first | rhs] and [second | rhs]: what is eliminated is `under`, beside it stand `beside` and `corner`.
  const under: Pair = exchanged ? diagonal : [c, 0];
  const beside: Pair = exchanged ? d : [b, 0];
  const corner: Pair = exchanged ? [b, 0] : d;
  const [head, foot] = exchanged ? [j, i] : [i, j];
  const [f, g] = over(under[0], under[1], p, q);
  const [s, r] = pivotOf(
    corner[0] - (f * beside[0] - g * beside[1]),
    corner[1] - (f * beside[1] + g * beside[0]),
    smallest,
  );
  const [headX, headY] = [x[head]!, y[head]!];
  const [footX, footY] = [x[foot]! - (f * headX - g * headY), y[foot]! - (f * headY + g * headX)];
  const [xj, yj] = over(footX, footY, s, r);
  const [xi, yi] = over(
    headX - (beside[0] * xj - beside[1] * yj),
    headY - (beside[0] * yj + beside[1] * xj),
    p,
    q,
  );
  x[i] = xi;
  y[i] = yi;
  x[j] = xj;
  y[j] = yj;
}

function pivotOf(re: number, im: number, smallest: number): Pair {
  return size1(re, im) < smallest ? [smallest, 0] : [re, im];
}

function rescale(x: Float64Array, y: Float64Array, i: number, j: number): void {
  const size = Math.max(Math.abs(x[i]!), Math.abs(y[i]!), Math.abs(x[j]!), Math.abs(y[j]!));
  if (!(size > tooLarge)) return;
  const factor = 2 ** -Math.min(Math.ceil(Math.log2(size)), 1022);
  for (let k = 0; k < x.length; k++) {
    x[k] = x[k]! * factor;
    y[k] = y[k]! * factor;
  }
}

/** Column `column` of the vectors becomes Z x, where x has the components `0 … last`. */
function accumulate(
  vectors: Float64Array,
  z: Float64Array,
  n: number,
  x: Float64Array,
  column: number,
  last: number,
): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j <= last; j++) sum += z[i * n + j]! * x[j]!;
    vectors[i * n + column] = sum;
  }
}
