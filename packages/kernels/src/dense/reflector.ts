/** Shorter vectors are lengthened before they are reflected. */
export const tooShort: number = 2 ** -960;

/**
 * Replaces (x₀, x₁, …), x₀ at `pivot` and the `count` others from `rest` on, by the vector v, v₀ = 1, of a reflection
 * H = I − τ v vᵀ with H x = β e₁; stores β at `beta` and returns τ, which is 0 where x is a multiple of e₁ already (LAPACK's dlarfg).
 */
export function makeReflector(
  data: Float64Array,
  pivot: number,
  rest: number,
  count: number,
  beta: number,
): number {
  const alpha = data[pivot]!;
  const tail = euclideanLength(data, rest, rest + count);
  if (tail === 0) {
    data[pivot] = 1;
    data[beta] = alpha;
    return 0;
  }
  const squares = alpha * alpha + tail * tail;
  const large = Math.max(Math.abs(alpha), tail);
  const ratio = Math.min(Math.abs(alpha), tail) / large;
  const length =
    squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : large * Math.sqrt(1 + ratio * ratio);
  if (length < tooShort) {
    // Next to the smallest numbers β and v would lose the digits that make H orthogonal.
    data[pivot] = alpha / tooShort;
    for (let i = rest; i < rest + count; i++) data[i] = data[i]! / tooShort;
    const tau = makeReflector(data, pivot, rest, count, beta);
    data[beta] = data[beta]! * tooShort;
    return tau;
  }
  const result = alpha >= 0 ? -length : length;
  data[pivot] = 1;
  data[beta] = result;
  for (let i = rest; i < rest + count; i++) data[i] = data[i]! / (alpha - result);
  return (result - alpha) / result;
}

/** √(Σ xᵢ²); sums that underflow or overflow are computed again, scaled. */
function euclideanLength(x: Float64Array, start: number, end: number): number {
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
