/** The elements of the identity of order n, where rotations and reflections are gathered. */
export function identityMatrix(n: number): Float64Array {
  const x = new Float64Array(n * n);
  for (let i = 0; i < n; i++) x[i * n + i] = 1;
  return x;
}
