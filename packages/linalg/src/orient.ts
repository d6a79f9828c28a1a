/** How much smaller than the largest component one may be and still count as equal to it: far above rounding. */
export const tie = 1 - 1e-8;

/**
 * Whether a vector must be negated so that its component of largest magnitude is positive.
 * Of components that are equal up to rounding the first one counts, so that rounding cannot choose the sign.
 */
export function pointsDown(vector: Float64Array): boolean {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]!));
  const bound = largest * tie;
  for (let i = 0; i < vector.length; i++) if (Math.abs(vector[i]!) >= bound) return vector[i]! < 0;
  return false;
}

/** Negates in place. */
export function negate(vector: Float64Array): void {
  for (let i = 0; i < vector.length; i++) vector[i] = -vector[i]!;
}

/**
 * The row-major n × n matrix whose columns are the rows given, negated where they point down; eight columns at a time.
 */
export function uprightColumns(rows: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let first = 0; first < n; first += 8) {
    const last = Math.min(first + 8, n);
    for (let j = first; j < last; j++) {
      const row = rows.subarray(j * n, (j + 1) * n);
      if (pointsDown(row)) negate(row);
    }
    for (let i = 0; i < n; i++) for (let j = first; j < last; j++) result[i * n + j] = rows[j * n + i]!;
  }
  return result;
}
