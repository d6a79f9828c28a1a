import { combination, dot } from "./vectors";

/** Shorter vectors are lengthened before they are reflected; 2⁻⁹⁶⁰. */
export const TOO_SHORT: f64 = 1.0261342003245941e-289;

/** Takes `count` numbers, one every `stride` bytes, away from the smallest ones. */
export function lengthen(x: usize, stride: usize, count: i32): void {
  for (; count > 0; count--) {
    store<f64>(x, load<f64>(x) / TOO_SHORT);
    x += stride;
  }
}

/** √(Σ xᵢ²) over `count` neighbouring elements; sums that underflow or overflow are computed again, scaled. */
function euclideanLength(x: usize, count: i32): f64 {
  let sum = dot(x, x, count);
  if (sum > 1e-280 && sum < 1e280) return sqrt(sum);
  const end = x + ((<usize>count) << 3);
  let largest: f64 = 0;
  for (let i = x; i < end; i += 8) largest = max(largest, abs(load<f64>(i)));
  if (largest == 0) return 0;
  sum = 0;
  for (let i = x; i < end; i += 8) sum += (load<f64>(i) / largest) * (load<f64>(i) / largest);
  return largest * sqrt(sum);
}

/**
 * Replaces (x₀, x₁, …), x₀ at `pivot` and the `count` others from `rest` on, by the vector v, v₀ = 1, of a reflection
 * H = I − τ v vᵀ with H x = β e₁; stores β and returns τ, which is 0 where x is a multiple of e₁ already (LAPACK's dlarfg).
 */
export function reflector(pivot: usize, rest: usize, count: i32, beta: usize): f64 {
  const alpha = load<f64>(pivot);
  const tail = euclideanLength(rest, count);
  if (tail == 0) {
    store<f64>(pivot, 1);
    store<f64>(beta, alpha);
    return 0;
  }
  const squares = alpha * alpha + tail * tail;
  const large = max(abs(alpha), tail);
  const ratio = min(abs(alpha), tail) / large;
  const length = squares > 1e-280 && squares < 1e280 ? sqrt(squares) : large * sqrt(1 + ratio * ratio);
  if (length < TOO_SHORT) {
    // Next to the smallest numbers β and v would lose the digits that make H orthogonal.
    store<f64>(pivot, alpha / TOO_SHORT);
    lengthen(rest, 8, count);
    const tau = reflector(pivot, rest, count, beta);
    store<f64>(beta, load<f64>(beta) * TOO_SHORT);
    return tau;
  }
  const result = alpha >= 0 ? -length : length;
  store<f64>(pivot, 1);
  store<f64>(beta, result);
  combination(rest, 1 / (alpha - result), rest, 0, rest, count);
  return (result - alpha) / result;
}
