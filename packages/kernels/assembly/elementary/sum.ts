// Sums as the TypeScript twin makes them: blocks of up to 128 numbers in eight partial sums side by side, which are
// added in pairs, and then the blocks' sums in pairs.

const BLOCK: i32 = 128;

/** Two numbers from `x` on, as float64. */
/* inline */ function pair<T>(x: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(x);
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

function block<T>(x: usize, count: i32): f64 {
  const size = sizeof<T>();
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let turns = count >> 3;
  while (turns) {
    a = f64x2.add(a, pair<T>(x));
    b = f64x2.add(b, pair<T>(x + 2 * size));
    c = f64x2.add(c, pair<T>(x + 4 * size));
    d = f64x2.add(d, pair<T>(x + 6 * size));
    x += 8 * size;
    turns--;
  }
  let total = across(a) + across(b) + (across(c) + across(d));
  for (let rest = count & 7; rest; rest--) {
    total += <f64>load<T>(x);
    x += size;
  }
  return total;
}

function across(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

function sum<T>(x: usize, count: i32): f64 {
  if (count <= BLOCK) return block<T>(x, count);
  const half = BLOCK * ((count + 2 * BLOCK - 1) / (2 * BLOCK));
  return sum<T>(x, half) + sum<T>(x + <usize>half * sizeof<T>(), count - half);
}

/** The sum of `count` float64 from `x` on. */
export function sum64(x: usize, count: i32): f64 {
  return sum<f64>(x, count);
}

/** The sum of `count` float32 from `x` on, in float64. */
export function sum32(x: usize, count: i32): f64 {
  return sum<f32>(x, count);
}
