import { applyReflector, makeReflector } from "./householder.ts";
import type { RealReduction } from "./real-reduction.ts";
import { standardize } from "./standardize.ts";

/** A swap that would leave more than this, relative to the blocks, is not done. */
const allowed = 10 * Number.EPSILON;

/**
 * Exchanges the neighbouring blocks of `first` and `second` rows, one or two each, which begin in row j of a quasi-triangular
 * matrix in standard form, by an orthogonal similarity that `z` takes part in.
 *
 * With T₁₁ X − X T₂₂ = T₁₂ the columns of (−X; I) span the invariant subspace that belongs to T₂₂; reflections bring it to
 * the top. Bai & Demmel 1993, "On swapping diagonal blocks in real Schur form"; LAPACK's dlaexc.
 *
 * @returns whether it was done: not if the blocks are too close for a stable swap.
 */
export function swapBlocks(t: RealReduction, j: number, first: number, second: number): boolean {
  const { data, n, row, h, z } = t;
  const size = first + second;
  const corner = h + j * (row + 1);
  const d = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let k = 0; k < size; k++) d[i * size + k] = data[corner + i * row + k]!;
  let largest = 0;
  for (let i = 0; i < d.length; i++) largest = Math.max(largest, Math.abs(d[i]!));
  const basis = invariantBasis(d, first, second, largest);
  const taus: number[] = [];
  for (let c = 0; c < second; c++) {
    const vector = c * size;
    taus.push(makeReflector(basis, vector + c, vector + size).tau);
    for (let other = c + 1; other < second; other++) {
      applyReflector(basis, vector + c, vector + size, taus[c]!, basis, other * size + c);
    }
    reflect(d, 0, basis, vector + c, size - c, taus[c]!, c * size, size, 1, size);
    reflect(d, 0, basis, vector + c, size - c, taus[c]!, c, 1, size, size);
  }
  for (let i = second; i < size; i++) {
    for (let k = 0; k < second; k++) if (!(Math.abs(d[i * size + k]!) <= allowed * largest)) return false;
  }
  for (let c = 0; c < second; c++) {
    const v = c * size + c;
    reflect(data, corner, basis, v, size - c, taus[c]!, c * row, row, 1, n - j);
    reflect(data, h, basis, v, size - c, taus[c]!, j + c, 1, row, j + size);
    if (z !== null) reflect(data, z, basis, v, size - c, taus[c]!, (j + c) * row, row, 1, n);
  }
  for (let i = second; i < size; i++) data.fill(0, corner + i * row, corner + i * row + second);
  if (second === 2) standardize(t, j + 1);
  if (first === 2) standardize(t, j + second + 1);
  return true;
}

/** The columns of (−X; I), one after another. */
function invariantBasis(d: Float64Array, first: number, second: number, largest: number): Float64Array {
  const size = first + second;
  const count = first * second;
  const width = count + 1;
  const basis = new Float64Array(size * second);
  // Unknown x at (i, k) is number i + k · first, and the last column has the right-hand sides.
  const system = new Float64Array(count * width);
  for (let k = 0; k < second; k++) {
    for (let i = 0; i < first; i++) {
      const start = (i + k * first) * width;
      for (let l = 0; l < first; l++) system[start + l + k * first] = d[i * size + l]!;
      for (let l = 0; l < second; l++) {
        const place = start + i + l * first;
        system[place] = system[place]! - d[(first + l) * size + first + k]!;
      }
      system[start + count] = d[i * size + first + k]!;
    }
  }
  solveSmall(system, count, Number.EPSILON * largest);
  for (let k = 0; k < second; k++) {
    for (let i = 0; i < first; i++) basis[k * size + i] = -system[(i + k * first) * width + count]!;
    basis[k * size + first + k] = 1;
  }
  return basis;
}

/**
 * Replaces the last column of n × (n + 1) numbers by the solution of the system, by Gaussian elimination with partial
 * pivoting; pivots that rounding could have made are as large as rounding.
 */
function solveSmall(x: Float64Array, n: number, smallest: number): void {
  const width = n + 1;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(x[i * width + k]!) > Math.abs(x[p * width + k]!)) p = i;
    // With p = k this changes nothing.
    for (let j = 0; j <= n; j++) {
      const kept = x[k * width + j]!;
      x[k * width + j] = x[p * width + j]!;
      x[p * width + j] = kept;
    }
    if (Math.abs(x[k * width + k]!) < smallest) x[k * width + k] = smallest;
    for (let i = k + 1; i < n; i++) {
      const factor = x[i * width + k]! / x[k * width + k]!;
      for (let j = k; j <= n; j++) x[i * width + j] = x[i * width + j]! - factor * x[k * width + j]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i * width + n]!;
    for (let j = i + 1; j < n; j++) sum -= x[i * width + j]! * x[j * width + n]!;
    x[i * width + n] = sum / x[i * width + i]!;
  }
}

/** Applies a reflection of `count` elements that are `across` apart to each of `lines` that are `along` apart. */
export function reflect(
  data: Float64Array,
  start: number,
  v: Float64Array,
  place: number,
  count: number,
  tau: number,
  offset: number,
  across: number,
  along: number,
  lines: number,
): void {
  for (let [line, at] = [0, start + offset]; line < lines; line++, at += along) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += v[place + i]! * data[at + i * across]!;
    sum *= tau;
    for (let i = 0; i < count; i++) data[at + i * across] = data[at + i * across]! - sum * v[place + i]!;
  }
}
