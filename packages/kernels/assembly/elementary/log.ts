import { combined, exponent, halved, LEAST, mantissa, MOST, moved, one } from "./logarithm";

/* inline */ function inside(c: usize, x: v128): v128 {
  return v128.and(f64x2.ge(x, v128.load(c, LEAST)), f64x2.le(x, v128.load(c, MOST)));
}

/** NaN outside the normal, positive numbers. */
/* inline */ function log(c: usize, x: v128): v128 {
  const bits = moved(c, x);
  const f = f64x2.sub(mantissa(c, bits), one(c));
  const y = combined(c, exponent(c, bits), f, halved(c, f), v128.xor(x, x));
  return v128.or(y, v128.not(inside(c, x)));
}

/** log x of `count` groups of eight numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i64x2.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const y0 = log(c, x0);
    const y1 = log(c, x1);
    const y2 = log(c, x2);
    const y3 = log(c, x3);
    v128.store(x, y0);
    v128.store(x, y1, 16);
    v128.store(x, y2, 32);
    v128.store(x, y3, 48);
    numbers = v128.and(numbers, v128.and(f64x2.eq(y0, y0), f64x2.eq(y1, y1)));
    numbers = v128.and(numbers, v128.and(f64x2.eq(y2, y2), f64x2.eq(y3, y3)));
    x += 64;
  } while (--count);
  return i32(!i64x2.all_true(numbers));
}
