import { minus, plus } from "./arithmetic";
import { LN2_HIGH, LN2_LOW, LOG2_E, ONE, OWN, Q, SHIFTER } from "./exponential";

// With e = e^−|x| ≤ 1 it is 1/(1 + e) for x ≥ 0 and e/(1 + e) below. No e is large, so that one power and a constant
// scale it: the last bits of t are n + 191.

const SIGN: usize = OWN;
const LOWEST: usize = OWN + 16;
const SCALE: usize = OWN + 32;

/** What rounding took from 1 + e, which matters for small e, is put back. */
/* inline */ function sigmoid(x: v128, e: v128, one: v128): v128 {
  const sum = f32x4.add(e, one);
  const lost = f32x4.sub(e, f32x4.sub(sum, one));
  const y = f32x4.div(v128.bitselect(one, e, f32x4.gt(x, v128.xor(x, x))), sum);
  return minus(y, y, lost);
}

/** 1/(1 + e⁻ˣ) of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const sign = v128.load(c, SIGN);
    const lowest = v128.load(c, LOWEST);
    const y0 = f32x4.pmax(v128.or(x0, sign), lowest);
    const y1 = f32x4.pmax(v128.or(x1, sign), lowest);
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
    const one = v128.load(c, ONE);
    const scale = v128.load(c, SCALE);
    const p0 = f32x4.add(one, plus(r0, s0, q0));
    const p1 = f32x4.add(one, plus(r1, s1, q1));
    const e0 = f32x4.mul(f32x4.mul(p0, i32x4.shl(t0, 23)), scale);
    const e1 = f32x4.mul(f32x4.mul(p1, i32x4.shl(t1, 23)), scale);
    v128.store(x, sigmoid(x0, e0, one));
    v128.store(x, sigmoid(x1, e1, one), 16);
    x += 32;
  } while (--count);
  return 0;
}
