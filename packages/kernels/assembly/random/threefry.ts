// Threefry-2x32 with 20 rounds, eight consecutive counters at a time in two interleaved halves, whose instructions
// fill each other's waits.

/* inline */ function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/**
 * The blocks of `groups` times eight counters from [counter0, counter1] on, as pairs of words from `out` on. The low
 * word of a counter wraps; its high word stays.
 */
export function run(key0: i32, key1: i32, counter0: i32, counter1: i32, out: usize, groups: i32): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(0x1bd11bda ^ key0 ^ key1);
  // after each four rounds a pair of the three key words is added, the second with the number of the group
  const k21 = i32x4.add(k2, i32x4.splat(1));
  const k02 = i32x4.add(k0, i32x4.splat(2));
  const k13 = i32x4.add(k1, i32x4.splat(3));
  const k24 = i32x4.add(k2, i32x4.splat(4));
  const k05 = i32x4.add(k0, i32x4.splat(5));
  const start = i32x4.splat(counter0 + key0);
  const step = i32x4.splat(8);
  let next = i32x4.add(i32x4.splat(counter1 + key1), i32x4(0, 1, 2, 3));
  do {
    let x = start;
    let y = next;
    let u = start;
    let v = i32x4.add(next, i32x4.splat(4));

    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 13), x);
    v = v128.xor(rotate(v, 13), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 15), x);
    v = v128.xor(rotate(v, 15), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 26), x);
    v = v128.xor(rotate(v, 26), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 6), x);
    v = v128.xor(rotate(v, 6), u);
    x = i32x4.add(x, k1);
    u = i32x4.add(u, k1);
    y = i32x4.add(y, k21);
    v = i32x4.add(v, k21);

    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 17), x);
    v = v128.xor(rotate(v, 17), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 29), x);
    v = v128.xor(rotate(v, 29), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 16), x);
    v = v128.xor(rotate(v, 16), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 24), x);
    v = v128.xor(rotate(v, 24), u);
    x = i32x4.add(x, k2);
    u = i32x4.add(u, k2);
    y = i32x4.add(y, k02);
    v = i32x4.add(v, k02);

    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 13), x);
    v = v128.xor(rotate(v, 13), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 15), x);
    v = v128.xor(rotate(v, 15), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 26), x);
    v = v128.xor(rotate(v, 26), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 6), x);
    v = v128.xor(rotate(v, 6), u);
    x = i32x4.add(x, k0);
    u = i32x4.add(u, k0);
    y = i32x4.add(y, k13);
    v = i32x4.add(v, k13);

    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 17), x);
    v = v128.xor(rotate(v, 17), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 29), x);
    v = v128.xor(rotate(v, 29), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 16), x);
    v = v128.xor(rotate(v, 16), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 24), x);
    v = v128.xor(rotate(v, 24), u);
    x = i32x4.add(x, k1);
    u = i32x4.add(u, k1);
    y = i32x4.add(y, k24);
    v = i32x4.add(v, k24);

    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 13), x);
    v = v128.xor(rotate(v, 13), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 15), x);
    v = v128.xor(rotate(v, 15), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 26), x);
    v = v128.xor(rotate(v, 26), u);
    x = i32x4.add(x, y);
    u = i32x4.add(u, v);
    y = v128.xor(rotate(y, 6), x);
    v = v128.xor(rotate(v, 6), u);
    x = i32x4.add(x, k2);
    u = i32x4.add(u, k2);
    y = i32x4.add(y, k05);
    v = i32x4.add(v, k05);

    v128.store(out, v128.shuffle<i32>(x, y, 0, 4, 1, 5));
    v128.store(out, v128.shuffle<i32>(x, y, 2, 6, 3, 7), 16);
    v128.store(out, v128.shuffle<i32>(u, v, 0, 4, 1, 5), 32);
    v128.store(out, v128.shuffle<i32>(u, v, 2, 6, 3, 7), 48);
    out += 64;
    next = i32x4.add(next, step);
  } while (--groups);
}
