import { plus } from "./arithmetic";

// x = 2ᵏ·(1 + f) with ⅔ ≤ 1 + f < 4/3, then log(1 + f) = f − f²/2 + f³·P(f): no division, after N. Juffa's logf.

const ROOT: usize = 0;
const MANTISSA: usize = 16;
export const ONE: usize = 32;
const HALF: usize = 48;
const LN2_HIGH: usize = 64;
const LN2_LOW: usize = 80;
export const LEAST: usize = 96;
export const MOST: usize = 112;
export const SIGN: usize = 128;
const P: usize = 144;

/** The bits of x less those of ⅔: k stands above the mantissa. */
/* inline */ export function moved(c: usize, x: v128): v128 {
  return i32x4.sub(x, v128.load(c, ROOT));
}

/** 1 + f */
/* inline */ export function mantissa(c: usize, bits: v128): v128 {
  return i32x4.add(v128.and(bits, v128.load(c, MANTISSA)), v128.load(c, ROOT));
}

/** k·log 2 + log(1 + f) */
/* inline */ export function combined(c: usize, bits: v128, f: v128): v128 {
  const k = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const s = f32x4.mul(f, f);
  const p01 = plus(v128.load(c, P), v128.load(c, P + 16), f);
  const p23 = plus(v128.load(c, P + 32), v128.load(c, P + 48), f);
  const p45 = plus(v128.load(c, P + 64), v128.load(c, P + 80), f);
  const p67 = plus(v128.load(c, P + 96), v128.load(c, P + 112), f);
  const p = plus(plus(p01, p23, s), plus(p45, p67, s), f32x4.mul(s, s));
  const rest = f32x4.mul(s, f32x4.sub(f32x4.mul(p, f), v128.load(c, HALF)));
  const low = plus(rest, k, v128.load(c, LN2_LOW));
  return plus(f32x4.add(f, low), k, v128.load(c, LN2_HIGH));
}
