import { pack } from "../matmul/pack";
import { finish } from "./finish";
import { Keep, Lanes, Read, Rows, tileBytes, tileRows } from "./marks";
import { tiles } from "./tiles";
import { wideTiles } from "./wide-tiles";

/** Bytes at the start of the scratch for broken tiles. */
const EDGE: usize = 512;
/** A strip of A stays in the second-level cache. */
const STRIP_ROWS: i32 = 96;
const STRIP_ENTRIES: i32 = 96 * 256;
const LONGEST_STRIP: i32 = 768;
/** Columns of C that are computed together. */
const COLUMNS: i32 = 1024;
/** Up to so many columns rows of A are used too seldom to be packed. */
const FEW_COLUMNS: i32 = 32;

/** Length of the nearly equal blocks of at most 256 that the depth is cut into. */
export function depthBlock(k: i32): i32 {
  const blocks = (k + 255) / 256;
  return (k + blocks - 1) / blocks;
}

/** The smallest multiple of `unit` that cuts `length` into nearly equal pieces of at most about `limit`. */
function piece(length: i32, limit: i32, unit: i32): i32 {
  const pieces = (length + limit - 1) / limit;
  const even = (length + pieces - 1) / pieces;
  return ((even + unit - 1) / unit) * unit;
}

/**
 * C (+)= A·B in blocks: B is packed, or read where it lies if that is as good, and so is A. Strides are in bytes.
 *
 * If C is `symmetric`, tiles below its diagonal are left out and mirrored in the end.
 */
export function blocks<T, Shape>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  notify: bool,
  symmetric: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  const wide = tileBytes<Shape>() / <i32>size;
  const high = tileRows<Shape>();
  const block = depthBlock(k);
  const columnsAtOnce = piece(n, COLUMNS, wide);
  const longest = STRIP_ENTRIES / max(block, columnsAtOnce);
  const rowsAtOnce = piece(m, max(STRIP_ROWS, min(LONGEST_STRIP, longest)), high);
  const right = scratch + EDGE;
  const left = right + <usize>columnsAtOnce * <usize>block * size;
  const packsLeft = n > FEW_COLUMNS;

  for (let j = 0; j < n; j += columnsAtOnce) {
    const columns = min(columnsAtOnce, n - j);
    for (let p = 0; p < k; p += block) {
      const depth = min(block, k - p);
      const panelBytes = <usize>(depth * tileBytes<Shape>());
      const adds = accumulate || p > 0;
      for (let i = 0; i < m; i += rowsAtOnce) {
        const rows = min(rowsAtOnce, m - i);
        let strip = a + <usize>i * aRow + <usize>p * aColumn;
        if (packsLeft) {
          pack<T>(strip, aRow, aColumn, rows, depth, high, left, depth);
          strip = left;
        }
        for (let q = 0; q < columns; q += wide) {
          const some = min(wide, columns - q);
          const needed = symmetric ? min(rows, wholeTiles(j + q + some - i, high)) : rows;
          if (needed <= 0) continue;
          const panel = right + <usize>(q / wide) * panelBytes;
          const target = c + <usize>i * cRow + <usize>(j + q) * size;
          let first = 0;
          let source = panel;
          let step = <usize>tileBytes<Shape>();
          if (i == 0) {
            const from = b + <usize>p * bRow + <usize>(j + q) * bColumn;
            if (bColumn != size || some < wide) {
              pack<T>(from, bColumn, bRow, some, depth, wide, panel, depth);
            } else if (m <= high) {
              source = from;
              step = bRow;
            } else {
              // The first rows of A leave B packed for the others.
              first = high;
              tile<T, Shape, Rows, Keep>(
                strip,
                packsLeft ? size : aRow,
                packsLeft ? <usize>high * size : aColumn,
                from,
                bRow,
                target,
                cRow,
                high,
                some,
                depth,
                adds,
                scratch,
                panel,
              );
            }
          }
          if (first < needed) {
            const below = target + <usize>first * cRow;
            const more = needed - first;
            if (packsLeft) {
              tile<T, Shape, Lanes, Read>(
                strip + <usize>first * <usize>depth * size,
                <usize>depth * size,
                <usize>high * size,
                source,
                step,
                below,
                cRow,
                more,
                some,
                depth,
                adds,
                scratch,
                0,
              );
            } else {
              tile<T, Shape, Rows, Read>(
                strip + <usize>first * aRow,
                aRow,
                aColumn,
                source,
                step,
                below,
                cRow,
                more,
                some,
                depth,
                adds,
                scratch,
                0,
              );
            }
          }
        }
        if (notify && !symmetric && p + depth == k && columns == n) finish(i, rows);
      }
    }
  }
  if (symmetric) mirror<T>(c, cRow, n);
  if (notify && (symmetric || columnsAtOnce < n)) finish(0, m);
}

/** Rows, none if negative, filled up to whole tiles. */
/* inline */ function wholeTiles(rows: i32, high: i32): i32 {
  return rows > 0 ? ((rows + high - 1) / high) * high : 0;
}

/** Copies what is above the diagonal below it, in squares that stay in the cache. */
function mirror<T>(c: usize, stride: usize, n: i32): void {
  const size = sizeof<T>();
  for (let top = 0; top < n; top += 16) {
    const bottom = min(n, top + 16);
    for (let left = 0; left <= top; left += 16) {
      for (let i = top; i < bottom; i++) {
        const end = min(i, left + 16);
        let from = c + <usize>left * stride + <usize>i * size;
        let to = c + <usize>i * stride + <usize>left * size;
        for (let j = left; j < end; j++) {
          store<T>(to, load<T>(from));
          from += stride;
          to += size;
        }
      }
    }
  }
}

/* inline */ function tile<T, Shape, Left, Right>(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  edge: usize,
  kept: usize,
): void {
  if (tileRows<Shape>() == 4) {
    tiles<T, Left, Right>(a, aRow, aStep, b, bStep, c, stride, rows, columns, depth, accumulate, edge, kept);
  } else {
    wideTiles<T, Left, Right>(
      a,
      aRow,
      aStep,
      b,
      bStep,
      c,
      stride,
      rows,
      columns,
      depth,
      accumulate,
      edge,
      kept,
    );
  }
}
