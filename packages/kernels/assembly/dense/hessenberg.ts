// Householder reduction to Hessenberg form, in which the update by one reflection waits for the products with the next vector, so
// that each step reads the rest of the matrix once. Places and strides are counted in float64 elements.

import { multiplyAdd } from "../matmul/multiply-add";
import { reflector } from "./reflector";

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function element(start: usize, i: i32): f64 {
  return load<f64>(start + ((<usize>i) << 3));
}

/* inline */ function put(start: usize, i: i32, value: f64): void {
  store<f64>(start + ((<usize>i) << 3), value);
}

/* inline */ function splat(start: usize, i: i32): v128 {
  return v128.load64_splat(start + ((<usize>i) << 3));
}

/* inline */ function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Two rows of A ← A − v pᵀ − q vᵀ and r = A u, where neither v nor u has an element for them. */
function twoRows(x: usize, y: usize, bytes: usize, i: i32, v: usize, q: usize, u: usize, r: usize): void {
  const q0 = f64x2.neg(splat(q, i));
  const q1 = f64x2.neg(splat(q, i + 1));
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  for (let k: usize = 0; k < bytes; k += 16) {
    const vk = v128.load(v + k);
    const uk = v128.load(u + k);
    const a = multiplyAdd<f64>(q0, vk, v128.load(x + k));
    const b = multiplyAdd<f64>(q1, vk, v128.load(y + k));
    v128.store(x + k, a);
    v128.store(y + k, b);
    sum0 = multiplyAdd<f64>(a, uk, sum0);
    sum1 = multiplyAdd<f64>(b, uk, sum1);
  }
  put(r, i, total(sum0));
  put(r, i + 1, total(sum1));
}

/** Two rows of A ← A − v pᵀ − q vᵀ and r = A u, with what they add to s = Aᵀ u. */
function twoFullRows(
  x: usize,
  y: usize,
  bytes: usize,
  i: i32,
  factors: usize,
  weights: usize,
  v: usize,
  p: usize,
  q: usize,
  u: usize,
  r: usize,
  s: usize,
): void {
  const q0 = f64x2.neg(splat(q, i));
  const q1 = f64x2.neg(splat(q, i + 1));
  const v0 = f64x2.neg(splat(factors, i));
  const v1 = f64x2.neg(splat(factors, i + 1));
  const u0 = splat(weights, i);
  const u1 = splat(weights, i + 1);
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  for (let k: usize = 0; k < bytes; k += 16) {
    const vk = v128.load(v + k);
    const pk = v128.load(p + k);
    const uk = v128.load(u + k);
    const a = multiplyAdd<f64>(q0, vk, multiplyAdd<f64>(v0, pk, v128.load(x + k)));
    const b = multiplyAdd<f64>(q1, vk, multiplyAdd<f64>(v1, pk, v128.load(y + k)));
    v128.store(x + k, a);
    v128.store(y + k, b);
    sum0 = multiplyAdd<f64>(a, uk, sum0);
    sum1 = multiplyAdd<f64>(b, uk, sum1);
    v128.store(s + k, multiplyAdd<f64>(b, u1, multiplyAdd<f64>(a, u0, v128.load(s + k))));
  }
  put(r, i, total(sum0));
  put(r, i + 1, total(sum1));
}

/**
 * Reduces the n × n matrix at `a` to Hessenberg form in its rows and columns `low … high`: A = Q H Qᵀ with Q = H₀ H₁ ⋯ and
 * Hₖ = I − τₖ v vᵀ, where v, of n + 2 elements, becomes row k of the matrix at `vectors`, and τₖ stands at `taus` + k, for the k
 * from `low` to `high` − 2. Both matrices have `row` ≥ n + 2 elements from row to row; column n of A must be 0. `work` has room
 * for five rows.
 */
export function reduceGeneral(
  a: i32,
  row: i32,
  n: i32,
  low: i32,
  high: i32,
  vectors: i32,
  taus: i32,
  work: i32,
): void {
  const stride = at(row);
  const start = at(a);
  let p = at(work);
  let q = p + stride;
  let r = q + stride;
  let s = r + stride;
  // A row of zeros beside the last one of an odd number, and the vector of the first step, in which nothing has to be subtracted.
  const zeros = s + stride;
  let v = zeros;
  memory.fill(p, 0, 5 * stride);
  for (let k = low; k < high - 1; k++) {
    const u = at(vectors + k * row);
    memory.fill(u, 0, stride);
    memory.fill(s, 0, stride);
    for (let i = 0; i <= high; i++) {
      const place = start + <usize>i * stride + ((<usize>k) << 3);
      const x = load<f64>(place) - element(v, i) * element(p, k) - element(q, i) * element(v, k);
      store<f64>(place, i > k ? 0 : x);
      if (i > k) put(u, i, x);
    }
    const first = u + ((<usize>(k + 1)) << 3);
    const tau = reflector(
      first,
      first + 8,
      high - k - 1,
      start + <usize>(k + 1) * stride + ((<usize>k) << 3),
    );
    store<f64>(at(taus + k), tau);
    const from = (<usize>(k + 1)) << 3;
    const bytes = (<usize>((n - k) & -2)) << 3;
    let i = 0;
    for (; i + 1 < k; i += 2) {
      const x = start + <usize>i * stride + from;
      twoRows(x, x + stride, bytes, i, v + from, q, u + from, r);
    }
    for (; i <= high; i += 2) {
      const x = start + <usize>i * stride + from;
      const y = i < high ? x + stride : zeros;
      twoFullRows(x, y, bytes, i, v, u, v + from, p + from, q, u + from, r, s + from);
    }
    // H A H = A − u pᵀ − q uᵀ with q = τ A u and p = τ Aᵀ u − τ (uᵀq) u.
    let dot: f64 = 0;
    for (let j = k + 1; j <= high; j++) dot += element(r, j) * element(u, j);
    const square = tau * tau * dot;
    for (let j = 0; j <= high; j++) put(r, j, tau * element(r, j));
    for (let j = k + 1; j < n; j++) put(s, j, tau * element(s, j) - square * element(u, j));
    const oldP = p;
    const oldQ = q;
    p = s;
    q = r;
    s = oldP;
    r = oldQ;
    v = u;
  }
  for (let i = 0; i <= high; i++) {
    for (let j = max(high - 1, 0); j < n; j++) {
      const place = start + <usize>i * stride + ((<usize>j) << 3);
      store<f64>(place, load<f64>(place) - element(v, i) * element(p, j) - element(q, i) * element(v, j));
    }
  }
}
