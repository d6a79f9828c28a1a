import { exponential } from "./exponential";

/** eˣ of `count` groups of eight numbers from `x` on, in place. */
export function run(c: usize, x: usize, count: i32): i32 {
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    v128.store(x, exponential(c, x0));
    v128.store(x, exponential(c, x1), 16);
    v128.store(x, exponential(c, x2), 32);
    v128.store(x, exponential(c, x3), 48);
    x += 64;
  } while (--count);
  return 0;
}
