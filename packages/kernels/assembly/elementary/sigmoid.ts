import { limited, ONE, OWN, reduced, remainder, scaled, shifted } from "./exponential";

// With e = e^−|x| ≤ 1 it is 1/(1 + e) for x ≥ 0 and e/(1 + e) below; what rounding takes from 1 + e is put back.

const SIGN: usize = OWN;

/* inline */ function negative(c: usize, x: v128): v128 {
  return limited(c, v128.or(x, v128.load(c, SIGN)));
}

/* inline */ function sigmoid(c: usize, x: v128, e: v128): v128 {
  const one = v128.load(c, ONE);
  const sum = f64x2.add(one, e);
  const lost = f64x2.sub(e, f64x2.sub(sum, one));
  const q = f64x2.div(one, sum);
  const positive = f64x2.sub(q, f64x2.mul(f64x2.mul(q, q), lost));
  return f64x2.mul(positive, v128.bitselect(one, e, f64x2.gt(x, v128.xor(x, x))));
}

/** 1/(1 + e⁻ˣ) of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const y0 = negative(c, x0);
    const y1 = negative(c, x1);
    const y2 = negative(c, x2);
    const y3 = negative(c, x3);
    const t0 = shifted(c, y0);
    const t1 = shifted(c, y1);
    const t2 = shifted(c, y2);
    const t3 = shifted(c, y3);
    const r0 = remainder(c, y0, t0);
    const r1 = remainder(c, y1, t1);
    const r2 = remainder(c, y2, t2);
    const r3 = remainder(c, y3, t3);
    v128.store(x, sigmoid(c, x0, scaled(reduced(c, t0, r0), t0)));
    v128.store(x, sigmoid(c, x1, scaled(reduced(c, t1, r1), t1)), 16);
    v128.store(x, sigmoid(c, x2, scaled(reduced(c, t2, r2), t2)), 32);
    v128.store(x, sigmoid(c, x3, scaled(reduced(c, t3, r3), t3)), 48);
    x += 64;
  } while (--count);
  return 0;
}
