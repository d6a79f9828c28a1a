/**
 * Turns the blocks [a b; c a] of a real Schur form by a right angle where |b| < |c|, which exchanges −b and −c without
 * rounding, and Q with them: then nearby matrices have nearby forms.
 */
export function uprightBlocks(t: Float64Array, q: Float64Array, n: number): void {
  for (let k = 0; k + 1 < n; k++) {
    if (Math.abs(t[(k + 1) * n + k]!) <= Math.abs(t[k * n + k + 1]!)) continue;
    for (let j = 0; j < n; j++) turn(t, k * n + j, (k + 1) * n + j);
    for (const x of [t, q]) for (let i = 0; i < n; i++) turn(x, i * n + k, i * n + k + 1);
  }
}

/** (x, y) ← (y, −x). */
function turn(x: Float64Array, i: number, j: number): void {
  const first = x[i]!;
  x[i] = x[j]!;
  // 0 − x, so that no zero becomes −0.
  x[j] = 0 - first;
}
