import { element, length, over, times } from "./complex-scalar.ts";
import type { Pair } from "./complex-scalar.ts";
import { triangularNorm } from "./triangular-function.ts";
import { triangularRoot } from "./triangular-root.ts";

/** From here on the approximant of degree 8 is as good as doubles are (Higham, Functions of Matrices, table 11.1). */
const nearEnough = 0.25;

/** Enough for numbers of any size. */
const mostRoots = 100;

/** The points and weights of Gauss–Legendre quadrature with 8 points on [−1, 1]; the rule is symmetric. */
const rule = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.31370664587788727],
  [0.7966664774136267, 0.22238103445337448],
  [0.9602898564975363, 0.10122853629037626],
] as const;

/**
 * The principal logarithm of an upper triangular matrix with two numbers an element: 2ᵏ log T^(1/2ᵏ), where
 * log(I + X) = ∫₀¹ X (I + sX)⁻¹ ds by quadrature, which is the diagonal Padé approximant (Dieci, Morini & Papini 1996).
 * The diagonals of X and of the result come from logarithms of numbers, so that nothing cancels in them.
 *
 * @returns `null` if an eigenvalue is zero.
 */
export function triangularLogarithm(given: Float64Array, n: number): Float64Array | null {
  const logarithms: Pair[] = [];
  for (let i = 0; i < n; i++) {
    const [re, im] = element(given, n, i, i);
    if (re === 0 && im === 0) return null;
    logarithms.push([logLength(re, im), Math.atan2(im, re)]);
  }
  let t = given;
  let roots = 0;
  let x = lessIdentity(t, n, logarithms, 1);
  while (triangularNorm(x, n) > nearEnough && roots < mostRoots) {
    const next = triangularRoot(t, n);
    if (!next) return null;
    t = next;
    roots++;
    x = lessIdentity(t, n, logarithms, 2 ** -roots);
  }
  const result = new Float64Array(t.length);
  for (const [point, weight] of rule) {
    for (const s of [(1 + point) / 2, (1 - point) / 2]) addTerm(result, x, n, s, (weight / 2) * 2 ** roots);
  }
  for (const [i, logarithm] of logarithms.entries()) result.set(logarithm, 2 * (i * n + i));
  return result;
}

/** log |z|, accurate near |z| = 1 too. */
function logLength(re: number, im: number): number {
  const size = length(re, im);
  if (size < 0.5 || size > 2) return Math.log(size);
  const [large, small] = Math.abs(re) > Math.abs(im) ? [Math.abs(re), im] : [Math.abs(im), re];
  return Math.log1p((large - 1) * (large + 1) + small * small) / 2;
}

/** T − I, with e^(f log t) − 1 on the diagonal. */
function lessIdentity(t: Float64Array, n: number, logarithms: readonly Pair[], f: number): Float64Array {
  const x = Float64Array.from(t);
  for (const [i, [re, im]] of logarithms.entries()) {
    const half = Math.sin((im * f) / 2);
    const growth = Math.expm1(re * f);
    x.set([growth * Math.cos(im * f) - 2 * half * half, (growth + 1) * Math.sin(im * f)], 2 * (i * n + i));
  }
  return x;
}

/** Adds weight · X (I + sX)⁻¹ = weight · (I + sX)⁻¹ X, solved for from the last row up. */
function addTerm(sum: Float64Array, x: Float64Array, n: number, s: number, weight: number): void {
  const y = Float64Array.from(x);
  for (let i = n - 1; i >= 0; i--) {
    const row = 2 * i * n;
    for (let k = i + 1; k < n; k++) {
      const [re, im] = [s * x[row + 2 * k]!, s * x[row + 2 * k + 1]!];
      const other = 2 * k * n;
      for (let j = 2 * k; j < 2 * n; j += 2) {
        y[row + j] = y[row + j]! - (re * y[other + j]! - im * y[other + j + 1]!);
        y[row + j + 1] = y[row + j + 1]! - (re * y[other + j + 1]! + im * y[other + j]!);
      }
    }
    const [re, im] = element(x, n, i, i);
    const inverse = over(1, 0, 1 + s * re, s * im);
    for (let j = 2 * i; j < 2 * n; j += 2) {
      const [p, q] = times(y[row + j]!, y[row + j + 1]!, ...inverse);
      y[row + j] = p;
      y[row + j + 1] = q;
      sum[row + j] = sum[row + j]! + weight * p;
      sum[row + j + 1] = sum[row + j + 1]! + weight * q;
    }
  }
}
