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

/** Negates the columns of a row-major matrix that point down, in place. */
export function turnColumnsUp(x: Float64Array, columns: number): void {
  const largest = new Float64Array(columns);
  const signs = new Float64Array(columns);
  for (let row = 0; row < x.length; row += columns) {
    for (let j = 0; j < columns; j++) largest[j] = Math.max(largest[j]!, Math.abs(x[row + j]!));
  }
  for (let row = 0; row < x.length; row += columns) {
    for (let j = 0; j < columns; j++) {
      const element = x[row + j]!;
      if (signs[j] === 0 && Math.abs(element) >= largest[j]! * tie) signs[j] = element < 0 ? -1 : 1;
    }
  }
  for (let row = 0; row < x.length; row += columns) {
    for (let j = 0; j < columns; j++) if (signs[j]! < 0) x[row + j] = -x[row + j]!;
  }
}
