import { combined, LEAST, mantissa, MOST, moved, ONE } from "./logarithm";

/** NaN outside the normal, positive numbers. */
/* inline */ function log(c: usize, x: v128): v128 {
  const bits = moved(c, x);
  const y = combined(c, bits, f32x4.sub(mantissa(c, bits), v128.load(c, ONE)));
  const inside = v128.and(f32x4.ge(x, v128.load(c, LEAST)), f32x4.le(x, v128.load(c, MOST)));
  return v128.or(y, v128.not(inside));
}

/** log x of `count` groups of eight numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i32x4.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = log(c, x0);
    const y1 = log(c, x1);
    v128.store(x, y0);
    v128.store(x, y1, 16);
    numbers = v128.and(numbers, v128.and(f32x4.eq(y0, y0), f32x4.eq(y1, y1)));
    x += 32;
  } while (--count);
  return i32(!i32x4.all_true(numbers));
}
