// Large products in a memory that others own, in tiles for vectors of 256 bits: a binary of its own, as V8 widens when it
// optimizes, and keeps what it has optimized.

import { blocks } from "./resident/blocks";
import { Wide } from "./resident/marks";

export function multiply64(
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
  blocks<f64, Wide>(
    a,
    aRow,
    aColumn,
    b,
    bRow,
    bColumn,
    c,
    cRow,
    m,
    n,
    k,
    accumulate,
    notify,
    symmetric,
    scratch,
  );
}

export function multiply32(
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
  blocks<f32, Wide>(
    a,
    aRow,
    aColumn,
    b,
    bRow,
    bColumn,
    c,
    cRow,
    m,
    n,
    k,
    accumulate,
    notify,
    symmetric,
    scratch,
  );
}
