import { normal, ONE, OWN, reduced, remainder, shifted } from "./exponential";

// Above 0.625 tanh x = 1 − 2/(e²ˣ + 1); below, x + x³·P(x²)/Q(x²), with the coefficients of S. L. Moshier's Cephes.
// Numbers that all lie on one side are spared the other formula.

const SIGN: usize = OWN;
const BOUND: usize = OWN + 16;
const MOST: usize = OWN + 32;
const TWO: usize = OWN + 48;
const P: usize = OWN + 64;
const Q: usize = OWN + 112;

/* inline */ function isNear(c: usize, x: v128): v128 {
  return f64x2.lt(f64x2.abs(x), v128.load(c, BOUND));
}

/** y with the sign of x, which it has already or lacks. */
/* inline */ function signed(c: usize, y: v128, x: v128): v128 {
  return v128.or(y, v128.and(x, v128.load(c, SIGN)));
}

/** s·P(s) */
/* inline */ function upper(c: usize, s: v128): v128 {
  const p = f64x2.add(f64x2.mul(v128.load(c, P), s), v128.load(c, P + 16));
  return f64x2.mul(s, f64x2.add(f64x2.mul(p, s), v128.load(c, P + 32)));
}

/** Q(s) */
/* inline */ function lower(c: usize, s: v128): v128 {
  const q = f64x2.add(f64x2.mul(f64x2.add(s, v128.load(c, Q)), s), v128.load(c, Q + 16));
  return f64x2.add(f64x2.mul(q, s), v128.load(c, Q + 32));
}

/** 2|x|, limited. */
/* inline */ function twice(c: usize, x: v128): v128 {
  const a = f64x2.abs(x);
  return f64x2.pmin(f64x2.add(a, a), v128.load(c, MOST));
}

/** tanh x from e²ˣ. */
/* inline */ function far(c: usize, x: v128, e: v128): v128 {
  const one = v128.load(c, ONE);
  const ratio = f64x2.div(v128.load(c, TWO), f64x2.add(e, one));
  return signed(c, f64x2.sub(one, ratio), x);
}

/** tanh x without e²ˣ. */
/* inline */ function near(c: usize, x: v128): v128 {
  const s = f64x2.mul(x, x);
  return signed(c, f64x2.add(x, f64x2.mul(x, f64x2.div(upper(c, s), lower(c, s)))), x);
}

/** tanh x by the formula that suits each, with one division. */
/* inline */ function either(c: usize, x: v128, e: v128): v128 {
  const s = f64x2.mul(x, x);
  const one = v128.load(c, ONE);
  const small = isNear(c, x);
  const ratio = f64x2.div(
    v128.bitselect(upper(c, s), v128.load(c, TWO), small),
    v128.bitselect(lower(c, s), f64x2.add(e, one), small),
  );
  return signed(c, v128.bitselect(f64x2.add(x, f64x2.mul(x, ratio)), f64x2.sub(one, ratio), small), x);
}

/** tanh x of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const near0 = isNear(c, x0);
    const near1 = isNear(c, x1);
    const near2 = isNear(c, x2);
    const near3 = isNear(c, x3);
    if (i64x2.all_true(v128.and(v128.and(near0, near1), v128.and(near2, near3)))) {
      v128.store(x, near(c, x0));
      v128.store(x, near(c, x1), 16);
      v128.store(x, near(c, x2), 32);
      v128.store(x, near(c, x3), 48);
      x += 64;
      continue;
    }
    const y0 = twice(c, x0);
    const y1 = twice(c, x1);
    const y2 = twice(c, x2);
    const y3 = twice(c, x3);
    const t0 = shifted(c, y0);
    const t1 = shifted(c, y1);
    const t2 = shifted(c, y2);
    const t3 = shifted(c, y3);
    const r0 = remainder(c, y0, t0);
    const r1 = remainder(c, y1, t1);
    const r2 = remainder(c, y2, t2);
    const r3 = remainder(c, y3, t3);
    const e0 = normal(reduced(c, t0, r0), t0);
    const e1 = normal(reduced(c, t1, r1), t1);
    const e2 = normal(reduced(c, t2, r2), t2);
    const e3 = normal(reduced(c, t3, r3), t3);
    if (v128.any_true(v128.or(v128.or(near0, near1), v128.or(near2, near3)))) {
      v128.store(x, either(c, x0, e0));
      v128.store(x, either(c, x1, e1), 16);
      v128.store(x, either(c, x2, e2), 32);
      v128.store(x, either(c, x3, e3), 48);
    } else {
      v128.store(x, far(c, x0, e0));
      v128.store(x, far(c, x1, e1), 16);
      v128.store(x, far(c, x2, e2), 32);
      v128.store(x, far(c, x3, e3), 48);
    }
    x += 64;
  } while (--count);
  return 0;
}
