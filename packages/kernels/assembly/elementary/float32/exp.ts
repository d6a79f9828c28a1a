import { minus, plus } from "./arithmetic";
import { LN2_HIGH, LN2_LOW, LOG2_E, ONE, OWN, Q, scaled, SHIFTER } from "./exponential";

// Beyond these bounds are only 0 and ∞.
const LOWEST: usize = OWN;
const HIGHEST: usize = OWN + 16;

/** eˣ of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const lowest = v128.load(c, LOWEST);
    const highest = v128.load(c, HIGHEST);
    const x0 = f32x4.pmin(f32x4.pmax(v128.load(x), lowest), highest);
    const x1 = f32x4.pmin(f32x4.pmax(v128.load(x, 16), lowest), highest);
    const log2E = v128.load(c, LOG2_E);
    const shifter = v128.load(c, SHIFTER);
    const t0 = plus(shifter, x0, log2E);
    const t1 = plus(shifter, x1, log2E);
    const n0 = f32x4.sub(t0, shifter);
    const n1 = f32x4.sub(t1, shifter);
    const high = v128.load(c, LN2_HIGH);
    const low = v128.load(c, LN2_LOW);
    const r0 = minus(minus(x0, n0, high), n0, low);
    const r1 = minus(minus(x1, n1, high), n1, low);
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
    const y0 = f32x4.add(one, plus(r0, s0, q0));
    const y1 = f32x4.add(one, plus(r1, s1, q1));
    v128.store(x, scaled(y0, t0));
    v128.store(x, scaled(y1, t1), 16);
    x += 32;
  } while (--count);
  return 0;
}
