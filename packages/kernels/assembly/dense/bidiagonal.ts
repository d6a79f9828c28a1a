// Householder reduction of any matrix to bidiagonal form, in one pass over the rest of the matrix for each column. Places and
// strides are counted in float64 elements.

import { multiplyAdd } from "../matmul/multiply-add";
import { reflector } from "./reflector";
import { combination, dot } from "./vectors";

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function element(start: usize, i: i32): f64 {
  return load<f64>(start + ((<usize>i) << 3));
}

/* inline */ function put(start: usize, i: i32, value: f64): void {
  store<f64>(start + ((<usize>i) << 3), value);
}

/* inline */ function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** s ← s + v₀ x + v₁ y over the bytes `from … to` of rows. */
function addRows(s: usize, v0: f64, x: usize, v1: f64, y: usize, from: usize, to: usize): void {
  const c0 = f64x2.splat(v0);
  const c1 = f64x2.splat(v1);
  for (let j = from; j < to; j += 32) {
    const sum0 = multiplyAdd<f64>(c0, v128.load(x + j), v128.load(s + j));
    v128.store(s + j, multiplyAdd<f64>(c1, v128.load(y + j), sum0));
    const sum1 = multiplyAdd<f64>(c0, v128.load(x + j, 16), v128.load(s + j, 16));
    v128.store(s + j, multiplyAdd<f64>(c1, v128.load(y + j, 16), sum1), 16);
  }
}

/** s = Σᵢ vᵢ rowᵢ over rows `first … m`. */
function combine(a: usize, row: usize, first: i32, m: i32, v: usize, s: usize, from: usize, to: usize): void {
  memory.fill(s + from, 0, to - from);
  for (let i = first; i < m; i += 2) {
    const x = a + <usize>i * row;
    const isPair = i + 1 < m;
    addRows(s, element(v, i), x, isPair ? element(v, i + 1) : 0, isPair ? x + row : x, from, to);
  }
}

/**
 * Rows ← rows − x oldᵀ − v yᵀ for the rows `first … m`; then, with the new rows, x = A u, c = the column `first` − τ x and
 * s = Aᵀ c; two rows at a time. c goes where it will become the next v.
 */
function updateAndMultiply(
  a: usize,
  row: usize,
  first: i32,
  m: i32,
  from: usize,
  to: usize,
  x: usize,
  old: usize,
  v: usize,
  y: usize,
  u: usize,
  tau: f64,
  c: usize,
  s: usize,
): void {
  memory.fill(s + from, 0, to - from);
  for (let i = first; i < m; i += 2) {
    const upper = a + <usize>i * row;
    const isPair = i + 1 < m;
    // An odd last row is its own partner.
    const second = isPair ? i + 1 : i;
    const lower = a + <usize>second * row;
    const x0 = f64x2.splat(-element(x, i));
    const v0 = f64x2.splat(-element(v, i));
    const x1 = f64x2.splat(-element(x, second));
    const v1 = f64x2.splat(-element(v, second));
    let sum00 = f64x2.splat(0);
    let sum01 = sum00;
    let sum10 = sum00;
    let sum11 = sum00;
    for (let j = from; j < to; j += 32) {
      let oldJ = v128.load(old + j);
      let yJ = v128.load(y + j);
      let uJ = v128.load(u + j);
      let p = multiplyAdd<f64>(v0, yJ, multiplyAdd<f64>(x0, oldJ, v128.load(upper + j)));
      let q = multiplyAdd<f64>(v1, yJ, multiplyAdd<f64>(x1, oldJ, v128.load(lower + j)));
      v128.store(upper + j, p);
      v128.store(lower + j, q);
      sum00 = multiplyAdd<f64>(p, uJ, sum00);
      sum10 = multiplyAdd<f64>(q, uJ, sum10);
      oldJ = v128.load(old + j, 16);
      yJ = v128.load(y + j, 16);
      uJ = v128.load(u + j, 16);
      p = multiplyAdd<f64>(v0, yJ, multiplyAdd<f64>(x0, oldJ, v128.load(upper + j, 16)));
      q = multiplyAdd<f64>(v1, yJ, multiplyAdd<f64>(x1, oldJ, v128.load(lower + j, 16)));
      v128.store(upper + j, p, 16);
      v128.store(lower + j, q, 16);
      sum01 = multiplyAdd<f64>(p, uJ, sum01);
      sum11 = multiplyAdd<f64>(q, uJ, sum11);
    }
    const x0New = tau * total(f64x2.add(sum00, sum01));
    const c0 = element(upper, first) - x0New;
    put(x, i, x0New);
    put(c, i, c0);
    let c1: f64 = 0;
    if (isPair) {
      const x1New = tau * total(f64x2.add(sum10, sum11));
      c1 = element(lower, first) - x1New;
      put(x, i + 1, x1New);
      put(c, i + 1, c1);
    }
    addRows(s, c0, upper, c1, lower, from, to);
  }
}

/**
 * Reduces the m × n matrix at `a`, m ≥ n ≥ 1, to upper bidiagonal form: A = U B Vᵀ with U = H₀ H₁ ⋯ and V = G₀ G₁ ⋯. The vector of
 * Hₖ, of which element k is 1, becomes elements k … m − 1 of row k of `left`, that of Gₖ elements k + 1 … n − 1 of row k of `a`; the
 * factors go to `leftTaus` and `rightTaus`, the diagonal to `diagonal` and the elements beside it to `beside`.
 * `row` is a multiple of 4, and the columns up to a multiple of 4 hold zeros. `work` has room for m + 2 n + 6 elements.
 */
export function reduceGeneral(
  a: i32,
  row: i32,
  m: i32,
  n: i32,
  left: i32,
  leftRow: i32,
  diagonal: i32,
  beside: i32,
  leftTaus: i32,
  rightTaus: i32,
  work: i32,
): void {
  const start = at(a);
  const rowBytes = at(row);
  const to = at((n + 3) & ~3);
  const x = at(work);
  const y = x + at(m);
  const s = y + to;
  let v = at(left);
  for (let i = 0; i < m; i++) put(v, i, element(start + <usize>i * rowBytes, 0));
  let tau = reflector(v, v + 8, m - 1, at(diagonal));
  store<f64>(at(leftTaus), tau);
  combine(start, rowBytes, 0, m, v, y, 0, to);
  combination(y, tau, y, 0, y, n);
  // In the first step x is 0, and any numbers do for the vector before.
  memory.fill(x, 0, at(m));
  let old = start;
  for (let k = 0; k < n - 1; k++) {
    const u = start + <usize>k * rowBytes;
    const next = k + 1;
    combination(u + at(next), 1, u + at(next), -1, y + at(next), n - next);
    combination(u + at(next), 1, u + at(next), -element(x, k), old + at(next), n - next);
    const turn = reflector(u + at(next), u + at(next + 1), n - next - 1, at(beside + k));
    store<f64>(at(rightTaus + k), turn);
    // Vectors begin with a multiple of four, before which columns are done: zeros keep them out of everything.
    const from = at(next & ~3);
    memory.fill(u + from, 0, at(next) - from);
    memory.fill(y + from, 0, at(next) - from);
    const c = at(left + next * leftRow);
    updateAndMultiply(start, rowBytes, next, m, from, to, x, old, v, y, u, turn, c, s);
    const pivot = element(c, next);
    tau = reflector(c + at(next), c + at(next + 1), m - next - 1, at(diagonal + next));
    store<f64>(at(leftTaus + next), tau);
    const beta = load<f64>(at(diagonal + next));
    const rest = start + <usize>next * rowBytes;
    old = u;
    v = c;
    if (tau == 0) {
      memory.fill(y, 0, to);
      continue;
    }
    // v = (c − β e)/(c₀ − β), so that Aᵀv follows from Aᵀc, unless that has underflown.
    const offset = at(next + 1);
    const count = n - next - 1;
    if (abs(beta) > 1e-280) {
      const reciprocal = 1 / (pivot - beta);
      combination(s + offset, reciprocal, s + offset, -beta * reciprocal, rest + offset, count);
    } else {
      combine(start, rowBytes, next, m, c, s, from, to);
    }
    const product = dot(x + at(next), c + at(next), m - next);
    combination(y + offset, tau, s + offset, -tau * product, u + offset, count);
  }
}
