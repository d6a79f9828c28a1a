import { limited, reduced, remainder, scaled, shifted } from "./exponential";

/** eˣ of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = limited(c, v128.load(x));
    const x1 = limited(c, v128.load(x, 16));
    const x2 = limited(c, v128.load(x, 32));
    const x3 = limited(c, v128.load(x, 48));
    const t0 = shifted(c, x0);
    const t1 = shifted(c, x1);
    const t2 = shifted(c, x2);
    const t3 = shifted(c, x3);
    const r0 = remainder(c, x0, t0);
    const r1 = remainder(c, x1, t1);
    const r2 = remainder(c, x2, t2);
    const r3 = remainder(c, x3, t3);
    v128.store(x, scaled(reduced(c, t0, r0), t0));
    v128.store(x, scaled(reduced(c, t1, r1), t1), 16);
    v128.store(x, scaled(reduced(c, t2, r2), t2), 32);
    v128.store(x, scaled(reduced(c, t3, r3), t3), 48);
    x += 64;
  } while (--count);
  return 0;
}
