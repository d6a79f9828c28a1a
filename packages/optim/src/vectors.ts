/** Σ aᵢ bᵢ. */
export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** x + t p. */
export function moved(x: Float64Array, t: number, p: Float64Array): Float64Array {
  return x.map((element, i) => element + t * p[i]!);
}

/** max |xᵢ|; NaN if any element is. */
export function largestMagnitude(x: Float64Array): number {
  let largest = 0;
  for (const element of x) largest = Math.max(largest, Math.abs(element));
  return largest;
}
