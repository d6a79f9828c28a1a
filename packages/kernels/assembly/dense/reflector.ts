import { combination, dot } from "./vectors";

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
  store<f64>(pivot, 1);
  if (tail == 0) {
    store<f64>(beta, alpha);
    return 0;
  }
  const squares = alpha * alpha + tail * tail;
  const large = max(abs(alpha), tail);
  const ratio = min(abs(alpha), tail) / large;
  const length = squares > 1e-280 && squares < 1e280 ? sqrt(squares) : large * sqrt(1 + ratio * ratio);
  const result = alpha >= 0 ? -length : length;
  store<f64>(beta, result);
  const difference = alpha - result;
  if (length > 1e-280) {
    combination(rest, 1 / difference, rest, 0, rest, count);
  } else {
    const end = rest + ((<usize>count) << 3);
    for (let i = rest; i < end; i += 8) store<f64>(i, load<f64>(i) / difference);
  }
  return (result - alpha) / result;
}
