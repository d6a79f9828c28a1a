// The larger or smaller of two numbers as Math.max and Math.min choose: NaN wins, and −0 is below 0. A loop in
// JavaScript branches, and mispredicts every other branch of unordered numbers.

/** max(x, y) of `count` groups of four numbers from `x` and `y` on, in the place of x; `step` is 32, or 0 for one y. */
export function maximum(x: usize, y: usize, step: usize, count: i32): void {
  do {
    const a = f64x2.max(v128.load(x), v128.load(y));
    const b = f64x2.max(v128.load(x, 16), v128.load(y, 16));
    v128.store(x, a);
    v128.store(x, b, 16);
    x += 32;
    y += step;
  } while (--count);
}

/** min(x, y) in the same way. */
export function minimum(x: usize, y: usize, step: usize, count: i32): void {
  do {
    const a = f64x2.min(v128.load(x), v128.load(y));
    const b = f64x2.min(v128.load(x, 16), v128.load(y, 16));
    v128.store(x, a);
    v128.store(x, b, 16);
    x += 32;
    y += step;
  } while (--count);
}
