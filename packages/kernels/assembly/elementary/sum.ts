// Sums as the TypeScript twin makes them: blocks of 128 in eight partial sums side by side, which are added in pairs,
// and then the blocks' sums in pairs.

function block(x: usize): f64 {
  let a = v128.load(x);
  let b = v128.load(x, 16);
  let c = v128.load(x, 32);
  let d = v128.load(x, 48);
  let turns = 15;
  do {
    x += 64;
    a = f64x2.add(a, v128.load(x));
    b = f64x2.add(b, v128.load(x, 16));
    c = f64x2.add(c, v128.load(x, 32));
    d = f64x2.add(d, v128.load(x, 48));
  } while (--turns);
  return across(a) + across(b) + (across(c) + across(d));
}

function across(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** The sum of 2048 numbers from `x` on, which are overwritten. */
export function run(x: usize): f64 {
  let read = x;
  let write = x;
  do {
    store<f64>(write, block(read));
    read += 1024;
    write += 8;
  } while (write < x + 128);
  for (let size: usize = 64; size >= 8; size >>= 1) {
    for (let at: usize = 0; at < size; at += 8) {
      store<f64>(x + at, load<f64>(x + 2 * at) + load<f64>(x + 2 * at, 8));
    }
  }
  return load<f64>(x);
}
