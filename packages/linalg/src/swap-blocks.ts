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
  const largest = d.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
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
  // Unknown x at (i, k) is number i + k · first.
  const rows = Array.from({ length: count }, (_, at) => {
    const [i, k] = [at % first, Math.floor(at / first)];
    const equation = new Float64Array(count + 1);
    for (let l = 0; l < first; l++) equation[l + k * first] = d[i * size + l]!;
    for (let l = 0; l < second; l++) {
      const place = i + l * first;
      equation[place] = equation[place]! - d[(first + l) * size + first + k]!;
    }
    equation[count] = d[i * size + first + k]!;
    return equation;
  });
  const x = solveSmall(rows, Number.EPSILON * largest);
  const basis = new Float64Array(size * second);
  for (let k = 0; k < second; k++) {
    for (let i = 0; i < first; i++) basis[k * size + i] = -x[i + k * first]!;
    basis[k * size + first + k] = 1;
  }
  return basis;
}

/** Gaussian elimination with partial pivoting; pivots that rounding could have made are as large as rounding. */
function solveSmall(rows: Float64Array[], smallest: number): Float64Array {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[p]![k]!)) p = i;
    [rows[k], rows[p]] = [rows[p]!, rows[k]!];
    const pivot = rows[k]!;
    if (Math.abs(pivot[k]!) < smallest) pivot[k] = smallest;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / pivot[k]!;
      for (let j = k; j <= n; j++) rows[i]![j] = rows[i]![j]! - factor * pivot[j]!;
    }
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * x[j]!;
    x[i] = sum / rows[i]![i]!;
  }
  return x;
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
