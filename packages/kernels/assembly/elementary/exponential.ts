// eˣ = 2ᵏ·T·eʳ, where T is one of 64 powers 2^(j/64) and |r| ≤ (log 2)/128, after P. T. P. Tang, "Table-driven
// implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15 (1989). The short
// polynomial matters more than the loads from the table: a chain of dependent operations is what takes the time.
// For the same reason the functions are in parts: a caller does each part for several vectors before the next part, so
// that their chains run side by side. The TypeScript twin does the same operations in the same order. Constants stand in memory, once for each lane:
// V8 would rebuild inline ones each time.

const LOWEST: usize = 0;
const HIGHEST: usize = 16;
const STEPS: usize = 32;
export const SHIFTER: usize = 48;
export const STEP_HIGH: usize = 64;
export const STEP_LOW: usize = 80;
const Q: usize = 96;
export const ONE: usize = 160;
const TABLE: usize = 176;
/** Where the constants of the functions that use this file begin. */
export const OWN: usize = 1200;

/** x with its infinities replaced by numbers that overflow and underflow as well; NaN stays. */
/* inline */ export function limited(c: usize, x: v128): v128 {
  return f64x2.pmin(f64x2.pmax(x, v128.load(c, LOWEST)), v128.load(c, HIGHEST));
}

/** A number whose last bits are 64k + j, plus what the shifter has in its last bits. */
/* inline */ export function shifted(c: usize, x: v128): v128 {
  return f64x2.add(f64x2.mul(x, v128.load(c, STEPS)), v128.load(c, SHIFTER));
}

/** r, where `t` is `shifted(c, x)`. */
/* inline */ export function remainder(c: usize, x: v128, t: v128): v128 {
  const n = f64x2.sub(t, v128.load(c, SHIFTER));
  const high = f64x2.sub(x, f64x2.mul(n, v128.load(c, STEP_HIGH)));
  return f64x2.sub(high, f64x2.mul(n, v128.load(c, STEP_LOW)));
}

/** T·eʳ */
/* inline */ export function reduced(c: usize, t: v128, r: v128): v128 {
  const a = v128.load(c + ((i32x4.extract_lane(t, 0) & 63) << 4), TABLE);
  const b = v128.load(c + ((i32x4.extract_lane(t, 2) & 63) << 4), TABLE);
  const power = i64x2.shuffle(a, b, 0, 2);
  const lost = i64x2.shuffle(a, b, 1, 3);
  const s = f64x2.mul(r, r);
  const q01 = f64x2.add(v128.load(c, Q), f64x2.mul(v128.load(c, Q + 16), r));
  const q23 = f64x2.add(v128.load(c, Q + 32), f64x2.mul(v128.load(c, Q + 48), r));
  const p = f64x2.add(r, f64x2.mul(s, f64x2.add(q01, f64x2.mul(s, q23))));
  return f64x2.add(power, f64x2.add(lost, f64x2.mul(power, p)));
}

/** y·2ᵏ; the shifter's last bits are 64·2046, so that 2ᵏ is built as the product of two powers, neither too large. */
/* inline */ export function scaled(y: v128, t: v128): v128 {
  const first = i64x2.shr_u(t, 7);
  const second = i64x2.sub(i64x2.shr_u(t, 6), first);
  return f64x2.mul(f64x2.mul(y, i64x2.shl(first, 52)), i64x2.shl(second, 52));
}

/** y·2ᵏ where it is a normal number; the shifter's last bits are 0. */
/* inline */ export function normal(y: v128, t: v128): v128 {
  return i64x2.add(y, i64x2.shl(i64x2.shr_u(t, 6), 52));
}
