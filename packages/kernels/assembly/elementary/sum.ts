// Sums as the TypeScript twin makes them: blocks of up to 128 numbers in eight partial sums side by side, which are
// added in pairs, and then the blocks' sums in pairs.

const BLOCK: i32 = 128;

function block(x: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let turns = count >> 3;
  while (turns) {
    a = f64x2.add(a, v128.load(x));
    b = f64x2.add(b, v128.load(x, 16));
    c = f64x2.add(c, v128.load(x, 32));
    d = f64x2.add(d, v128.load(x, 48));
    x += 64;
    turns--;
  }
  let total = across(a) + across(b) + (across(c) + across(d));
  for (let rest = count & 7; rest; rest--) {
    total += load<f64>(x);
    x += 8;
  }
  return total;
}

function across(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** The sum of `count` numbers from `x` on. */
export function run(x: usize, count: i32): f64 {
  if (count <= BLOCK) return block(x, count);
  const half = BLOCK * ((count + 2 * BLOCK - 1) / (2 * BLOCK));
  return run(x, half) + run(x + ((<usize>half) << 3), count - half);
}
