import { combined, exponent, halved, LEAST, mantissa, MOST, moved, one, SIGN } from "./logarithm";

/* inline */ function inside(c: usize, x: v128): v128 {
  return v128.and(f64x2.gt(x, v128.load(c, LEAST)), f64x2.le(x, v128.load(c, MOST)));
}

/** With u = 1 + x rounded, log(1 + x) = log u + (what rounding took)/u. NaN unless x is finite and above −1. */
/* inline */ function log1p(c: usize, x: v128): v128 {
  const u = f64x2.add(one(c), x);
  const bits = moved(c, u);
  const k = exponent(c, bits);
  const m = mantissa(c, bits);
  const exact = f64x2.eq(k, v128.xor(x, x));
  const f = v128.bitselect(x, f64x2.sub(m, one(c)), exact);
  const s = halved(c, f);
  const big = f64x2.gt(x, one(c));
  const low = v128.bitselect(one(c), x, big);
  const high = v128.bitselect(x, one(c), big);
  const lost = f64x2.div(f64x2.sub(low, f64x2.sub(u, high)), u);
  const y = combined(c, k, f, s, v128.andnot(lost, exact));
  const signed = v128.or(y, v128.and(x, v128.load(c, SIGN)));
  return v128.or(signed, v128.not(inside(c, x)));
}

/** log(1 + x) of `count` groups of eight numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i64x2.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const y0 = log1p(c, x0);
    const y1 = log1p(c, x1);
    const y2 = log1p(c, x2);
    const y3 = log1p(c, x3);
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
