// x = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2, then log(1 + f) as in FreeBSD's e_log.c (Sun Microsystems, 1993), in a fixed
// order that the TypeScript twin repeats.

const TO_ROOT: usize = 0;
const ROOT: usize = 16;
const MANTISSA: usize = 32;
const WHOLE: usize = 48;
const UNBIAS: usize = 64;
const ONE: usize = 80;
const TWO: usize = 96;
const HALF: usize = 112;
const LN2_HIGH: usize = 128;
const LN2_LOW: usize = 144;
const L: usize = 160;
// Seven coefficients from L on.
export const LEAST: usize = 272;
export const MOST: usize = 288;
export const SIGN: usize = 304;

/** The bits of x moved so that the exponent's steps lie at √½·2ᵏ. */
/* inline */ export function moved(c: usize, x: v128): v128 {
  return i64x2.add(x, v128.load(c, TO_ROOT));
}

/** 1 + f */
/* inline */ export function mantissa(c: usize, bits: v128): v128 {
  return i64x2.add(v128.and(bits, v128.load(c, MANTISSA)), v128.load(c, ROOT));
}

/** k as a floating-point number. */
/* inline */ export function exponent(c: usize, bits: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 52), v128.load(c, WHOLE)), v128.load(c, UNBIAS));
}

/* inline */ export function one(c: usize): v128 {
  return v128.load(c, ONE);
}

/** f/(2 + f) */
/* inline */ export function halved(c: usize, f: v128): v128 {
  return f64x2.div(f, f64x2.add(f, v128.load(c, TWO)));
}

/** k·log 2 + log(1 + f) + rest, where `s` is f/(2 + f). */
/* inline */ export function combined(c: usize, k: v128, f: v128, s: v128, rest: v128): v128 {
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.add(f64x2.mul(w, v128.load(c, L + 80)), v128.load(c, L + 48));
  let odd = f64x2.add(f64x2.mul(w, v128.load(c, L + 96)), v128.load(c, L + 64));
  even = f64x2.add(f64x2.mul(w, even), v128.load(c, L + 16));
  odd = f64x2.add(f64x2.mul(w, odd), v128.load(c, L + 32));
  odd = f64x2.add(f64x2.mul(w, odd), v128.load(c, L));
  const r = f64x2.add(f64x2.mul(w, even), f64x2.mul(z, odd));
  const h = f64x2.mul(f64x2.mul(v128.load(c, HALF), f), f);
  const low = f64x2.add(f64x2.mul(k, v128.load(c, LN2_LOW)), rest);
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(h, r)), low);
  return f64x2.sub(f64x2.mul(k, v128.load(c, LN2_HIGH)), f64x2.sub(f64x2.sub(h, inner), f));
}
