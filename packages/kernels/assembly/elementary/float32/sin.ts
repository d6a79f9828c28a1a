import { minus, plus } from "./arithmetic";

// |x| = n·π/2 + y with |y| ≤ π/4, where π/2 is in three parts after Cody and Waite, then polynomials in y². With another
// shifter, whose last bits are 1 instead of 0, and no sign of x the same code computes cos x.

const TWO_BY_PI: usize = 0;
const SHIFTER: usize = 16;
const PARTS: usize = 32;
const S: usize = 80;
const C: usize = 128;
const HALF: usize = 176;
const ONE: usize = 192;
const OWN_SIGN: usize = 208;
const SIGN: usize = 224;
const MOST: usize = 240;
const CLOSE: usize = 256;

/* inline */ function sine(c: usize, y: v128, z: v128): v128 {
  const s = plus(v128.load(c, S), z, plus(v128.load(c, S + 16), z, v128.load(c, S + 32)));
  return plus(y, f32x4.mul(y, z), s);
}

/* inline */ function cosine(c: usize, z: v128): v128 {
  const s = plus(v128.load(c, C), z, plus(v128.load(c, C + 16), z, v128.load(c, C + 32)));
  return plus(minus(v128.load(c, ONE), z, v128.load(c, HALF)), f32x4.mul(z, z), s);
}

/** NaN where x is huge, or so close to a multiple of π/2 that its three parts are not enough. */
/* inline */ function sin(c: usize, given: v128): v128 {
  const x = f32x4.abs(given);
  const t = plus(v128.load(c, SHIFTER), x, v128.load(c, TWO_BY_PI));
  const n = f32x4.sub(t, v128.load(c, SHIFTER));
  const first = minus(x, n, v128.load(c, PARTS));
  const second = minus(first, n, v128.load(c, PARTS + 16));
  const y = minus(second, n, v128.load(c, PARTS + 32));
  const z = f32x4.mul(y, y);
  const odd = i32x4.shr_s(i32x4.shl(t, 31), 31);
  const value = v128.bitselect(cosine(c, z), sine(c, y, z), odd);
  const sign = v128.xor(v128.and(given, v128.load(c, OWN_SIGN)), i32x4.shl(t, 30));
  const signed = v128.xor(value, v128.and(sign, v128.load(c, SIGN)));
  const apart = f32x4.ge(f32x4.abs(y), f32x4.mul(n, v128.load(c, CLOSE)));
  return v128.or(signed, v128.not(v128.and(apart, f32x4.le(x, v128.load(c, MOST)))));
}

/** sin x, or cos x, of `count` groups of eight numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i32x4.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = sin(c, x0);
    const y1 = sin(c, x1);
    v128.store(x, y0);
    v128.store(x, y1, 16);
    numbers = v128.and(numbers, v128.and(f32x4.eq(y0, y0), f32x4.eq(y1, y1)));
    x += 32;
  } while (--count);
  return i32(!i32x4.all_true(numbers));
}
