/**
 * How many reflections of length n are best applied together: the more there are, the fewer passes over the matrix, but the
 * more work at their triangle.
 */
export function reflectionBlockSize(n: number): number {
  return n < 64 ? 8 : n < 200 ? 16 : 32;
}
