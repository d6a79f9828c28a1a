import { depthBlock } from "./blocks";

/** Sums that are computed side by side stay in the first-level cache. */
const CHUNK: i32 = 1024;
/** Bytes at the start of the scratch for a few sums. */
const FEW: usize = 512;

/* inline */ function fma<T>(sum: v128, x: v128, y: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(x, y));
}

/**
 * y (+)= M·x, each product rounded before it is added, blocks of the depth in order. Strides are in bytes; x may have gaps, and y
 * too.
 */
export function vectorProduct<T>(
  matrix: usize,
  rowStride: usize,
  depthStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  xStep: usize,
  y: usize,
  yStep: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  if (rows == 1) {
    const sum = dot<T>(matrix, depthStride, x, xStep, k, accumulate ? load<T>(y) : <T>0, accumulate, scratch);
    store<T>(y, sum);
    return;
  }
  const endToEnd = depthStride == size;
  const areNeighbours = rowStride == size;
  let place = scratch + FEW + <usize>CHUNK * size;
  if (xStep != size && endToEnd) {
    copyStrided<T>(x, xStep, place, size, k);
    x = place;
    xStep = size;
    place += (<usize>k * size + 15) & ~15;
  }
  const target = yStep == size ? y : place;
  if (target != y && accumulate) copyStrided<T>(y, yStep, target, size, rows);
  if (areNeighbours && !endToEnd) {
    combinations<T>(matrix, depthStride, rows, k, x, xStep, target, accumulate, scratch + FEW);
  } else {
    let done = 0;
    if (endToEnd) done = dots<T>(matrix, rowStride, rows, k, x, target, accumulate);
    few<T>(
      matrix + <usize>done * rowStride,
      rowStride,
      depthStride,
      rows - done,
      k,
      x,
      xStep,
      target + <usize>done * size,
      accumulate,
      scratch,
    );
  }
  if (target != y) copyStrided<T>(target, size, y, yStep, rows);
}

function copyStrided<T>(from: usize, step: usize, to: usize, toStep: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    store<T>(to, load<T>(from));
    from += step;
    to += toStep;
  }
}

/* inline */ function dots<T>(
  matrix: usize,
  rowStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  y: usize,
  accumulate: bool,
): i32 {
  if (sizeof<T>() == 8) return dots64(matrix, rowStride, rows, k, x, y, accumulate);
  return dots32(matrix, rowStride, rows, k, x, y, accumulate);
}

/* inline */ function put<T>(target: usize, sum: v128, accumulate: bool): void {
  v128.store(target, accumulate ? v128.add<T>(v128.load(target), sum) : sum);
}

/** Rows in eights, two in a vector; returns how many it has done. */
function dots64(
  matrix: usize,
  rowStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  y: usize,
  accumulate: bool,
): i32 {
  const block = depthBlock(k);
  let i = 0;
  for (; i + 8 <= rows; i += 8) {
    for (let first = 0; first < k; first += block) {
      const depth = min(block, k - first);
      let r0 = matrix + ((<usize>first) << 3);
      let r1 = r0 + rowStride;
      let r2 = r1 + rowStride;
      let r3 = r2 + rowStride;
      let r4 = r3 + rowStride;
      let r5 = r4 + rowStride;
      let r6 = r5 + rowStride;
      let r7 = r6 + rowStride;
      let vector = x + ((<usize>first) << 3);
      let s0 = f64x2.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let p = depth >> 1; p > 0; p--) {
        const x0 = v128.load64_splat(vector);
        const x1 = v128.load64_splat(vector, 8);
        let u = v128.load(r0);
        let v = v128.load(r1);
        s0 = fma<f64>(s0, v128.shuffle<f64>(u, v, 0, 2), x0);
        s0 = fma<f64>(s0, v128.shuffle<f64>(u, v, 1, 3), x1);
        u = v128.load(r2);
        v = v128.load(r3);
        s1 = fma<f64>(s1, v128.shuffle<f64>(u, v, 0, 2), x0);
        s1 = fma<f64>(s1, v128.shuffle<f64>(u, v, 1, 3), x1);
        u = v128.load(r4);
        v = v128.load(r5);
        s2 = fma<f64>(s2, v128.shuffle<f64>(u, v, 0, 2), x0);
        s2 = fma<f64>(s2, v128.shuffle<f64>(u, v, 1, 3), x1);
        u = v128.load(r6);
        v = v128.load(r7);
        s3 = fma<f64>(s3, v128.shuffle<f64>(u, v, 0, 2), x0);
        s3 = fma<f64>(s3, v128.shuffle<f64>(u, v, 1, 3), x1);
        r0 += 16;
        r1 += 16;
        r2 += 16;
        r3 += 16;
        r4 += 16;
        r5 += 16;
        r6 += 16;
        r7 += 16;
        vector += 16;
      }
      if (depth & 1) {
        const x0 = v128.load64_splat(vector);
        s0 = fma<f64>(s0, v128.load64_lane(r1, v128.load64_zero(r0), 1), x0);
        s1 = fma<f64>(s1, v128.load64_lane(r3, v128.load64_zero(r2), 1), x0);
        s2 = fma<f64>(s2, v128.load64_lane(r5, v128.load64_zero(r4), 1), x0);
        s3 = fma<f64>(s3, v128.load64_lane(r7, v128.load64_zero(r6), 1), x0);
      }
      const adds = accumulate || first > 0;
      put<f64>(y, s0, adds);
      put<f64>(y + 16, s1, adds);
      put<f64>(y + 32, s2, adds);
      put<f64>(y + 48, s3, adds);
    }
    matrix += 8 * rowStride;
    y += 64;
  }
  return i;
}

/** Adds four steps of four rows to their sums. */
/* inline */ function fourSteps(sum: v128, u: v128, v: v128, w: v128, z: v128, vector: usize): v128 {
  const uv = v128.shuffle<f32>(u, v, 0, 4, 1, 5);
  const wz = v128.shuffle<f32>(w, z, 0, 4, 1, 5);
  sum = fma<f32>(sum, v128.shuffle<f64>(uv, wz, 0, 2), v128.load32_splat(vector));
  sum = fma<f32>(sum, v128.shuffle<f64>(uv, wz, 1, 3), v128.load32_splat(vector, 4));
  const uvHigh = v128.shuffle<f32>(u, v, 2, 6, 3, 7);
  const wzHigh = v128.shuffle<f32>(w, z, 2, 6, 3, 7);
  sum = fma<f32>(sum, v128.shuffle<f64>(uvHigh, wzHigh, 0, 2), v128.load32_splat(vector, 8));
  return fma<f32>(sum, v128.shuffle<f64>(uvHigh, wzHigh, 1, 3), v128.load32_splat(vector, 12));
}

/* inline */ function column(r0: usize, r1: usize, r2: usize, r3: usize): v128 {
  let lanes = v128.load32_zero(r0);
  lanes = v128.load32_lane(r1, lanes, 1);
  lanes = v128.load32_lane(r2, lanes, 2);
  return v128.load32_lane(r3, lanes, 3);
}

/** Rows in eights, four in a vector; returns how many it has done. */
function dots32(
  matrix: usize,
  rowStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  y: usize,
  accumulate: bool,
): i32 {
  const block = depthBlock(k);
  let i = 0;
  for (; i + 8 <= rows; i += 8) {
    for (let first = 0; first < k; first += block) {
      const depth = min(block, k - first);
      let r0 = matrix + ((<usize>first) << 2);
      let r1 = r0 + rowStride;
      let r2 = r1 + rowStride;
      let r3 = r2 + rowStride;
      let r4 = r3 + rowStride;
      let r5 = r4 + rowStride;
      let r6 = r5 + rowStride;
      let r7 = r6 + rowStride;
      let vector = x + ((<usize>first) << 2);
      let s0 = f32x4.splat(0);
      let s1 = s0;
      for (let p = depth >> 2; p > 0; p--) {
        s0 = fourSteps(s0, v128.load(r0), v128.load(r1), v128.load(r2), v128.load(r3), vector);
        s1 = fourSteps(s1, v128.load(r4), v128.load(r5), v128.load(r6), v128.load(r7), vector);
        r0 += 16;
        r1 += 16;
        r2 += 16;
        r3 += 16;
        r4 += 16;
        r5 += 16;
        r6 += 16;
        r7 += 16;
        vector += 16;
      }
      for (let p: usize = 0; p < <usize>((depth & 3) << 2); p += 4) {
        const x0 = v128.load32_splat(vector + p);
        s0 = fma<f32>(s0, column(r0 + p, r1 + p, r2 + p, r3 + p), x0);
        s1 = fma<f32>(s1, column(r4 + p, r5 + p, r6 + p, r7 + p), x0);
      }
      const adds = accumulate || first > 0;
      put<f32>(y, s0, adds);
      put<f32>(y + 16, s1, adds);
    }
    matrix += 8 * rowStride;
    y += 32;
  }
  return i;
}

/** Four sums side by side, each of whose terms are one step apart; x of the next sum begins `xRow` bytes later. */
function fourSums<T>(
  matrix: usize,
  rowStride: usize,
  depthStride: usize,
  x: usize,
  xRow: usize,
  xStep: usize,
  depth: i32,
  sums: usize,
): void {
  let r1 = matrix + rowStride;
  let r2 = r1 + rowStride;
  let r3 = r2 + rowStride;
  let x1 = x + xRow;
  let x2 = x1 + xRow;
  let x3 = x2 + xRow;
  let s0: T = 0;
  let s1: T = 0;
  let s2: T = 0;
  let s3: T = 0;
  do {
    s0 = <T>(s0 + <T>(load<T>(matrix) * load<T>(x)));
    s1 = <T>(s1 + <T>(load<T>(r1) * load<T>(x1)));
    s2 = <T>(s2 + <T>(load<T>(r2) * load<T>(x2)));
    s3 = <T>(s3 + <T>(load<T>(r3) * load<T>(x3)));
    matrix += depthStride;
    r1 += depthStride;
    r2 += depthStride;
    r3 += depthStride;
    x += xStep;
    x1 += xStep;
    x2 += xStep;
    x3 += xStep;
  } while (--depth);
  store<T>(sums, s0);
  store<T>(sums, s1, sizeof<T>());
  store<T>(sums, s2, 2 * sizeof<T>());
  store<T>(sums, s3, 3 * sizeof<T>());
}

function oneSum<T>(row: usize, step: usize, x: usize, xStep: usize, depth: i32): T {
  let sum: T = 0;
  do {
    sum = <T>(sum + <T>(load<T>(row) * load<T>(x)));
    row += step;
    x += xStep;
  } while (--depth);
  return sum;
}

/** Rows with any strides. */
function few<T>(
  matrix: usize,
  rowStride: usize,
  depthStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  xStep: usize,
  y: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  const block = depthBlock(k);
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let first = 0; first < k; first += block) {
      const from = matrix + <usize>first * depthStride;
      fourSums<T>(
        from,
        rowStride,
        depthStride,
        x + <usize>first * xStep,
        0,
        xStep,
        min(block, k - first),
        scratch,
      );
      for (let r: usize = 0; r < 4 * size; r += size) {
        const sum = load<T>(scratch + r);
        store<T>(y + r, accumulate || first > 0 ? <T>(load<T>(y + r) + sum) : sum);
      }
    }
    matrix += 4 * rowStride;
    y += 4 * size;
  }
  for (; i < rows; i++) {
    store<T>(
      y,
      dot<T>(matrix, depthStride, x, xStep, k, accumulate ? load<T>(y) : <T>0, accumulate, scratch),
    );
    matrix += rowStride;
    y += size;
  }
}

/** One sum: four blocks of its depth at a time, which are then added to what there is in order. */
function dot<T>(
  row: usize,
  step: usize,
  x: usize,
  xStep: usize,
  k: i32,
  sum: T,
  accumulate: bool,
  scratch: usize,
): T {
  const size = sizeof<T>();
  const block = depthBlock(k);
  let first = 0;
  for (; first + 4 * block <= k; first += 4 * block) {
    const from = row + <usize>first * step;
    fourSums<T>(
      from,
      <usize>block * step,
      step,
      x + <usize>first * xStep,
      <usize>block * xStep,
      xStep,
      block,
      scratch,
    );
    for (let r: usize = 0; r < 4 * size; r += size) {
      const next = load<T>(scratch + r);
      sum = accumulate || first > 0 || r > 0 ? <T>(sum + next) : next;
    }
  }
  for (; first < k; first += block) {
    const next = oneSum<T>(
      row + <usize>first * step,
      step,
      x + <usize>first * xStep,
      xStep,
      min(block, k - first),
    );
    sum = accumulate || first > 0 ? <T>(sum + next) : next;
  }
  return sum;
}

/** Adds up columns that are stored end to end, four at a time; x may have gaps. */
function combinations<T>(
  matrix: usize,
  depthStride: usize,
  rows: i32,
  k: i32,
  x: usize,
  xStep: usize,
  y: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  const block = depthBlock(k);
  for (let chunk = 0; chunk < rows; chunk += CHUNK) {
    const count = min(CHUNK, rows - chunk);
    const bytes = <usize>count * size;
    const target = y + <usize>chunk * size;
    for (let first = 0; first < k; first += block) {
      const adds = accumulate || first > 0;
      const sums = adds ? scratch : target;
      memory.fill(sums, 0, bytes);
      const end = min(k, first + block);
      let column = matrix + <usize>chunk * size + <usize>first * depthStride;
      let factors = x + <usize>first * xStep;
      let p = first;
      for (; p + 4 <= end; p += 4) {
        addFour<T>(column, depthStride, factors, xStep, sums, bytes);
        column += 4 * depthStride;
        factors += 4 * xStep;
      }
      for (; p < end; p++) {
        addOne<T>(column, load<T>(factors), sums, bytes);
        column += depthStride;
        factors += xStep;
      }
      if (adds) addOne<T>(sums, <T>1, target, bytes);
    }
  }
}

function addFour<T>(c0: usize, stride: usize, factors: usize, step: usize, sums: usize, bytes: usize): void {
  let c1 = c0 + stride;
  let c2 = c1 + stride;
  let c3 = c2 + stride;
  const f0 = load<T>(factors);
  const f1 = load<T>(factors + step);
  const f2 = load<T>(factors + 2 * step);
  const f3 = load<T>(factors + 3 * step);
  const x0 = v128.splat<T>(f0);
  const x1 = v128.splat<T>(f1);
  const x2 = v128.splat<T>(f2);
  const x3 = v128.splat<T>(f3);
  const end = sums + bytes;
  const pairs = sums + (bytes & ~31);
  while (sums < pairs) {
    let s = fma<T>(v128.load(sums), v128.load(c0), x0);
    let t = fma<T>(v128.load(sums, 16), v128.load(c0, 16), x0);
    s = fma<T>(s, v128.load(c1), x1);
    t = fma<T>(t, v128.load(c1, 16), x1);
    s = fma<T>(s, v128.load(c2), x2);
    t = fma<T>(t, v128.load(c2, 16), x2);
    s = fma<T>(s, v128.load(c3), x3);
    t = fma<T>(t, v128.load(c3, 16), x3);
    v128.store(sums, s);
    v128.store(sums, t, 16);
    sums += 32;
    c0 += 32;
    c1 += 32;
    c2 += 32;
    c3 += 32;
  }
  while (sums < end) {
    let s = <T>(load<T>(sums) + <T>(load<T>(c0) * f0));
    s = <T>(s + <T>(load<T>(c1) * f1));
    s = <T>(s + <T>(load<T>(c2) * f2));
    store<T>(sums, <T>(s + <T>(load<T>(c3) * f3)));
    sums += sizeof<T>();
    c0 += sizeof<T>();
    c1 += sizeof<T>();
    c2 += sizeof<T>();
    c3 += sizeof<T>();
  }
}

function addOne<T>(column: usize, factor: T, sums: usize, bytes: usize): void {
  const x = v128.splat<T>(factor);
  const end = sums + bytes;
  const vectors = sums + (bytes & ~15);
  while (sums < vectors) {
    v128.store(sums, fma<T>(v128.load(sums), v128.load(column), x));
    sums += 16;
    column += 16;
  }
  while (sums < end) {
    store<T>(sums, <T>(load<T>(sums) + <T>(load<T>(column) * factor)));
    sums += sizeof<T>();
    column += sizeof<T>();
  }
}
