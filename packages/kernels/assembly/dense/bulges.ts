// Reflections of three neighbouring rows or columns, with which QR iterations chase bulges along the diagonal of Hessenberg
// matrices. Places and strides are counted in float64 elements.

import { multiplyAdd } from "../matmul/multiply-add";
import { lengthen, TOO_SHORT } from "./reflector";

/** Three numbers a reflection. */
const RECORD: usize = 24;

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function pair(x: usize, stride: usize): v128 {
  return v128.load64_lane(x + stride, v128.load64_zero(x), 1);
}

/* inline */ function putPair(x: usize, stride: usize, value: v128): void {
  v128.store64_lane(x, value, 0);
  v128.store64_lane(x + stride, value, 1);
}

/** −τ (x + v₁ y + v₂ z): what is added to x, and its multiples by v₁ and v₂ to y and z. */
/* inline */ function change(tau: v128, v1: v128, v2: v128, x: v128, y: v128, z: v128): v128 {
  return f64x2.mul(tau, f64x2.add(x, multiplyAdd<f64>(v1, y, f64x2.mul(v2, z))));
}

/** One reflection of three neighbouring columns of `count` rows. */
function reflectColumns(x: usize, stride: usize, count: i32, record: usize): void {
  const tau = v128.load64_splat(record);
  const v1 = v128.load64_splat(record, 8);
  const v2 = v128.load64_splat(record, 16);
  for (; count > 0; count -= 2) {
    // The last one of an odd number stands in both lanes.
    if (count == 1) stride = 0;
    const y = pair(x + 8, stride);
    const z = pair(x + 16, stride);
    const s = change(tau, v1, v2, pair(x, stride), y, z);
    putPair(x, stride, f64x2.add(pair(x, stride), s));
    putPair(x + 8, stride, multiplyAdd<f64>(v1, s, y));
    putPair(x + 16, stride, multiplyAdd<f64>(v2, s, z));
    x += 2 * stride;
  }
}

/** One reflection of three neighbouring rows of `count` elements. */
function reflectRows(x: usize, stride: usize, count: i32, record: usize): void {
  const tau = v128.load64_splat(record);
  const v1 = v128.load64_splat(record, 8);
  const v2 = v128.load64_splat(record, 16);
  const end = x + ((<usize>count) << 3);
  for (; x < end; x += 16) {
    const y = v128.load(x + stride);
    const z = v128.load(x + 2 * stride);
    const first = v128.load(x);
    const s = change(tau, v1, v2, first, y, z);
    const sum = f64x2.add(first, s);
    const second = multiplyAdd<f64>(v1, s, y);
    const third = multiplyAdd<f64>(v2, s, z);
    if (x + 8 == end) {
      v128.store64_lane(x, sum, 0);
      v128.store64_lane(x + stride, second, 0);
      v128.store64_lane(x + 2 * stride, third, 0);
    } else {
      v128.store(x, sum);
      v128.store(x + stride, second);
      v128.store(x + 2 * stride, third);
    }
  }
}

/** Replaces three numbers x by −τ, v₁ and v₂ of a reflection H = I − τ v vᵀ with H x = β e₁; stores β, and returns τ. */
function reflector(record: usize, beta: usize): f64 {
  const x = load<f64>(record);
  const y = load<f64>(record, 8);
  const z = load<f64>(record, 16);
  if (y == 0 && z == 0) {
    store<f64>(beta, x);
    store<f64>(record, 0);
    return 0;
  }
  let length = x * x + (y * y + z * z);
  let large: f64 = 1;
  if (!(length > 1e-280 && length < 1e280)) {
    large = max(abs(x), max(abs(y), abs(z)));
    length = (x / large) * (x / large) + ((y / large) * (y / large) + (z / large) * (z / large));
  }
  length = large * sqrt(length);
  if (length < TOO_SHORT) {
    lengthen(record, 8, 3);
    const tau = reflector(record, beta);
    store<f64>(beta, load<f64>(beta) * TOO_SHORT);
    return tau;
  }
  const result = x >= 0 ? -length : length;
  const tau = (result - x) / result;
  store<f64>(beta, result);
  store<f64>(record, -tau);
  store<f64>(record, y / (x - result), 8);
  store<f64>(record, z / (x - result), 16);
  return tau;
}

/**
 * Chases a bulge of the Hessenberg matrix at `h` by `count` reflections from row `first` on, of which the last has two rows where
 * it reaches the row before `end`. They are applied to the columns up to `high` and the rows from `low` on, and recorded: −τ, v₁,
 * v₂ each. With `isNew` the vector that starts the bulge stands at `records`, otherwise the bulge stands in column `first` − 1.
 */
export function chase(
  h: i32,
  row: i32,
  low: i32,
  high: i32,
  first: i32,
  count: i32,
  end: i32,
  isNew: i32,
  records: i32,
): void {
  const stride = at(row);
  let record = at(records);
  for (let k = first; k < first + count; k++) {
    const head = at(h + k * row + k - 1);
    const hasColumn = k > first || isNew == 0;
    const isShort = k + 1 == end;
    if (hasColumn) {
      store<f64>(record, load<f64>(head));
      store<f64>(record, load<f64>(head + stride), 8);
      store<f64>(record, isShort ? 0 : load<f64>(head + 2 * stride), 16);
      store<f64>(head + stride, 0);
      if (!isShort) store<f64>(head + 2 * stride, 0);
    }
    // Of a new bulge nobody wants β, and the first elements of an arena are free for it.
    if (reflector(record, hasColumn ? head : 0) != 0) {
      reflectRows(head + 8, stride, high - k + 1, record);
      reflectColumns(at(h + low * row + k), stride, min(k + 3, end) - low + 1, record);
    }
    record += RECORD;
  }
}

/** A sweep over eight columns. */
function sweepRows(row: usize, stride: usize, record: usize, end: usize): void {
  let x0 = v128.load(row);
  let x1 = v128.load(row, 16);
  let x2 = v128.load(row, 32);
  let x3 = v128.load(row, 48);
  let next = row + stride;
  let y0 = v128.load(next);
  let y1 = v128.load(next, 16);
  let y2 = v128.load(next, 32);
  let y3 = v128.load(next, 48);
  for (; record != end; record += RECORD) {
    const tau = v128.load64_splat(record);
    const v1 = v128.load64_splat(record, 8);
    const v2 = v128.load64_splat(record, 16);
    const last = next + stride;
    let z = v128.load(last);
    let s = change(tau, v1, v2, x0, y0, z);
    v128.store(row, f64x2.add(x0, s));
    x0 = multiplyAdd<f64>(v1, s, y0);
    y0 = multiplyAdd<f64>(v2, s, z);
    z = v128.load(last, 16);
    s = change(tau, v1, v2, x1, y1, z);
    v128.store(row, f64x2.add(x1, s), 16);
    x1 = multiplyAdd<f64>(v1, s, y1);
    y1 = multiplyAdd<f64>(v2, s, z);
    z = v128.load(last, 32);
    s = change(tau, v1, v2, x2, y2, z);
    v128.store(row, f64x2.add(x2, s), 32);
    x2 = multiplyAdd<f64>(v1, s, y2);
    y2 = multiplyAdd<f64>(v2, s, z);
    z = v128.load(last, 48);
    s = change(tau, v1, v2, x3, y3, z);
    v128.store(row, f64x2.add(x3, s), 48);
    x3 = multiplyAdd<f64>(v1, s, y3);
    y3 = multiplyAdd<f64>(v2, s, z);
    row = next;
    next = last;
  }
  v128.store(row, x0);
  v128.store(row, x1, 16);
  v128.store(row, x2, 32);
  v128.store(row, x3, 48);
  v128.store(next, y0);
  v128.store(next, y1, 16);
  v128.store(next, y2, 32);
  v128.store(next, y3, 48);
}

/** A sweep over eight rows. */
function sweepColumns(x: usize, stride: usize, record: usize, end: usize): void {
  const b = x + 2 * stride;
  const c = b + 2 * stride;
  const d = c + 2 * stride;
  let x0 = pair(x, stride);
  let x1 = pair(b, stride);
  let x2 = pair(c, stride);
  let x3 = pair(d, stride);
  let y0 = pair(x + 8, stride);
  let y1 = pair(b + 8, stride);
  let y2 = pair(c + 8, stride);
  let y3 = pair(d + 8, stride);
  let offset: usize = 0;
  for (; record != end; record += RECORD) {
    const tau = v128.load64_splat(record);
    const v1 = v128.load64_splat(record, 8);
    const v2 = v128.load64_splat(record, 16);
    let place = x + offset;
    let z = pair(place + 16, stride);
    let s = change(tau, v1, v2, x0, y0, z);
    putPair(place, stride, f64x2.add(x0, s));
    x0 = multiplyAdd<f64>(v1, s, y0);
    y0 = multiplyAdd<f64>(v2, s, z);
    place = b + offset;
    z = pair(place + 16, stride);
    s = change(tau, v1, v2, x1, y1, z);
    putPair(place, stride, f64x2.add(x1, s));
    x1 = multiplyAdd<f64>(v1, s, y1);
    y1 = multiplyAdd<f64>(v2, s, z);
    place = c + offset;
    z = pair(place + 16, stride);
    s = change(tau, v1, v2, x2, y2, z);
    putPair(place, stride, f64x2.add(x2, s));
    x2 = multiplyAdd<f64>(v1, s, y2);
    y2 = multiplyAdd<f64>(v2, s, z);
    place = d + offset;
    z = pair(place + 16, stride);
    s = change(tau, v1, v2, x3, y3, z);
    putPair(place, stride, f64x2.add(x3, s));
    x3 = multiplyAdd<f64>(v1, s, y3);
    y3 = multiplyAdd<f64>(v2, s, z);
    offset += 8;
  }
  putPair(x + offset, stride, x0);
  putPair(x + offset + 8, stride, y0);
  putPair(b + offset, stride, x1);
  putPair(b + offset + 8, stride, y1);
  putPair(c + offset, stride, x2);
  putPair(c + offset + 8, stride, y2);
  putPair(d + offset, stride, x3);
  putPair(d + offset + 8, stride, y3);
}

/**
 * Applies `count` sweeps of recorded reflections to the rows of a matrix in `columns` columns, rounded up to a multiple of eight.
 * Two numbers at `sweeps` are the first row and the length of each; the reflections of all stand at `records`.
 */
export function reflectManyRows(x: i32, row: i32, columns: i32, sweeps: i32, count: i32, records: i32): void {
  const lastSweep = at(sweeps + 2 * count);
  for (let column = 0; column < columns; column += 8) {
    let record = at(records);
    for (let sweep = at(sweeps); sweep != lastSweep; sweep += 16) {
      const end = record + <usize>(<i32>load<f64>(sweep, 8)) * RECORD;
      sweepRows(at(x + <i32>load<f64>(sweep) * row + column), at(row), record, end);
      record = end;
    }
  }
}

/** The same for columns, in `rows` rows, a multiple of eight. */
export function reflectManyColumns(x: i32, row: i32, rows: i32, sweeps: i32, count: i32, records: i32): void {
  const lastSweep = at(sweeps + 2 * count);
  for (let i = 0; i < rows; i += 8) {
    let record = at(records);
    for (let sweep = at(sweeps); sweep != lastSweep; sweep += 16) {
      const end = record + <usize>(<i32>load<f64>(sweep, 8)) * RECORD;
      sweepColumns(at(x + i * row + <i32>load<f64>(sweep)), at(row), record, end);
      record = end;
    }
  }
}
