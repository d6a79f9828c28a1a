import { minus, plus } from "./arithmetic";
import { LN2_HIGH, LN2_LOW, LOG2_E, OWN, Q, SHIFTER } from "./exponential";

// eˣ − 1 = (2ⁿ − 1) + 2ⁿ·(eʳ − 1). All is halved until the end, since 2¹²⁸ is no number: the last bits of t are n + 126.
// The smallest x stand for themselves, which keeps subnormal numbers and −0.

const LOWEST: usize = OWN;
const HIGHEST: usize = OWN + 16;
const HALF: usize = OWN + 32;
const TINY: usize = OWN + 48;

/** From the tail of the polynomial, where `t`, `r` and `s` are those of `run`. */
/* inline */ function expm1(c: usize, x: v128, t: v128, r: v128, s: v128, q: v128): v128 {
  const power = i32x4.shl(t, 23);
  const half = plus(f32x4.sub(power, v128.load(c, HALF)), power, plus(r, s, q));
  const own = f32x4.lt(f32x4.abs(x), v128.load(c, TINY));
  return v128.bitselect(x, f32x4.add(half, half), own);
}

/** eˣ − 1 of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const lowest = v128.load(c, LOWEST);
    const highest = v128.load(c, HIGHEST);
    const y0 = f32x4.pmin(f32x4.pmax(x0, lowest), highest);
    const y1 = f32x4.pmin(f32x4.pmax(x1, lowest), highest);
    const log2E = v128.load(c, LOG2_E);
    const shifter = v128.load(c, SHIFTER);
    const t0 = plus(shifter, y0, log2E);
    const t1 = plus(shifter, y1, log2E);
    const n0 = f32x4.sub(t0, shifter);
    const n1 = f32x4.sub(t1, shifter);
    const high = v128.load(c, LN2_HIGH);
    const low = v128.load(c, LN2_LOW);
    const r0 = minus(minus(y0, n0, high), n0, low);
    const r1 = minus(minus(y1, n1, high), n1, low);
    const s0 = f32x4.mul(r0, r0);
    const s1 = f32x4.mul(r1, r1);
    const a0 = plus(v128.load(c, Q), v128.load(c, Q + 16), r0);
    const a1 = plus(v128.load(c, Q), v128.load(c, Q + 16), r1);
    const b0 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r0);
    const b1 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r1);
    const q4 = v128.load(c, Q + 64);
    const q0 = plus(a0, s0, plus(b0, s0, q4));
    const q1 = plus(a1, s1, plus(b1, s1, q4));
    v128.store(x, expm1(c, x0, t0, r0, s0, q0));
    v128.store(x, expm1(c, x1, t1, r1, s1, q1), 16);
    x += 32;
  } while (--count);
  return 0;
}
