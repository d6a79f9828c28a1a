// eˣ − 1 = (2ⁿ − 1) + 2ⁿ·(eʳ − 1) for x = n·log 2 + r, |r| ≤ (log 2)/2: the argument is reduced with log 2 in two
// parts after W. J. Cody and W. Waite, "Software manual for the elementary functions", 1980.

const LOWEST: usize = 0;
const HIGHEST: usize = 16;
const LOG2_E: usize = 32;
const SHIFTER: usize = 48;
const LN2_HIGH: usize = 64;
const LN2_LOW: usize = 80;
const TINY: usize = 96;
const Q: usize = 112;

/** (eʳ − 1 − r)/r² */
/* inline */ function tail(c: usize, r: v128, s: v128): v128 {
  const q01 = f64x2.add(v128.load(c, Q), f64x2.mul(v128.load(c, Q + 16), r));
  const q23 = f64x2.add(v128.load(c, Q + 32), f64x2.mul(v128.load(c, Q + 48), r));
  const q45 = f64x2.add(v128.load(c, Q + 64), f64x2.mul(v128.load(c, Q + 80), r));
  const q67 = f64x2.add(v128.load(c, Q + 96), f64x2.mul(v128.load(c, Q + 112), r));
  const q89 = f64x2.add(v128.load(c, Q + 128), f64x2.mul(v128.load(c, Q + 144), r));
  const s2 = f64x2.mul(s, s);
  const high = f64x2.add(q89, f64x2.mul(v128.load(c, Q + 160), s));
  const middle = f64x2.add(q45, f64x2.mul(q67, s));
  const low = f64x2.add(q01, f64x2.mul(q23, s));
  return f64x2.add(low, f64x2.mul(s2, f64x2.add(middle, f64x2.mul(high, s2))));
}

/**
 * All is halved until the end, since 2¹⁰²⁴ is no number: the shifter's last bits are 1022.
 * The smallest x stand for themselves, which keeps subnormal numbers and −0.
 */
/* inline */ function expm1(c: usize, given: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(given, v128.load(c, LOWEST)), v128.load(c, HIGHEST));
  const t = f64x2.add(f64x2.mul(x, v128.load(c, LOG2_E)), v128.load(c, SHIFTER));
  const n = f64x2.sub(t, v128.load(c, SHIFTER));
  const high = f64x2.sub(x, f64x2.mul(n, v128.load(c, LN2_HIGH)));
  const low = f64x2.mul(n, v128.load(c, LN2_LOW));
  const r = f64x2.sub(high, low);
  const rest = f64x2.sub(f64x2.sub(high, r), low);
  const s = f64x2.mul(r, r);
  const more = f64x2.add(f64x2.mul(s, tail(c, r, s)), f64x2.add(rest, f64x2.mul(rest, r)));
  const power = i64x2.shl(t, 52);
  const large = f64x2.sub(power, v128.load(c, Q));
  const small = f64x2.mul(power, r);
  const sum = f64x2.add(large, small);
  const lost = f64x2.sub(small, f64x2.sub(sum, large));
  const result = f64x2.add(sum, f64x2.add(lost, f64x2.mul(power, more)));
  const own = f64x2.lt(f64x2.abs(given), v128.load(c, TINY));
  return v128.bitselect(given, f64x2.add(result, result), own);
}

/** eˣ − 1 of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    v128.store(x, expm1(c, x0));
    v128.store(x, expm1(c, x1), 16);
    v128.store(x, expm1(c, x2), 32);
    v128.store(x, expm1(c, x3), 48);
    x += 64;
  } while (--count);
  return 0;
}
