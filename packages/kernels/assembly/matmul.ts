// Blocked matrix multiplication after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.
// One source, two builds. V8 keeps 15 vector registers: with a fused multiply-add 6 rows by 2 vectors fit (12 sums,
// 2 vectors of B, 1 entry of A); without one the product needs a register of its own and 4 rows by 2 vectors remain.

/** Rows of one tile of C; its columns are two vectors: 4 float64 or 8 float32. */
export function rows(): i32 {
  if (ASC_FEATURE_RELAXED_SIMD) return 6;
  return 4;
}

/** a·b + c in every lane: rounded once where relaxed SIMD fuses, twice otherwise. */
function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/**
 * Rearranges `lanes` rows of A (or columns of B) into panels of `width` lanes, depth outermost,
 * so that the tile loop reads both operands with stride one. The last panel is filled up with zeros.
 */
function pack<T>(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
): void {
  if (laneStride == sizeof<T>()) packRows<T>(source, depthStride, lanes, depth, width, target);
  else packColumns<T>(source, laneStride, depthStride, lanes, depth, width, target);
}

/** Packs where memory runs along the lanes: eight rows at a time, since more of them may share one cache set. */
function packRows<T>(
  source: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
): void {
  const size = sizeof<T>();
  const panelStep = <usize>width * size;
  const vectors = panelStep & ~15;
  for (let first = 0; first < depth; first += 8) {
    const count = min(8, depth - first);
    for (let lane = 0; lane < lanes; lane += width) {
      const used = min(width, lanes - lane);
      let read = source + <usize>first * depthStride + <usize>lane * size;
      let write = target + (<usize>lane * <usize>depth + <usize>first * <usize>width) * size;
      for (let p = 0; p < count; p++) {
        if (used == width) {
          let offset: usize = 0;
          do {
            v128.store(write + offset, v128.load(read + offset));
            offset += 16;
          } while (offset < vectors);
          if (panelStep & 8) v128.store64_lane(write + offset, v128.load64_zero(read + offset), 0);
        } else {
          for (let r = 0; r < used; r++) {
            store<T>(write + <usize>r * size, load<T>(read + <usize>r * size));
          }
          for (let r = used; r < width; r++) store<T>(write + <usize>r * size, <T>0);
        }
        read += depthStride;
        write += panelStep;
      }
    }
  }
}

/** Packs where memory runs along the depth. */
function packColumns<T>(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
): void {
  const size = sizeof<T>();
  const panelStep = <usize>width * size;
  for (let lane = 0; lane < lanes; lane += width) {
    const used = min(width, lanes - lane);
    for (let r = 0; r < width; r++) {
      let read = source + <usize>(lane + r) * laneStride;
      let write = target + <usize>r * size;
      if (r < used) {
        for (let p = 0; p < depth; p++) {
          store<T>(write, load<T>(read));
          read += depthStride;
          write += panelStep;
        }
      } else {
        for (let p = 0; p < depth; p++) {
          store<T>(write, <T>0);
          write += panelStep;
        }
      }
    }
    target += <usize>depth * panelStep;
  }
}

/** Stores a sum, or adds it to what earlier blocks of the depth left in C. */
function put<T>(target: usize, sum: v128, accumulate: bool): void {
  if (accumulate) v128.store(target, v128.add<T>(v128.load(target), sum));
  else v128.store(target, sum);
}

/** C (+)= A·B for packed panels of A and B; C is row-major with `stride` bytes a row and whole tiles. */
function multiply<T>(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  const size = sizeof<T>();
  const tileRows: usize = rows();
  for (let j = 0; j < columnPanels; j++) {
    let aPanel = a;
    let tile = c + <usize>j * 32;
    for (let i = 0; i < rowPanels; i++) {
      let bPanel = b;
      let s00 = f64x2.splat(0);
      let s01 = s00;
      let s10 = s00;
      let s11 = s00;
      let s20 = s00;
      let s21 = s00;
      let s30 = s00;
      let s31 = s00;
      let s40 = s00;
      let s41 = s00;
      let s50 = s00;
      let s51 = s00;
      let p = depth;
      do {
        const b0 = v128.load(bPanel);
        const b1 = v128.load(bPanel, 16);
        let x = v128.load_splat<T>(aPanel);
        s00 = multiplyAdd<T>(x, b0, s00);
        s01 = multiplyAdd<T>(x, b1, s01);
        x = v128.load_splat<T>(aPanel + size);
        s10 = multiplyAdd<T>(x, b0, s10);
        s11 = multiplyAdd<T>(x, b1, s11);
        x = v128.load_splat<T>(aPanel + 2 * size);
        s20 = multiplyAdd<T>(x, b0, s20);
        s21 = multiplyAdd<T>(x, b1, s21);
        x = v128.load_splat<T>(aPanel + 3 * size);
        s30 = multiplyAdd<T>(x, b0, s30);
        s31 = multiplyAdd<T>(x, b1, s31);
        if (ASC_FEATURE_RELAXED_SIMD) {
          x = v128.load_splat<T>(aPanel + 4 * size);
          s40 = multiplyAdd<T>(x, b0, s40);
          s41 = multiplyAdd<T>(x, b1, s41);
          x = v128.load_splat<T>(aPanel + 5 * size);
          s50 = multiplyAdd<T>(x, b0, s50);
          s51 = multiplyAdd<T>(x, b1, s51);
        }
        aPanel += tileRows * size;
        bPanel += 32;
      } while (--p);
      let row = tile;
      put<T>(row, s00, accumulate);
      put<T>(row + 16, s01, accumulate);
      row += stride;
      put<T>(row, s10, accumulate);
      put<T>(row + 16, s11, accumulate);
      row += stride;
      put<T>(row, s20, accumulate);
      put<T>(row + 16, s21, accumulate);
      row += stride;
      put<T>(row, s30, accumulate);
      put<T>(row + 16, s31, accumulate);
      if (ASC_FEATURE_RELAXED_SIMD) {
        row += stride;
        put<T>(row, s40, accumulate);
        put<T>(row + 16, s41, accumulate);
        row += stride;
        put<T>(row, s50, accumulate);
        put<T>(row + 16, s51, accumulate);
      }
      tile += tileRows * stride;
    }
    b += <usize>depth * 32;
  }
}

export function pack64(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
): void {
  pack<f64>(source, laneStride, depthStride, lanes, depth, width, target);
}

export function pack32(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
): void {
  pack<f32>(source, laneStride, depthStride, lanes, depth, width, target);
}

export function multiply64(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiply<f64>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}

export function multiply32(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  multiply<f32>(a, b, c, stride, rowPanels, columnPanels, depth, accumulate);
}

/** Moves rows of `stride` bytes together so that `bytes` of each remain, in place; `bytes` is at most `stride`. */
export function compact(block: usize, stride: usize, bytes: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    memory.copy(block + <usize>i * bytes, block + <usize>i * stride, bytes);
  }
}
