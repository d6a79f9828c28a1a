// Householder reduction of a symmetric matrix, in which the update by one reflection waits for the product with the next vector, so
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

/** B ← B − v wᵀ − w vᵀ and p = B u for the lower triangle of a leading block, two rows at a time. */
function updateAndMultiply(a: usize, row: usize, size: i32, v: usize, w: usize, u: usize, p: usize): void {
  let i = 0;
  for (; i + 1 < size; i += 2) {
    let upper = a + <usize>i * row;
    const v0 = f64x2.neg(splat(v, i));
    const v1 = f64x2.neg(splat(v, i + 1));
    const w0 = f64x2.neg(splat(w, i));
    const w1 = f64x2.neg(splat(w, i + 1));
    const u0 = splat(u, i);
    const u1 = splat(u, i + 1);
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    const last = (<usize>i) << 3;
    for (let j: usize = 0; j < last; j += 16) {
      const vj = v128.load(v + j);
      const wj = v128.load(w + j);
      const uj = v128.load(u + j);
      let x = v128.load(upper + j);
      let y = v128.load(upper + row + j);
      x = multiplyAdd<f64>(w0, vj, multiplyAdd<f64>(v0, wj, x));
      y = multiplyAdd<f64>(w1, vj, multiplyAdd<f64>(v1, wj, y));
      v128.store(upper + j, x);
      v128.store(upper + row + j, y);
      sum0 = multiplyAdd<f64>(x, uj, sum0);
      sum1 = multiplyAdd<f64>(y, uj, sum1);
      v128.store(p + j, multiplyAdd<f64>(y, u1, multiplyAdd<f64>(x, u0, v128.load(p + j))));
    }
    const lower = upper + row;
    const vi = element(v, i);
    const vn = element(v, i + 1);
    const wi = element(w, i);
    const wn = element(w, i + 1);
    const ui = element(u, i);
    const un = element(u, i + 1);
    const x = element(upper, i) - 2 * vi * wi;
    const y = element(lower, i) - vn * wi - wn * vi;
    const z = element(lower, i + 1) - 2 * vn * wn;
    put(upper, i, x);
    put(lower, i, y);
    put(lower, i + 1, z);
    put(p, i, total(sum0) + x * ui + y * un);
    put(p, i + 1, total(sum1) + y * ui + z * un);
  }
  if (i == size) return;
  const last = a + <usize>i * row;
  let sum: f64 = 0;
  for (let j = 0; j < i; j++) {
    const x = element(last, j) - element(v, i) * element(w, j) - element(w, i) * element(v, j);
    put(last, j, x);
    sum += x * element(u, j);
    put(p, j, element(p, j) + x * element(u, i));
  }
  const x = element(last, i) - 2 * element(v, i) * element(w, i);
  put(last, i, x);
  put(p, i, sum + x * element(u, i));
}

/**
 * Reduces the symmetric n × n matrix at `a`, of which only the lower triangle is read, from its last row up: A = Q T Qᵀ with
 * Q = Hₙ₋₁ ⋯ H₁ and Hₖ = I − τₖ v vᵀ, where v becomes the first k elements of row k, the last of them 1. The diagonal of T goes to
 * `diagonal`, its element beside k and k − 1 to `beside` + k − 1, τₖ to `taus` + k. `work` has room for 2 n elements.
 */
export function reduceSymmetric(
  a: i32,
  row: i32,
  n: i32,
  diagonal: i32,
  beside: i32,
  taus: i32,
  work: i32,
): void {
  const rowBytes = at(row);
  let p = at(work);
  let w = at(work + n);
  // In the first step w is 0, and any numbers do for v.
  let v = at(a) + <usize>(n - 1) * rowBytes;
  memory.fill(w, 0, at(n));
  for (let k = n - 1; k >= 0; k--) {
    const u = at(a) + <usize>k * rowBytes;
    for (let j = 0; j <= k; j++) {
      put(u, j, element(u, j) - element(v, k) * element(w, j) - element(w, k) * element(v, j));
    }
    store<f64>(at(diagonal + k), element(u, k));
    if (k == 0) return;
    const tau = reflector(u + ((<usize>(k - 1)) << 3), u, k - 1, at(beside + k - 1));
    store<f64>(at(taus + k), tau);
    updateAndMultiply(at(a), rowBytes, k, v, w, u, p);
    // H B H = B − u wᵀ − w uᵀ with w = τ p − (τ/2)(τ pᵀu) u.
    let dot: f64 = 0;
    for (let j = 0; j < k; j++) dot += element(p, j) * element(u, j);
    const half = (tau / 2) * tau * dot;
    for (let j = 0; j < k; j++) put(p, j, tau * element(p, j) - half * element(u, j));
    const swap = w;
    w = p;
    p = swap;
    v = u;
  }
}
