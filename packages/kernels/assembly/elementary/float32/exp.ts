import { minus, plus } from "./arithmetic";
import { LN2_HIGH, LN2_LOW, LOG2_E, ONE, OWN, Q, SHIFTER } from "./exponential";

// Where all numbers of a group have a normal result, which is nearly always so, n is added to its exponent.

const LOWEST: usize = OWN;
const HIGHEST: usize = OWN + 16;
const NORMAL: usize = OWN + 32;
const BIAS: usize = OWN + 48;

/** Of a vector, 2ⁿ as the product of two powers, neither too large. */
/* inline */ function exp(c: usize, given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, v128.load(c, LOWEST)), v128.load(c, HIGHEST));
  const t = plus(v128.load(c, SHIFTER), x, v128.load(c, LOG2_E));
  const n = f32x4.sub(t, v128.load(c, SHIFTER));
  const r = minus(minus(x, n, v128.load(c, LN2_HIGH)), n, v128.load(c, LN2_LOW));
  const s = f32x4.mul(r, r);
  const a = plus(v128.load(c, Q), v128.load(c, Q + 16), r);
  const b = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r);
  const q = plus(a, s, plus(b, s, v128.load(c, Q + 64)));
  const y = f32x4.add(v128.load(c, ONE), plus(r, s, q));
  const biased = i32x4.add(t, v128.load(c, BIAS));
  const first = i32x4.shr_u(biased, 1);
  const second = i32x4.sub(biased, first);
  return f32x4.mul(f32x4.mul(y, i32x4.shl(first, 23)), i32x4.shl(second, 23));
}

/** eˣ of a group with infinite, subnormal or no results. */
function careful(c: usize, x: usize): void {
  const end = x + 64;
  do {
    v128.store(x, exp(c, v128.load(x)));
    x += 16;
  } while (x < end);
}

/** y·2ⁿ */
/* inline */ function scaled(y: v128, t: v128): v128 {
  return i32x4.add(y, i32x4.shl(t, 23));
}

/** eˣ of `count` groups of sixteen numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    // As integers NaN is above the infinities.
    const m01 = i32x4.max_s(f32x4.abs(x0), f32x4.abs(x1));
    const m23 = i32x4.max_s(f32x4.abs(x2), f32x4.abs(x3));
    if (v128.any_true(i32x4.gt_s(i32x4.max_s(m01, m23), v128.load(c, NORMAL)))) {
      careful(c, x);
      x += 64;
      continue;
    }
    const log2E = v128.load(c, LOG2_E);
    const shifter = v128.load(c, SHIFTER);
    const t0 = plus(shifter, x0, log2E);
    const t1 = plus(shifter, x1, log2E);
    const t2 = plus(shifter, x2, log2E);
    const t3 = plus(shifter, x3, log2E);
    const n0 = f32x4.sub(t0, shifter);
    const n1 = f32x4.sub(t1, shifter);
    const n2 = f32x4.sub(t2, shifter);
    const n3 = f32x4.sub(t3, shifter);
    const high = v128.load(c, LN2_HIGH);
    const low = v128.load(c, LN2_LOW);
    const r0 = minus(minus(x0, n0, high), n0, low);
    const r1 = minus(minus(x1, n1, high), n1, low);
    const r2 = minus(minus(x2, n2, high), n2, low);
    const r3 = minus(minus(x3, n3, high), n3, low);
    const a0 = plus(v128.load(c, Q), v128.load(c, Q + 16), r0);
    const a1 = plus(v128.load(c, Q), v128.load(c, Q + 16), r1);
    const a2 = plus(v128.load(c, Q), v128.load(c, Q + 16), r2);
    const a3 = plus(v128.load(c, Q), v128.load(c, Q + 16), r3);
    const b0 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r0);
    const b1 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r1);
    const b2 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r2);
    const b3 = plus(v128.load(c, Q + 32), v128.load(c, Q + 48), r3);
    const s0 = f32x4.mul(r0, r0);
    const s1 = f32x4.mul(r1, r1);
    const s2 = f32x4.mul(r2, r2);
    const s3 = f32x4.mul(r3, r3);
    const q4 = v128.load(c, Q + 64);
    const q0 = plus(a0, s0, plus(b0, s0, q4));
    const q1 = plus(a1, s1, plus(b1, s1, q4));
    const q2 = plus(a2, s2, plus(b2, s2, q4));
    const q3 = plus(a3, s3, plus(b3, s3, q4));
    const one = v128.load(c, ONE);
    v128.store(x, scaled(f32x4.add(one, plus(r0, s0, q0)), t0));
    v128.store(x, scaled(f32x4.add(one, plus(r1, s1, q1)), t1), 16);
    v128.store(x, scaled(f32x4.add(one, plus(r2, s2, q2)), t2), 32);
    v128.store(x, scaled(f32x4.add(one, plus(r3, s3, q3)), t3), 48);
    x += 64;
  } while (--count);
  return 0;
}
