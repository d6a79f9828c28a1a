import { normalExponential, ONE, OWN } from "./exponential";

// Above 0.625 tanh x = 1 − 2/(e²ˣ + 1); below, x + x³·P(x²)/Q(x²), with the coefficients of S. L. Moshier's Cephes.

const SIGN: usize = OWN;
const BOUND: usize = OWN + 16;
const MOST: usize = OWN + 32;
const TWO: usize = OWN + 48;
const P: usize = OWN + 64;
const Q: usize = OWN + 112;

/* inline */ function tanh(c: usize, x: v128): v128 {
  const sign = v128.and(x, v128.load(c, SIGN));
  const a = v128.xor(x, sign);
  const s = f64x2.mul(a, a);
  let p = f64x2.add(f64x2.mul(v128.load(c, P), s), v128.load(c, P + 16));
  p = f64x2.add(f64x2.mul(p, s), v128.load(c, P + 32));
  let q = f64x2.add(s, v128.load(c, Q));
  q = f64x2.add(f64x2.mul(q, s), v128.load(c, Q + 16));
  q = f64x2.add(f64x2.mul(q, s), v128.load(c, Q + 32));
  const twice = f64x2.pmin(f64x2.add(a, a), v128.load(c, MOST));
  const denominator = f64x2.add(normalExponential(c, twice), v128.load(c, ONE));
  const low = f64x2.lt(a, v128.load(c, BOUND));
  const ratio = f64x2.div(
    v128.bitselect(f64x2.mul(s, p), v128.load(c, TWO), low),
    v128.bitselect(q, denominator, low),
  );
  const near = f64x2.add(a, f64x2.mul(a, ratio));
  const far = f64x2.sub(v128.load(c, ONE), ratio);
  return v128.or(v128.bitselect(near, far, low), sign);
}

/** tanh x of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    v128.store(x, tanh(c, x0));
    v128.store(x, tanh(c, x1), 16);
    v128.store(x, tanh(c, x2), 32);
    v128.store(x, tanh(c, x3), 48);
    x += 64;
  } while (--count);
  return 0;
}
