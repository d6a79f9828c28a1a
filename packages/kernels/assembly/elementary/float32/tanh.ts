import { minus, plus } from "./arithmetic";
import { LN2_HIGH, LOG2_E, ONE, OWN, Q, SHIFTER } from "./exponential";

// With m = e²ˣ − 1 = (2ⁿ − 1) + 2ⁿ·(eʳ − 1) it is m/(m + 2), and x + x³·P(x²) below a bound. Above it 2|x| may be
// reduced with log 2 in one part.

const SIGN: usize = OWN;
const MOST: usize = OWN + 16;
const TWO: usize = OWN + 32;
const BOUND: usize = OWN + 48;
const P: usize = OWN + 64;

/** 2|x|, limited. */
/* inline */ function twice(x: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.abs(f32x4.add(x, x)), most);
}

/** x + x³·P(x²), with the sign of −0. */
/* inline */ function near(c: usize, x: v128): v128 {
  const z = f32x4.mul(x, x);
  const p = plus(v128.load(c, P + 16), v128.load(c, P + 32), z);
  const y = plus(x, f32x4.mul(x, z), plus(v128.load(c, P), z, p));
  return v128.or(y, v128.and(x, v128.load(c, SIGN)));
}

/** tanh x of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const most = v128.load(c, MOST);
    const y0 = twice(x0, most);
    const y1 = twice(x1, most);
    const log2E = v128.load(c, LOG2_E);
    const shifter = v128.load(c, SHIFTER);
    const t0 = plus(shifter, y0, log2E);
    const t1 = plus(shifter, y1, log2E);
    const ln2 = v128.load(c, LN2_HIGH);
    const r0 = minus(y0, f32x4.sub(t0, shifter), ln2);
    const r1 = minus(y1, f32x4.sub(t1, shifter), ln2);
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
    const power0 = i32x4.shl(t0, 23);
    const power1 = i32x4.shl(t1, 23);
    const m0 = plus(f32x4.sub(power0, one), power0, plus(r0, s0, q0));
    const m1 = plus(f32x4.sub(power1, one), power1, plus(r1, s1, q1));
    const two = v128.load(c, TWO);
    const far0 = f32x4.div(m0, f32x4.add(m0, two));
    const far1 = f32x4.div(m1, f32x4.add(m1, two));
    const sign = v128.load(c, SIGN);
    v128.store(x, v128.or(far0, v128.and(x0, sign)));
    v128.store(x, v128.or(far1, v128.and(x1, sign)), 16);
    const bound = v128.load(c, BOUND);
    const small0 = f32x4.lt(f32x4.abs(x0), bound);
    const small1 = f32x4.lt(f32x4.abs(x1), bound);
    if (v128.any_true(v128.or(small0, small1))) {
      v128.store(x, v128.bitselect(near(c, x0), v128.load(x), small0));
      v128.store(x, v128.bitselect(near(c, x1), v128.load(x, 16), small1), 16);
    }
    x += 32;
  } while (--count);
  return 0;
}
