/**
 * Elements from row to row for rows of n elements, of which every row begins a line of the cache: no multiple of 32, lest the elements
 * of a column share few of the cache's sets.
 */
export function paddedStride(n: number): number {
  const lines = Math.ceil(n / 8);
  return 8 * (lines % 4 === 0 ? lines + 1 : lines);
}
