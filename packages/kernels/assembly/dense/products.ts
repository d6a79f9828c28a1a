// Matrix products inside an arena, blocked after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", 2008. Places and strides are counted in float64 elements.

import { multiplyAdd } from "../matmul/multiply-add";
import { pack } from "../matmul/pack";

const ROWS: i32 = 96;
const DEPTH: i32 = 256;
const COLUMNS: i32 = 512;
/** Where packed blocks stand: the first part of every arena is theirs. */
const EDGE: usize = 0;
const LEFT: usize = 128;
const RIGHT: usize = LEFT + 96 * 256 * 8;

/** What becomes of C: it is replaced by the product, the product is added to it, or taken from it. */
type Mode = i32;
const REPLACE: Mode = 0;
const ADD: Mode = 1;

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function put(target: usize, sum: v128, mode: Mode): void {
  if (mode == REPLACE) v128.store(target, sum);
  else if (mode == ADD) v128.store(target, f64x2.add(v128.load(target), sum));
  else v128.store(target, f64x2.sub(v128.load(target), sum));
}

/** Up to so many rows of C a panel of B is used too seldom to be packed; up to so many columns a panel of A. */
const FEW_ROWS: i32 = 64;
const FEW_COLUMNS: i32 = 32;

/** Whether steps of the depth would fall on few of the cache's sets. */
function collides(stride: i32, depth: i32): bool {
  return (stride & 63) == 0 && depth > 64;
}

/**
 * A tile of 4 rows by 2 vectors, as in the ordinary product. A step of the depth goes on by `aStep` and `bStep` bytes: by
 * those of packed panels, or of the matrices themselves if their lanes are neighbours.
 */
function tile(
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  depth: i32,
  c: usize,
  stride: usize,
  mode: Mode,
): void {
  let s00 = f64x2.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const end = a + <usize>depth * aStep;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load64_splat(a);
    s00 = multiplyAdd<f64>(x, b0, s00);
    s01 = multiplyAdd<f64>(x, b1, s01);
    x = v128.load64_splat(a, 8);
    s10 = multiplyAdd<f64>(x, b0, s10);
    s11 = multiplyAdd<f64>(x, b1, s11);
    x = v128.load64_splat(a, 16);
    s20 = multiplyAdd<f64>(x, b0, s20);
    s21 = multiplyAdd<f64>(x, b1, s21);
    x = v128.load64_splat(a, 24);
    s30 = multiplyAdd<f64>(x, b0, s30);
    s31 = multiplyAdd<f64>(x, b1, s31);
    a += aStep;
    b += bStep;
  } while (a != end);
  put(c, s00, mode);
  put(c + 16, s01, mode);
  c += stride;
  put(c, s10, mode);
  put(c + 16, s11, mode);
  c += stride;
  put(c, s20, mode);
  put(c + 16, s21, mode);
  c += stride;
  put(c, s30, mode);
  put(c + 16, s31, mode);
}

/** Moves the part of a tile that lies inside C from the edge buffer. */
function putEdge(c: usize, stride: usize, rows: i32, columns: i32, mode: Mode): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const target = c + <usize>i * stride + ((<usize>j) << 3);
      const sum = load<f64>(EDGE + ((<usize>(4 * i + j)) << 3));
      if (mode == REPLACE) store<f64>(target, sum);
      else if (mode == ADD) store<f64>(target, load<f64>(target) + sum);
      else store<f64>(target, load<f64>(target) - sum);
    }
  }
}

/** Panels of A begin `aNext` bytes after another for each row, panels of B `bNext` for each column. */
function tiles(
  a: usize,
  aNext: usize,
  aStep: usize,
  b: usize,
  bNext: usize,
  bStep: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  c: usize,
  stride: usize,
  mode: Mode,
): void {
  for (let j = 0; j < columns; j += 4) {
    const right = b + <usize>j * bNext;
    for (let i = 0; i < rows; i += 4) {
      const left = a + <usize>i * aNext;
      const target = c + <usize>i * stride + ((<usize>j) << 3);
      if (i + 4 <= rows && j + 4 <= columns) {
        tile(left, aStep, right, bStep, depth, target, stride, mode);
      } else {
        tile(left, aStep, right, bStep, depth, EDGE, 32, REPLACE);
        putEdge(target, stride, min(4, rows - i), min(4, columns - j), mode);
      }
    }
  }
}

/**
 * C ← A·B (mode 0), C + A·B (1) or C − A·B (−1): A is m × k and B k × n with any strides, C is m × n, row-major with
 * `cRow` from row to row. C may be part of the matrix that A and B are parts of, if it overlaps neither.
 */
export function multiply(
  c: i32,
  cRow: i32,
  a: i32,
  aRow: i32,
  aColumn: i32,
  b: i32,
  bRow: i32,
  bColumn: i32,
  m: i32,
  n: i32,
  k: i32,
  mode: Mode,
): void {
  const packsLeft = aRow != 1 || n > FEW_COLUMNS || collides(aColumn, k);
  const packsRight = bColumn != 1 || m > FEW_ROWS || collides(bRow, k);
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    for (let p = 0; p < k; p += DEPTH) {
      const depth = min(DEPTH, k - p);
      const panel = (<usize>depth) << 3;
      let right = at(b + p * bRow + j * bColumn);
      if (packsRight) {
        pack<f64>(right, at(bColumn), at(bRow), columns, depth, 4, RIGHT, depth);
        right = RIGHT;
      }
      for (let i = 0; i < m; i += ROWS) {
        const rows = min(ROWS, m - i);
        let left = at(a + i * aRow + p * aColumn);
        if (packsLeft) {
          pack<f64>(left, at(aRow), at(aColumn), rows, depth, 4, LEFT, depth);
          left = LEFT;
        }
        tiles(
          left,
          packsLeft ? panel : 8,
          packsLeft ? 32 : at(aColumn),
          right,
          packsRight ? panel : 8,
          packsRight ? 32 : at(bRow),
          rows,
          columns,
          depth,
          at(c + i * cRow + j),
          at(cRow),
          mode == REPLACE && p > 0 ? ADD : mode,
        );
      }
    }
  }
}
