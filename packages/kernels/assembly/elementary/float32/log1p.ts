import { plus } from "./arithmetic";
import { combined, LEAST, MOST, moved, ONE, SIGN } from "./logarithm";

// With k of 1 + x rounded it is 1 + f = 2⁻ᵏ·(1 + x), where f = 2⁻ᵏ·x + (2⁻ᵏ − 1) is rounded once at most.

/** NaN unless x is above −1 and not so large that 2⁻ᵏ were no normal number. */
/* inline */ function log1p(c: usize, x: v128): v128 {
  const one = v128.load(c, ONE);
  const bits = moved(c, f32x4.add(one, x));
  const power = i32x4.sub(one, i32x4.shl(i32x4.shr_s(bits, 23), 23));
  const y = combined(c, bits, plus(f32x4.sub(power, one), power, x));
  const inside = v128.and(f32x4.gt(x, v128.load(c, LEAST)), f32x4.le(x, v128.load(c, MOST)));
  return v128.or(v128.or(y, v128.and(x, v128.load(c, SIGN))), v128.not(inside));
}

/** log(1 + x) of `count` groups of eight numbers from `x` on, in place; returns 1 if some are NaN. */
export function run(c: usize, x: usize, count: i32): i32 {
  let numbers = i32x4.splat(-1);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const y0 = log1p(c, x0);
    const y1 = log1p(c, x1);
    v128.store(x, y0);
    v128.store(x, y1, 16);
    numbers = v128.and(numbers, v128.and(f32x4.eq(y0, y0), f32x4.eq(y1, y1)));
    x += 32;
  } while (--count);
  return i32(!i32x4.all_true(numbers));
}
