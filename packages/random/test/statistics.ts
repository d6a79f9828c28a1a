/** The Kolmogorov–Smirnov distance times √n: above 1.95 once in a thousand draws from the right distribution. */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]!);
    distance = Math.max(distance, (i + 1) / n - p, p - i / n);
  }
  return distance * Math.sqrt(n);
}

/** Pearson's χ² of counts that should be equal, as a standard score (Wilson and Hilferty 1931). */
export function chiSquareScore(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread);
}

/** The correlation of two samples times √n: a standard normal number when they are independent. */
export function correlationScore(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((sum, value) => sum + value, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [a[i]! - ma, b[i]! - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return (ab / Math.sqrt(aa * bb)) * Math.sqrt(n);
}

/** Pearson's χ² of integers against their probabilities, as a standard score; rare ones count together. */
export function frequencyScore(sample: ArrayLike<number>, prob: (k: number) => number): number {
  const counts = new Map<number, number>();
  for (const k of Array.from(sample)) counts.set(k, (counts.get(k) ?? 0) + 1);
  const n = sample.length;
  let [chiSquare, freedom, restCount, restExpected] = [0, -1, n, n];
  const [low, high] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  for (let k = low; k <= high; k++) {
    const expected = n * prob(k);
    if (expected < 8) continue;
    const count = counts.get(k) ?? 0;
    chiSquare += (count - expected) ** 2 / expected;
    freedom++;
    restCount -= count;
    restExpected -= expected;
  }
  if (restExpected > 8) {
    chiSquare += (restCount - restExpected) ** 2 / restExpected;
    freedom++;
  } else if (restCount > 30) return Infinity;
  if (freedom === 0) return Math.sqrt(chiSquare);
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread);
}

/** How many standard errors the mean of a sample is off. */
export function meanScore(sample: ArrayLike<number>, mean: number): number {
  const values = Array.from(sample);
  const found = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / values.length;
  return (found - mean) / Math.sqrt(variance / values.length);
}
