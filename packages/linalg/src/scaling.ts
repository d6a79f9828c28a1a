/** The largest magnitude among finite elements. */
export function largestMagnitude(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  return largest;
}

/**
 * A power of two that brings the given magnitude to about 1.
 *
 * Multiplying by it is exact, so that an algorithm may square elements of order 1e±150 without losing anything;
 * the results are divided by it again.
 */
export function powerOfTwoScale(magnitude: number): number {
  if (magnitude === 0) return 1;
  return 2 ** -Math.min(Math.max(Math.floor(Math.log2(magnitude)), -1022), 1022);
}

/**
 * A power of two that keeps inner products in range. Elements in the middle of the range stay as they are, so that
 * small columns beside large ones keep their digits.
 */
export function guardingScale(largest: number): number {
  if (largest > 2 ** 960) return 2 ** -100;
  return largest < 2 ** -900 && largest > 0 ? 2 ** 100 : 1;
}

/** √(a² + b²) without overflow or underflow; an order of magnitude faster than `Math.hypot`. */
export function hypotenuse(a: number, b: number): number {
  const x = Math.abs(a);
  const y = Math.abs(b);
  const large = Math.max(x, y);
  if (large === 0) return 0;
  const ratio = Math.min(x, y) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

/** The Euclidean length of `x[start … end)`; sums that underflow or overflow are computed again, scaled. */
export function euclideanLength(x: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += x[i]! * x[i]!;
  if (sum > 1e-280 && sum < 1e280) return Math.sqrt(sum);
  let largest = 0;
  for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(x[i]!));
  if (largest === 0) return 0;
  sum = 0;
  for (let i = start; i < end; i++) sum += (x[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * What right-hand sides are multiplied by to estimate the inverse of a matrix of this norm: the inverse of a tiny matrix
 * overflows long before its condition does.
 */
export function rightHandScale(norm: number): number {
  return norm < 2 ** -500 ? 2 ** Math.max(-1022, Math.floor(Math.log2(norm))) : 1;
}
