// erf x = erf c + (x − c)·P(x − c) where c is the nearest multiple of 1/16: the Taylor series at 97 places, whose
// coefficients stand in memory, one place after the other: erf c in two parts, then those of P.

const SIGN: usize = 0;
const MOST: usize = 16;
const STEPS: usize = 32;
const SHIFTER: usize = 48;
const STEP: usize = 64;
const TABLE: usize = 80;
const ROW: usize = 96;

/** A number whose last bits are those of 16c. */
/* inline */ function shifted(c: usize, a: v128): v128 {
  return f64x2.add(f64x2.mul(a, v128.load(c, STEPS)), v128.load(c, SHIFTER));
}

/** |x| − c */
/* inline */ function distance(c: usize, a: v128, t: v128): v128 {
  return f64x2.sub(a, f64x2.mul(f64x2.sub(t, v128.load(c, SHIFTER)), v128.load(c, STEP)));
}

/** The sum of two terms of the series, p₀ + p₁·d, where both lanes have coefficients of their own. */
/* inline */ function pair(left: usize, right: usize, d: v128, term: usize): v128 {
  const a = v128.load(left + term, TABLE);
  const b = v128.load(right + term, TABLE);
  return f64x2.add(i64x2.shuffle(a, b, 0, 2), f64x2.mul(i64x2.shuffle(a, b, 1, 3), d));
}

/* inline */ function erf(c: usize, x: v128, t: v128, d: v128): v128 {
  // No table is longer than 128 places: NaN must lead somewhere.
  const left = c + <usize>(i32x4.extract_lane(t, 0) & 127) * ROW;
  const right = c + <usize>(i32x4.extract_lane(t, 2) & 127) * ROW;
  const s = f64x2.mul(d, d);
  const low = f64x2.add(pair(left, right, d, 32), f64x2.mul(s, pair(left, right, d, 48)));
  const high = f64x2.add(pair(left, right, d, 64), f64x2.mul(s, pair(left, right, d, 80)));
  const rest = f64x2.mul(s, f64x2.add(low, f64x2.mul(f64x2.mul(s, s), high)));
  const first = v128.load(left + 16, TABLE);
  const second = v128.load(right + 16, TABLE);
  const slope = i64x2.shuffle(first, second, 0, 2);
  const p = f64x2.add(slope, f64x2.add(f64x2.mul(i64x2.shuffle(first, second, 1, 3), d), rest));
  const a = v128.load(left, TABLE);
  const b = v128.load(right, TABLE);
  const near = f64x2.add(i64x2.shuffle(a, b, 1, 3), f64x2.mul(d, p));
  const y = f64x2.add(i64x2.shuffle(a, b, 0, 2), near);
  return v128.or(y, v128.and(x, v128.load(c, SIGN)));
}

/* inline */ function limited(c: usize, x: v128): v128 {
  return f64x2.pmin(f64x2.abs(x), v128.load(c, MOST));
}

/** erf x of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    const a0 = limited(c, x0);
    const a1 = limited(c, x1);
    const a2 = limited(c, x2);
    const a3 = limited(c, x3);
    const t0 = shifted(c, a0);
    const t1 = shifted(c, a1);
    const t2 = shifted(c, a2);
    const t3 = shifted(c, a3);
    const d0 = distance(c, a0, t0);
    const d1 = distance(c, a1, t1);
    const d2 = distance(c, a2, t2);
    const d3 = distance(c, a3, t3);
    v128.store(x, erf(c, x0, t0, d0));
    v128.store(x, erf(c, x1, t1, d1), 16);
    v128.store(x, erf(c, x2, t2, d2), 32);
    v128.store(x, erf(c, x3, t3, d3), 48);
    x += 64;
  } while (--count);
  return 0;
}
