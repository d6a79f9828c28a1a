import { euclideanLength } from "./scaling.ts";

/** xᵀ y. */
export function dotProduct(x: Float64Array, y: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]! * y[i]!;
  return total;
}

/** y ← y + α x. */
export function addMultiple(y: Float64Array, alpha: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] = y[i]! + alpha * x[i]!;
}

/** ‖x‖, the Euclidean one. */
export function lengthOf(x: Float64Array): number {
  return euclideanLength(x, 0, x.length);
}

/** x ← α x. */
export function scaleBy(x: Float64Array, alpha: number): void {
  for (let i = 0; i < x.length; i++) x[i] = x[i]! * alpha;
}

/** Numbers in (−1, 1) from a seed (mulberry32): starts that no structured matrix is orthogonal to by accident. */
export function startNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * 2 - 1;
  };
}

/**
 * Makes x orthogonal to every vector of an orthonormal basis, in place, and gives the coefficients that were taken out.
 * Twice is enough (Giraud, Langou, Rozložník 2005).
 */
export function orthogonalize(x: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const coefficients = new Float64Array(basis.length);
  for (let pass = 0; pass < 2; pass++) {
    basis.forEach((q, j) => {
      const part = dotProduct(q, x);
      coefficients[j] = coefficients[j]! + part;
      addMultiple(x, -part, q);
    });
  }
  return coefficients;
}
