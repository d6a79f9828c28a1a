/** Which triangle a substitution reads, and how. */
export interface Triangle {
  readonly lower: boolean;
  /** Solves Tᵀ x = b instead of T x = b. */
  readonly transposed: boolean;
  /** Takes the diagonal for ones without reading it. */
  readonly unitDiagonal: boolean;
}

/**
 * Solves T X = B in place for triangular T, n × n, and B, n × k, both row-major, by forward or back substitution.
 * Backward stable row by row: (T + ΔT) x = b with |ΔT| ≤ n ε |T| (Higham, 2nd ed., theorem 8.5).
 */
export function substitute(
  t: Float64Array,
  n: number,
  b: Float64Array,
  k: number,
  { lower, transposed, unitDiagonal }: Triangle,
): void {
  const forward = lower !== transposed;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    if (!unitDiagonal) {
      const pivot = t[i * n + i]!;
      for (let c = 0; c < k; c++) b[i * k + c] = b[i * k + c]! / pivot;
    }
    const [from, to] = forward ? [i + 1, n] : [0, i];
    for (let j = from; j < to; j++) {
      const factor = transposed ? t[i * n + j]! : t[j * n + i]!;
      if (factor === 0) continue;
      for (let c = 0; c < k; c++) b[j * k + c] = b[j * k + c]! - factor * b[i * k + c]!;
    }
  }
}
