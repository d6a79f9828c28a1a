import { withArena } from "@adjoint/kernels";
import { RotationSweeps } from "./rotation-sweeps.ts";
import { hypotenuse } from "./scaling.ts";
import type { Tridiagonal } from "./tridiagonalize.ts";

/** Sweeps allowed for each eigenvalue on average, as in LAPACK's dsteqr; two or three are usual. */
const sweepsPerValue = 30;

/** Below this a squared off-diagonal element is nothing, whatever its neighbours: the matrix is scaled to about 1. */
const negligible = 2 ** -1022;

/**
 * Diagonalizes a symmetric tridiagonal matrix in place: `diagonal` becomes the eigenvalues in no order, and the columns
 * of `basis` the eigenvectors that belong to them.
 *
 * Implicit QL with Wilkinson's shift (Golub & Van Loan, Matrix Computations, 4th ed., §8.3.4–8.3.5; LAPACK's dsteqr).
 * A block that is graded downwards is turned round first, so that QL always works from the small end to the large one.
 *
 * @returns the number of sweeps it took, or `null` if it did not converge within 30 n.
 */
export function diagonalizeTridiagonal({ diagonal, offDiagonal, basis }: Tridiagonal): number | null {
  if (!basis || basis.length === 0) return iterateQl(diagonal, offDiagonal, null);
  const n = diagonal.length;
  return withArena(RotationSweeps.room(basis.length / n, n), (arena) => {
    const rotations = new RotationSweeps(arena, basis, n);
    const sweeps = iterateQl(diagonal, offDiagonal, rotations);
    rotations.finish();
    return sweeps;
  });
}

/**
 * The eigenvalues take the place of the diagonal `d`, in no order; `e` is lost, and the rotations of the vectors are recorded.
 *
 * @returns the number of sweeps, or `null`, as `diagonalizeTridiagonal`.
 */
export function iterateQl(d: Float64Array, e: Float64Array, rotations: RotationSweeps | null): number | null {
  const n = d.length;
  let sweeps = 0;
  let start = 0;
  let turnedTo = 0;
  while (start < n) {
    let end = start;
    while (end < n - 1 && !isSplit(d, e, end)) end++;
    if (end < n - 1) e[end] = 0;
    if (end === start) {
      start++;
      continue;
    }
    if (sweeps === sweepsPerValue * n) return null;
    if (end >= turnedTo && Math.abs(d[end]!) < Math.abs(d[start]!)) turn(d, e, rotations, start, end);
    turnedTo = end + 1;
    sweep(d, e, rotations, start, end);
    sweeps++;
  }
  return sweeps;
}

function isSplit(d: Float64Array, e: Float64Array, i: number): boolean {
  const off = Math.abs(e[i]!);
  return off * off <= Number.EPSILON ** 2 * Math.abs(d[i]!) * Math.abs(d[i + 1]!) + negligible;
}

/** One implicit QL step on the unreduced block `start … end`, chasing the bulge from the bottom to the top. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  rotations: RotationSweeps | null,
  start: number,
  end: number,
): void {
  rotations?.begin(end, -1, end - start);
  const slope = (d[start + 1]! - d[start]!) / (2 * e[start]!);
  const shift = e[start]! / (slope + (slope >= 0 ? hypotenuse(slope, 1) : -hypotenuse(slope, 1)));
  let g = d[end]! - d[start]! + shift;
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const squares = g * g + f * f;
    const r = squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : hypotenuse(g, f);
    if (r === 0) {
      // Underflow has split the block here: undo the shift and leave the rest to the next sweep.
      d[i + 1] = d[i + 1]! - p;
      e[i + 1] = 0;
      e[end] = 0;
      for (let rest = i; rest >= start; rest--) rotations?.rotate(1, 0);
      return;
    }
    s = f / r;
    c = g / r;
    if (i < end - 1) e[i + 1] = r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    rotations?.rotate(c, s);
  }
  d[start] = d[start]! - p;
  e[start] = g;
  e[end] = 0;
}

/** Reverses the order of a block: the same eigenvalues, and the eigenvectors with them. */
function turn(
  d: Float64Array,
  e: Float64Array,
  rotations: RotationSweeps | null,
  start: number,
  end: number,
): void {
  reverse(d, start, end);
  reverse(e, start, end - 1);
  rotations?.reverse(start, end);
}

function reverse(x: Float64Array, start: number, end: number): void {
  for (let i = start, j = end; i < j; i++, j--) {
    const kept = x[i]!;
    x[i] = x[j]!;
    x[j] = kept;
  }
}
