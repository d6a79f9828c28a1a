import { applyQ, pivotedQr } from "./pivoted-qr.ts";
import { euclideanLength } from "./scaling.ts";

/** Sweeps over all pairs of columns that are allowed; after pivoted QR five to eight are usual. */
const maxSweeps = 60;

/** The singular value decomposition of one matrix with m ≥ n. */
export interface Decomposition {
  /** Singular values, descending. */
  readonly s: Float64Array;
  /** Left singular vectors, one a row of m elements: n of them, or m for a full decomposition. */
  readonly left: readonly Float64Array[];
  /** Right singular vectors, one a row of n elements. */
  readonly right: readonly Float64Array[];
  readonly sweeps: number;
}

/**
 * Singular values and vectors of a matrix given by its columns, m ≥ n, scaled to about 1; the columns are overwritten.
 *
 * Pivoted QR first, A P = Q R; then the columns of Rᵀ are made orthogonal by one-sided Jacobi rotations V, so that
 * Rᵀ V = U Σ and A = (Q V) Σ (P U)ᵀ. AᵀA is never formed, and small singular values keep their digits.
 * de Rijk 1989 (pivoting within a sweep), Demmel & Veselić 1992 (accuracy),
 * Drmač & Veselić 2008, "New fast and accurate Jacobi SVD algorithm I and II" (SIAM J. Matrix Anal. Appl. 29).
 *
 * @returns `null` if 60 sweeps did not suffice.
 */
export function jacobiSvd(
  columns: Float64Array[],
  m: number,
  { vectors, full }: { readonly vectors: boolean; readonly full: boolean },
): Decomposition | null {
  const n = columns.length;
  const qr = pivotedQr(columns, m);
  const x = Array.from({ length: n }, (_, i) => qr.r.slice(i * n, (i + 1) * n));
  const v = vectors ? Array.from({ length: n }, (_, i) => unit(n, i)) : null;
  const s = new Float64Array(n);
  const sweeps = orthogonalize(x, v, s);
  if (sweeps === null) return null;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => s[j]! - s[i]!);
  const sorted = Float64Array.from(order, (i) => s[i]!);
  if (!v) return { s: sorted, left: [], right: [], sweeps };
  const left = order.map((i) => padded(v[i]!, m));
  if (full) for (let i = n; i < m; i++) left.push(unit(m, i));
  for (const vector of left) applyQ(qr, vector);
  const right = completed(
    order.map((i) => x[i]!),
    sorted,
  ).map((vector) => {
    const unpermuted = new Float64Array(n);
    for (let k = 0; k < n; k++) unpermuted[qr.permutation[k]!] = vector[k]!;
    return unpermuted;
  });
  return { s: sorted, left, right, sweeps };
}

/**
 * Rotates the vectors `x` until a sweep meets no cosine above n ε, and the vectors `v` alike; `lengths` become the lengths
 * of `x`. Every cosine above ½ n^½ ε is rotated away, but none above that need be waited for: a cosine is only known to
 * within its rounding, so that sweeps might go on for ever, and rotations leave no more than that.
 */
function orthogonalize(x: Float64Array[], v: Float64Array[] | null, lengths: Float64Array): number | null {
  const n = x.length;
  const tolerance = (Number.EPSILON / 2) * Math.sqrt(n);
  for (let sweeps = 1; sweeps <= maxSweeps; sweeps++) {
    let largest = 0;
    for (let i = 0; i < n; i++) lengths[i] = euclideanLength(x[i]!, 0, n);
    for (let i = 0; i < n - 1; i++) {
      bringLongestTo(i, x, v, lengths);
      for (let j = i + 1; j < n; j++) {
        const a = lengths[i]!;
        const b = lengths[j]!;
        if (a === 0 || b === 0) continue;
        const cosine = cosineOf(x[i]!, x[j]!, a, b);
        if (Math.abs(cosine) <= tolerance) continue;
        largest = Math.max(largest, Math.abs(cosine));
        // The tangent of the rotation that makes the two orthogonal; for very unequal lengths its limit,
        // because the cotangent overflows. A vector too short even for that is rounding: it becomes zero.
        if (b < 1e-290 * a) {
          x[j]!.fill(0);
          lengths[j] = 0;
          continue;
        }
        const cotangent = (b / a - a / b) / (2 * cosine);
        const tangent =
          Math.abs(cotangent) > 1e150
            ? 0.5 / cotangent
            : (cotangent >= 0 ? 1 : -1) / (Math.abs(cotangent) + Math.sqrt(1 + cotangent * cotangent));
        const c = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(x[i]!, x[j]!, c, c * tangent);
        if (v) rotate(v[i]!, v[j]!, c, c * tangent);
        lengths[i] = euclideanLength(x[i]!, 0, n);
        lengths[j] = euclideanLength(x[j]!, 0, n);
      }
    }
    if (largest <= n * Number.EPSILON) return sweeps;
  }
  return null;
}

function bringLongestTo(i: number, x: Float64Array[], v: Float64Array[] | null, lengths: Float64Array): void {
  let longest = i;
  for (let j = i + 1; j < x.length; j++) if (lengths[j]! > lengths[longest]!) longest = j;
  if (longest === i) return;
  [x[i], x[longest]] = [x[longest]!, x[i]!];
  if (v) [v[i], v[longest]] = [v[longest]!, v[i]!];
  [lengths[i], lengths[longest]] = [lengths[longest]!, lengths[i]!];
}

function cosineOf(x: Float64Array, y: Float64Array, xLength: number, yLength: number): number {
  let dot = 0;
  if (xLength > 1e-140 && yLength > 1e-140) {
    for (let k = 0; k < x.length; k++) dot += x[k]! * y[k]!;
    return dot / xLength / yLength;
  }
  for (let k = 0; k < x.length; k++) dot += (x[k]! / xLength) * (y[k]! / yLength);
  return dot;
}

/** x, y ← c x − s y, s x + c y, in the form in which a rounded c does not change the lengths (Rutishauser 1966). */
function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  const halfTangent = s / (1 + c);
  for (let k = 0; k < x.length; k++) {
    const a = x[k]!;
    const b = y[k]!;
    x[k] = a - s * (b + halfTangent * a);
    y[k] = b + s * (a - halfTangent * b);
  }
}

/** The vectors at length 1; those whose length is 0 become any that make the set orthonormal. */
function completed(vectors: Float64Array[], lengths: Float64Array): Float64Array[] {
  const n = vectors.length;
  const rank = lengths.findLastIndex((length) => length > 0) + 1;
  const basis = vectors.slice(0, rank).map((vector, i) => vector.map((element) => element / lengths[i]!));
  while (basis.length < n) {
    // The axis that the basis so far covers least has a part of length at least n^−½ outside of it.
    const covered = new Float64Array(n);
    for (const vector of basis) for (let k = 0; k < n; k++) covered[k] = covered[k]! + vector[k]! ** 2;
    const candidate = unit(n, covered.indexOf(Math.min(...covered)));
    for (let pass = 0; pass < 2; pass++) for (const vector of basis) removePart(candidate, vector);
    const length = euclideanLength(candidate, 0, n);
    basis.push(candidate.map((element) => element / length));
  }
  return basis;
}

function removePart(x: Float64Array, direction: Float64Array): void {
  let dot = 0;
  for (let k = 0; k < x.length; k++) dot += x[k]! * direction[k]!;
  for (let k = 0; k < x.length; k++) x[k] = x[k]! - dot * direction[k]!;
}

function unit(n: number, i: number): Float64Array {
  const vector = new Float64Array(n);
  vector[i] = 1;
  return vector;
}

function padded(x: Float64Array, length: number): Float64Array {
  const vector = new Float64Array(length);
  vector.set(x);
  return vector;
}
