// Plane rotations of neighbouring rows, recorded sweep by sweep and applied while a strip of the matrix stays in the first-level
// cache. Places are counted in float64 elements.

import { multiplyAdd } from "../matmul/multiply-add";

/** Bytes of a row of a strip: eight elements. */
const ROW: usize = 64;

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/** One sweep over one strip: `row` is its first row, and `step` the bytes to the next. */
function rotate(row: usize, step: usize, rotations: usize, length: i32): void {
  let x0 = v128.load(row);
  let x1 = v128.load(row, 16);
  let x2 = v128.load(row, 32);
  let x3 = v128.load(row, 48);
  const end = rotations + ((<usize>length) << 4);
  do {
    const c = v128.load64_splat(rotations);
    const s = v128.load64_splat(rotations, 8);
    const t = f64x2.neg(s);
    const next = row + step;
    const y0 = v128.load(next);
    const y1 = v128.load(next, 16);
    const y2 = v128.load(next, 32);
    const y3 = v128.load(next, 48);
    v128.store(row, multiplyAdd<f64>(s, y0, f64x2.mul(c, x0)));
    v128.store(row, multiplyAdd<f64>(s, y1, f64x2.mul(c, x1)), 16);
    v128.store(row, multiplyAdd<f64>(s, y2, f64x2.mul(c, x2)), 32);
    v128.store(row, multiplyAdd<f64>(s, y3, f64x2.mul(c, x3)), 48);
    x0 = multiplyAdd<f64>(t, x0, f64x2.mul(c, y0));
    x1 = multiplyAdd<f64>(t, x1, f64x2.mul(c, y1));
    x2 = multiplyAdd<f64>(t, x2, f64x2.mul(c, y2));
    x3 = multiplyAdd<f64>(t, x3, f64x2.mul(c, y3));
    row = next;
    rotations += 16;
  } while (rotations != end);
  v128.store(row, x0);
  v128.store(row, x1, 16);
  v128.store(row, x2, 32);
  v128.store(row, x3, 48);
}

/**
 * Applies `count` sweeps to each of the `strips` strips of `rows` rows of eight elements that stand one after another from `x`
 * on. A sweep is three numbers, its first row, its direction (1 or −1) and its length, and as many pairs c, s in `rotations`.
 */
export function applySweeps(x: i32, rows: i32, strips: i32, sweeps: i32, count: i32, rotations: i32): void {
  const lastSweep = at(sweeps + 3 * count);
  let strip = at(x);
  for (let i = 0; i < strips; i++) {
    let rotation = at(rotations);
    for (let sweep = at(sweeps); sweep != lastSweep; sweep += 24) {
      const length = <i32>load<f64>(sweep, 16);
      if (length == 0) continue;
      const first = strip + <usize>(<i32>load<f64>(sweep)) * ROW;
      rotate(first, <usize>(<i32>load<f64>(sweep, 8)) * ROW, rotation, length);
      rotation += (<usize>length) << 4;
    }
    strip += <usize>rows * ROW;
  }
}
