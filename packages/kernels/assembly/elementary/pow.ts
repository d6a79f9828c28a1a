import { normal, ONE, OWN, reduced, shifted, SHIFTER, STEP_HIGH, STEP_LOW } from "./exponential";

// xʸ = e^(y·log|x|), where the logarithm and the product are sums of two numbers. |x| = 2ᵏ·z, and with one of 128
// numbers c of few bits z = (1 + r)/c, after P. T. P. Tang, "Table-driven implementation of the logarithm function in
// IEEE floating-point arithmetic", ACM TOMS 16 (1990): log|x| = k·log 2 − log c + log(1 + r). Products are exact
// because their factors are cut into parts of half the bits (T. J. Dekker 1971).

const TO_LEAST: usize = OWN;
const LEAST_Z: usize = OWN + 16;
const MANTISSA: usize = OWN + 32;
const WHOLE: usize = OWN + 48;
const UNBIAS: usize = OWN + 64;
const LN2_HIGH: usize = OWN + 80;
const LN2_LOW: usize = OWN + 96;
const CUT_Z: usize = OWN + 112;
const MINUS_HALF: usize = OWN + 128;
const A: usize = OWN + 144;
// Seven coefficients from A on.
const CUT: usize = OWN + 256;
const LEAST: usize = OWN + 272;
const MOST: usize = OWN + 288;
const MOST_Y: usize = OWN + 304;
const MODERATE: usize = OWN + 320;
const SIGN: usize = OWN + 336;
const HALF: usize = OWN + 352;
const MOST_PRODUCTS: usize = OWN + 368;
const TABLE: usize = OWN + 384;

/** The row of the table for a lane, of whose bits, moved, this is the upper half. */
/* inline */ function row(c: usize, high: i32): usize {
  return c + ((<usize>((high >>> 13) & 127)) << 5);
}

/** x without the last half of its bits. */
/* inline */ function cut(c: usize, x: v128): v128 {
  const t = f64x2.mul(x, v128.load(c, CUT));
  return f64x2.sub(t, f64x2.sub(t, x));
}

/** Whether the rest of the file holds for |x| and y; for ½ and small integers the twin has other ways. */
/* inline */ function isOrdinary(c: usize, a: v128, y: v128): v128 {
  const finite = v128.and(f64x2.ge(a, v128.load(c, LEAST)), f64x2.le(a, v128.load(c, MOST)));
  const b = f64x2.abs(y);
  const isSmall = v128.and(f64x2.eq(f64x2.trunc(y), y), f64x2.le(b, v128.load(c, MOST_PRODUCTS)));
  const isOther = v128.or(isSmall, f64x2.eq(y, v128.load(c, HALF)));
  return v128.andnot(v128.and(finite, f64x2.le(b, v128.load(c, MOST_Y))), isOther);
}

/** NaN where x is negative and y no integer. */
/* inline */ function signed(c: usize, value: v128, x: v128, y: v128): v128 {
  const half = f64x2.mul(y, v128.load(c, HALF));
  const negative = f64x2.lt(x, v128.xor(x, x));
  const broken = v128.and(negative, f64x2.ne(f64x2.trunc(y), y));
  const odd = v128.and(negative, f64x2.ne(f64x2.trunc(half), half));
  return v128.or(v128.xor(value, v128.and(odd, v128.load(c, SIGN))), broken);
}

/* inline */ function pow(c: usize, x: v128, y: v128): v128 {
  const a = f64x2.abs(x);
  const bits = i64x2.add(a, v128.load(c, TO_LEAST));
  const k = f64x2.sub(v128.or(i64x2.shr_u(bits, 52), v128.load(c, WHOLE)), v128.load(c, UNBIAS));
  const z = i64x2.add(v128.and(bits, v128.load(c, MANTISSA)), v128.load(c, LEAST_Z));
  const left = row(c, i32x4.extract_lane(bits, 1));
  const right = row(c, i32x4.extract_lane(bits, 3));
  const first = v128.load(left, TABLE);
  const second = v128.load(right, TABLE);
  const factor = i64x2.shuffle(first, second, 0, 2);
  const tail = v128.load64_lane(right, v128.load64_zero(left, TABLE + 16), 1, TABLE + 16);
  const zHigh = f64x2.sub(f64x2.add(z, v128.load(c, CUT_Z)), v128.load(c, CUT_Z));
  const rHigh = f64x2.sub(f64x2.mul(zHigh, factor), v128.load(c, ONE));
  const rLow = f64x2.mul(f64x2.sub(z, zHigh), factor);
  const r = f64x2.add(rHigh, rLow);
  const whole = f64x2.add(f64x2.mul(k, v128.load(c, LN2_HIGH)), i64x2.shuffle(first, second, 1, 3));
  const sum = f64x2.add(whole, r);
  const lost = f64x2.add(f64x2.sub(whole, sum), r);
  const low = f64x2.add(f64x2.mul(k, v128.load(c, LN2_LOW)), tail);
  const half = f64x2.mul(r, v128.load(c, MINUS_HALF));
  const halfHigh = f64x2.mul(rHigh, v128.load(c, MINUS_HALF));
  const square = f64x2.mul(rHigh, halfHigh);
  const high = f64x2.add(sum, square);
  const lostSquare = f64x2.add(f64x2.sub(sum, high), square);
  const cross = f64x2.mul(rLow, f64x2.add(half, halfHigh));
  const s = f64x2.mul(r, r);
  const a12 = f64x2.add(v128.load(c, A), f64x2.mul(v128.load(c, A + 16), r));
  const a34 = f64x2.add(v128.load(c, A + 32), f64x2.mul(v128.load(c, A + 48), r));
  const a56 = f64x2.add(v128.load(c, A + 64), f64x2.mul(v128.load(c, A + 80), r));
  const a567 = f64x2.add(a56, f64x2.mul(v128.load(c, A + 96), s));
  const p = f64x2.mul(f64x2.mul(s, r), f64x2.add(a12, f64x2.mul(s, f64x2.add(a34, f64x2.mul(s, a567)))));
  const rest = f64x2.add(f64x2.add(f64x2.add(low, lost), f64x2.add(cross, lostSquare)), p);
  const log = f64x2.add(high, rest);
  const logLow = f64x2.add(f64x2.sub(high, log), rest);

  const yHigh = cut(c, y);
  const logHigh = cut(c, log);
  const e = f64x2.mul(yHigh, logHigh);
  const eRest = f64x2.add(
    f64x2.mul(f64x2.sub(y, yHigh), logHigh),
    f64x2.mul(y, f64x2.add(f64x2.sub(log, logHigh), logLow)),
  );
  const t = shifted(c, e);
  const n = f64x2.sub(t, v128.load(c, SHIFTER));
  const remainder = f64x2.sub(
    f64x2.sub(e, f64x2.mul(n, v128.load(c, STEP_HIGH))),
    f64x2.sub(f64x2.mul(n, v128.load(c, STEP_LOW)), eRest),
  );
  const value = signed(c, normal(reduced(c, t, remainder), t), x, y);
  const good = v128.and(isOrdinary(c, a, y), f64x2.lt(f64x2.abs(e), v128.load(c, MODERATE)));
  return v128.or(value, v128.not(good));
}

/** xʸ of `count` groups of four numbers from `x` and `y` on, in place of the first; returns 1 if some are NaN. */
export function run(c: usize, x: usize, y: usize, count: i32): i32 {
  let numbers = i64x2.splat(-1);
  do {
    const z0 = pow(c, v128.load(x), v128.load(y));
    const z1 = pow(c, v128.load(x, 16), v128.load(y, 16));
    v128.store(x, z0);
    v128.store(x, z1, 16);
    numbers = v128.and(numbers, v128.and(f64x2.eq(z0, z0), f64x2.eq(z1, z1)));
    x += 32;
    y += 32;
  } while (--count);
  return i32(!i64x2.all_true(numbers));
}
