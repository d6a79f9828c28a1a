/**
 * Rearranges `lanes` rows of A (or columns of B) into panels of `width` lanes, depth outermost,
 * so that the tile loop reads both operands with stride one. The last panel is filled up with zeros. Panels lie
 * `panelDepth` steps apart, of which `depth` are written.
 */
export function pack<T>(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
  panelDepth: i32,
): void {
  if (laneStride == sizeof<T>()) packRows<T>(source, depthStride, lanes, depth, width, target, panelDepth);
  else packColumns<T>(source, laneStride, depthStride, lanes, depth, width, target, panelDepth);
}

/** Packs where memory runs along the lanes: eight rows at a time, since more of them may share one cache set. */
function packRows<T>(
  source: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
  panelDepth: i32,
): void {
  const size = sizeof<T>();
  const panelStep = <usize>width * size;
  const vectors = panelStep & ~15;
  for (let first = 0; first < depth; first += 8) {
    const count = min(8, depth - first);
    for (let lane = 0; lane < lanes; lane += width) {
      const used = min(width, lanes - lane);
      let read = source + <usize>first * depthStride + <usize>lane * size;
      let write = target + (<usize>lane * <usize>panelDepth + <usize>first * <usize>width) * size;
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

/** Packs where memory runs along the depth: two lanes at a time, in which neighbours of one lane become steps. */
function packColumns<T>(
  source: usize,
  laneStride: usize,
  depthStride: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  target: usize,
  panelDepth: i32,
): void {
  const size = sizeof<T>();
  const panelStep = <usize>width * size;
  const paired = depthStride == size ? depth & ~(<i32>(16 / size) - 1) : 0;
  for (let lane = 0; lane < lanes; lane += width) {
    const used = min(width, lanes - lane);
    for (let r = 0; r < width; r++) {
      let read = source + <usize>(lane + r) * laneStride;
      let write = target + <usize>r * size;
      let p = 0;
      if (r + 2 <= used && paired > 0) {
        packPairs<T>(read, laneStride, paired, write, panelStep);
        read += <usize>paired * size;
        write += <usize>paired * panelStep;
        for (p = paired; p < depth; p++) {
          store<T>(write, load<T>(read));
          store<T>(write, load<T>(read + laneStride), sizeof<T>());
          read += size;
          write += panelStep;
        }
        r++;
      } else if (r < used) {
        for (; p < depth; p++) {
          store<T>(write, load<T>(read));
          read += depthStride;
          write += panelStep;
        }
      } else {
        for (; p < depth; p++) {
          store<T>(write, <T>0);
          write += panelStep;
        }
      }
    }
    target += <usize>panelDepth * panelStep;
  }
}

function packPairs<T>(read: usize, laneStride: usize, depth: i32, write: usize, panelStep: usize): void {
  const end = read + <usize>depth * sizeof<T>();
  do {
    const x = v128.load(read);
    const y = v128.load(read + laneStride);
    if (sizeof<T>() == 8) {
      v128.store(write, v128.shuffle<f64>(x, y, 0, 2));
      write += panelStep;
      v128.store(write, v128.shuffle<f64>(x, y, 1, 3));
    } else {
      const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
      const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
      v128.store64_lane(write, low, 0);
      write += panelStep;
      v128.store64_lane(write, low, 1);
      write += panelStep;
      v128.store64_lane(write, high, 0);
      write += panelStep;
      v128.store64_lane(write, high, 1);
    }
    read += 16;
    write += panelStep;
  } while (read != end);
}
