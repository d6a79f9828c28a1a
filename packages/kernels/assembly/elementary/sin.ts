// x = n·π/2 + y with |y| ≤ π/4, y in two numbers, then the polynomials of FreeBSD's k_sin.c and k_cos.c
// (Sun Microsystems, 1993). With another shifter, whose last bits are 1 instead of 0, the same code computes cos x.

const TWO_BY_PI: usize = 0;
const SHIFTER: usize = 16;
const FIRST: usize = 32;
const SECOND: usize = 48;
const THIRD: usize = 64;
const HALF: usize = 80;
const ONE: usize = 96;
const S: usize = 112;
const C: usize = 208;
const BIT: usize = 304;
const SIGN: usize = 320;
const MOST: usize = 336;
const CLOSE: usize = 352;

/* inline */ function sine(y: v128, rest: v128, z: v128, c: usize): v128 {
  const v = f64x2.mul(z, y);
  let r = f64x2.add(f64x2.mul(v128.load(c, S + 80), z), v128.load(c, S + 64));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, S + 48));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, S + 32));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, S + 16));
  const part = f64x2.sub(f64x2.mul(v128.load(c, HALF), rest), f64x2.mul(v, r));
  const more = f64x2.sub(f64x2.mul(z, part), rest);
  return f64x2.sub(y, f64x2.sub(more, f64x2.mul(v, v128.load(c, S))));
}

/* inline */ function cosine(y: v128, rest: v128, z: v128, c: usize): v128 {
  let r = f64x2.add(f64x2.mul(v128.load(c, C + 80), z), v128.load(c, C + 64));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, C + 48));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, C + 32));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, C + 16));
  r = f64x2.add(f64x2.mul(r, z), v128.load(c, C));
  r = f64x2.mul(r, z);
  const h = f64x2.mul(z, v128.load(c, HALF));
  const w = f64x2.sub(v128.load(c, ONE), h);
  const lost = f64x2.sub(f64x2.sub(v128.load(c, ONE), w), h);
  return f64x2.add(w, f64x2.add(lost, f64x2.sub(f64x2.mul(z, r), f64x2.mul(y, rest))));
}

/** NaN where x is huge or lies next to a multiple of π/2. */
/* inline */ function sin(c: usize, x: v128): v128 {
  const t = f64x2.add(f64x2.mul(x, v128.load(c, TWO_BY_PI)), v128.load(c, SHIFTER));
  const n = f64x2.sub(t, v128.load(c, SHIFTER));
  const first = f64x2.sub(x, f64x2.mul(n, v128.load(c, FIRST)));
  const next = f64x2.mul(n, v128.load(c, SECOND));
  const second = f64x2.sub(first, next);
  const lost = f64x2.sub(f64x2.sub(first, second), next);
  const third = f64x2.sub(f64x2.mul(n, v128.load(c, THIRD)), lost);
  const y = f64x2.sub(second, third);
  const rest = f64x2.sub(f64x2.sub(second, y), third);
  const z = f64x2.mul(y, y);
  const near = v128.or(f64x2.ge(z, v128.load(c, CLOSE)), f64x2.eq(n, v128.xor(x, x)));
  const good = v128.and(near, f64x2.le(f64x2.abs(x), v128.load(c, MOST)));
  const odd = i64x2.sub(v128.xor(x, x), v128.and(t, v128.load(c, BIT)));
  const value = v128.bitselect(cosine(y, rest, z, c), sine(y, rest, z, c), odd);
  const signed = v128.xor(value, v128.and(i64x2.shl(t, 62), v128.load(c, SIGN)));
  return v128.or(signed, v128.not(good));
}

/** sin x, or cos x, of `count` groups of four numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i64x2.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = sin(c, x0);
    const y1 = sin(c, x1);
    v128.store(x, y0);
    v128.store(x, y1, 16);
    numbers = v128.and(numbers, v128.and(f64x2.eq(y0, y0), f64x2.eq(y1, y1)));
    x += 32;
  } while (--count);
  return i32(!i64x2.all_true(numbers));
}
