// Householder reflections inside an arena: panels of QR factorizations.
// Places and strides are counted in float64 elements.

import { lengthen, TOO_SHORT } from "./reflector";

/** Columns of a panel: a row of it is kept in four vectors. */
const PANEL: i32 = 8;
/** At the arena's beginning stand the multiples that are taken from rows, and products of a column with the others. */
const MULTIPLES: usize = 0;
const PRODUCTS: usize = 64;

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function addProduct(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f64>(a, b, sum);
  return f64x2.add(sum, f64x2.mul(a, b));
}

/* inline */ function subtractProduct(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<f64>(a, b, sum);
  return f64x2.sub(sum, f64x2.mul(a, b));
}

/**
 * One pass over rows of a panel, from the byte `row` on: the column at the byte `v` is divided by `divisor` and reflected by,
 * row ← row − v · multiples; on the way the products of the column at the byte `x` with all columns are gathered.
 */
function pass(row: usize, stride: usize, count: i32, v: usize, divisor: f64, x: usize): void {
  const w0 = v128.load(MULTIPLES);
  const w1 = v128.load(MULTIPLES, 16);
  const w2 = v128.load(MULTIPLES, 32);
  const w3 = v128.load(MULTIPLES, 48);
  let g0 = f64x2.splat(0);
  let g1 = g0;
  let g2 = g0;
  let g3 = g0;
  const multiple = load<f64>(MULTIPLES + x);
  for (let i = 0; i < count; i++) {
    // All is read before anything is written: reading a part of what was just written would wait.
    const factor = load<f64>(row + v) / divisor;
    const element = x == v ? factor : load<f64>(row + x) - factor * multiple;
    let f = f64x2.splat(factor);
    const r0 = subtractProduct(v128.load(row), f, w0);
    const r1 = subtractProduct(v128.load(row, 16), f, w1);
    const r2 = subtractProduct(v128.load(row, 32), f, w2);
    const r3 = subtractProduct(v128.load(row, 48), f, w3);
    v128.store(row, r0);
    v128.store(row, r1, 16);
    v128.store(row, r2, 32);
    v128.store(row, r3, 48);
    store<f64>(row + v, factor);
    f = f64x2.splat(element);
    g0 = addProduct(g0, f, r0);
    g1 = addProduct(g1, f, r1);
    g2 = addProduct(g2, f, r2);
    g3 = addProduct(g3, f, r3);
    row += stride;
  }
  v128.store(PRODUCTS, g0);
  v128.store(PRODUCTS, g1, 16);
  v128.store(PRODUCTS, g2, 32);
  v128.store(PRODUCTS, g3, 48);
  // Of column v the products saw what it was before the division.
  if (x != v) store<f64>(PRODUCTS + v, load<f64>(PRODUCTS + v) / divisor);
}

/* inline */ function productWith(k: i32): f64 {
  return load<f64>(PRODUCTS + ((<usize>k) << 3));
}

/** The Euclidean length of a column, scaled by its largest element; `row` is the byte of its first one. */
function lengthOf(row: usize, stride: usize, count: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < count; i++) largest = max(largest, abs(load<f64>(row + <usize>i * stride)));
  if (largest == 0) return 0;
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const x = load<f64>(row + <usize>i * stride) / largest;
    sum += x * x;
  }
  return largest * sqrt(sum);
}

/** Whether products with a column of this square length can be trusted, none of them having overflowed or vanished. */
function isSafe(square: f64, width: i32): bool {
  if (!(square > 1e-10 && square < 1e200)) return false;
  for (let k = 0; k < width; k++) if (!(abs(productWith(k)) < Infinity)) return false;
  return true;
}

/** From products of vectors above the diagonal of T to T itself: its column j is −τⱼ T (Vᵀ vⱼ) with τⱼ below. */
function finish(t: i32, tRow: i32, count: i32, taus: i32): void {
  for (let j = 0; j < count; j++) {
    const tau = load<f64>(at(taus + j));
    for (let i = 0; i < j; i++) {
      let sum: f64 = 0;
      for (let l = i; l < j; l++) {
        sum += load<f64>(at(t + i * tRow + l)) * load<f64>(at(t + l * tRow + j));
      }
      store<f64>(at(t + i * tRow + j), -tau * sum);
    }
    store<f64>(at(t + j * tRow + j), tau);
    for (let l = 0; l < j; l++) store<f64>(at(t + j * tRow + l), 0);
  }
}

/** V with its ones and zeros, from below the diagonal of the panel. */
function copyVectors(a: i32, row: i32, height: i32, width: i32, count: i32, v: i32, vRow: i32): void {
  for (let i = 0; i < height; i++) {
    let source = at(a + i * row);
    let target = at(v + i * vRow);
    for (let k = 0; k < count; k++) {
      store<f64>(target, k < i ? load<f64>(source) : k == i ? 1 : 0);
      source += 8;
      target += 8;
    }
  }
}

/**
 * Householder QR of a panel of `width` ≤ 8 columns: R on and above the diagonal of `a`; what is below is lost. The
 * reflections' vectors go to `v` with their ones and zeros, their factors to `taus`, and T, upper triangular, to `t`.
 * Behind the panel 8 elements must be there.
 */
export function reflectPanel(
  a: i32,
  row: i32,
  height: i32,
  width: i32,
  v: i32,
  vRow: i32,
  taus: i32,
  t: i32,
  tRow: i32,
): void {
  const stride = at(row);
  const count = min(height, width);
  for (let k = 0; k < PANEL; k++) store<f64>(MULTIPLES + ((<usize>k) << 3), 0);
  let head = at(a);
  pass(head + stride, stride, height - 1, 0, 1, 0);
  for (let c = 0; c < count; c++) {
    const column = (<usize>c) << 3;
    const below = height - 1 - c;
    let alpha = load<f64>(head + column);
    let square = productWith(c);
    let beta = alpha;
    let tau: f64 = 0;
    let divisor = Infinity;
    // What products are divided by: the divisor of the vector, or nothing where it has been divided already.
    let scale = Infinity;
    if (isSafe(alpha * alpha + square, width)) {
      if (square > 0) {
        const length = sqrt(alpha * alpha + square);
        beta = alpha >= 0 ? -length : length;
        tau = (beta - alpha) / beta;
        scale = divisor = alpha - beta;
      }
    } else if (lengthOf(head + stride + column, stride, below) > 0) {
      let length = lengthOf(head + column, stride, below + 1);
      let unit: f64 = 1;
      if (length < TOO_SHORT) {
        unit = TOO_SHORT;
        lengthen(head + column, stride, below + 1);
        length = lengthOf(head + column, stride, below + 1);
        alpha /= TOO_SHORT;
      }
      beta = alpha >= 0 ? -length : length;
      tau = (beta - alpha) / beta;
      for (let k = 0; k < PANEL; k++) store<f64>(MULTIPLES + ((<usize>k) << 3), 0);
      pass(head + stride, stride, below, column, alpha - beta, column);
      scale = divisor = 1;
      beta *= unit;
    }
    store<f64>(head + column, beta);
    store<f64>(at(taus + c), tau);
    for (let k = 0; k < PANEL; k++) {
      let multiple: f64 = 0;
      if (k < width && k != c) {
        const place = head + ((<usize>k) << 3);
        const element = load<f64>(place);
        const product = element + productWith(k) / scale;
        if (k < c) {
          store<f64>(at(t + k * tRow + c), product);
        } else if (tau != 0) {
          multiple = tau * product;
          store<f64>(place, element - multiple);
        }
      }
      store<f64>(MULTIPLES + ((<usize>k) << 3), multiple);
    }
    if (below > 0) {
      const next = min(<usize>c + 1, <usize>width - 1) << 3;
      pass(head + stride, stride, 1, column, divisor, next);
      pass(head + 2 * stride, stride, below - 1, column, divisor, next);
    }
    head += stride;
  }
  finish(t, tRow, count, taus);
  copyVectors(a, row, height, width, count, v, vRow);
}
