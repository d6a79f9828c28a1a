import { multiplyAdd } from "../matmul/multiply-add";
import { putEdge } from "./edge";

/** `tiles` with 6 rows by 4 vectors: too many sums for V8's registers, unless it merges neighbouring vectors. */
export function wideTiles<T, Left, Right>(
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
  const size = sizeof<T>();
  const areNeighbours = sizeof<Left>() == 2;
  const keeps = sizeof<Right>() == 2;
  const whole = columns * <i32>size == 64;
  for (let i = 0; i < rows; i += 6) {
    const rest = rows - i;
    const isWhole = whole && rest >= 6;
    let right = b;
    let a0 = a;
    let a1 = a;
    let a2 = a;
    let a3 = a;
    let a4 = a;
    let a5 = a;
    if (!areNeighbours) {
      a1 = rest > 1 ? a0 + aRow : a0;
      a2 = rest > 2 ? a1 + aRow : a1;
      a3 = rest > 3 ? a2 + aRow : a2;
      a4 = rest > 4 ? a3 + aRow : a3;
      a5 = rest > 5 ? a4 + aRow : a4;
    }
    let s00 = f64x2.splat(0);
    let s01 = s00;
    let s02 = s00;
    let s03 = s00;
    let s10 = s00;
    let s11 = s00;
    let s12 = s00;
    let s13 = s00;
    let s20 = s00;
    let s21 = s00;
    let s22 = s00;
    let s23 = s00;
    let s30 = s00;
    let s31 = s00;
    let s32 = s00;
    let s33 = s00;
    let s40 = s00;
    let s41 = s00;
    let s42 = s00;
    let s43 = s00;
    let s50 = s00;
    let s51 = s00;
    let s52 = s00;
    let s53 = s00;
    let p = depth;
    do {
      const b0 = v128.load(right);
      const b1 = v128.load(right, 16);
      const b2 = v128.load(right, 32);
      const b3 = v128.load(right, 48);
      if (keeps) {
        v128.store(kept, b0);
        v128.store(kept, b1, 16);
        v128.store(kept, b2, 32);
        v128.store(kept, b3, 48);
        kept += 64;
      }
      let x = v128.load_splat<T>(a0);
      s00 = multiplyAdd<T>(x, b0, s00);
      s01 = multiplyAdd<T>(x, b1, s01);
      s02 = multiplyAdd<T>(x, b2, s02);
      s03 = multiplyAdd<T>(x, b3, s03);
      x = areNeighbours ? v128.load_splat<T>(a0, 1 * sizeof<T>()) : v128.load_splat<T>(a1);
      s10 = multiplyAdd<T>(x, b0, s10);
      s11 = multiplyAdd<T>(x, b1, s11);
      s12 = multiplyAdd<T>(x, b2, s12);
      s13 = multiplyAdd<T>(x, b3, s13);
      x = areNeighbours ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      s20 = multiplyAdd<T>(x, b0, s20);
      s21 = multiplyAdd<T>(x, b1, s21);
      s22 = multiplyAdd<T>(x, b2, s22);
      s23 = multiplyAdd<T>(x, b3, s23);
      x = areNeighbours ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      s30 = multiplyAdd<T>(x, b0, s30);
      s31 = multiplyAdd<T>(x, b1, s31);
      s32 = multiplyAdd<T>(x, b2, s32);
      s33 = multiplyAdd<T>(x, b3, s33);
      x = areNeighbours ? v128.load_splat<T>(a0, 4 * sizeof<T>()) : v128.load_splat<T>(a4);
      s40 = multiplyAdd<T>(x, b0, s40);
      s41 = multiplyAdd<T>(x, b1, s41);
      s42 = multiplyAdd<T>(x, b2, s42);
      s43 = multiplyAdd<T>(x, b3, s43);
      x = areNeighbours ? v128.load_splat<T>(a0, 5 * sizeof<T>()) : v128.load_splat<T>(a5);
      s50 = multiplyAdd<T>(x, b0, s50);
      s51 = multiplyAdd<T>(x, b1, s51);
      s52 = multiplyAdd<T>(x, b2, s52);
      s53 = multiplyAdd<T>(x, b3, s53);
      a0 += aStep;
      if (!areNeighbours) {
        a1 += aStep;
        a2 += aStep;
        a3 += aStep;
        a4 += aStep;
        a5 += aStep;
      }
      right += bStep;
    } while (--p);
    let row = isWhole ? c : edge;
    const step = isWhole ? stride : 64;
    if (isWhole && accumulate) {
      s00 = v128.add<T>(v128.load(row), s00);
      s01 = v128.add<T>(v128.load(row, 16), s01);
      s02 = v128.add<T>(v128.load(row, 32), s02);
      s03 = v128.add<T>(v128.load(row, 48), s03);
      row += step;
      s10 = v128.add<T>(v128.load(row), s10);
      s11 = v128.add<T>(v128.load(row, 16), s11);
      s12 = v128.add<T>(v128.load(row, 32), s12);
      s13 = v128.add<T>(v128.load(row, 48), s13);
      row += step;
      s20 = v128.add<T>(v128.load(row), s20);
      s21 = v128.add<T>(v128.load(row, 16), s21);
      s22 = v128.add<T>(v128.load(row, 32), s22);
      s23 = v128.add<T>(v128.load(row, 48), s23);
      row += step;
      s30 = v128.add<T>(v128.load(row), s30);
      s31 = v128.add<T>(v128.load(row, 16), s31);
      s32 = v128.add<T>(v128.load(row, 32), s32);
      s33 = v128.add<T>(v128.load(row, 48), s33);
      row += step;
      s40 = v128.add<T>(v128.load(row), s40);
      s41 = v128.add<T>(v128.load(row, 16), s41);
      s42 = v128.add<T>(v128.load(row, 32), s42);
      s43 = v128.add<T>(v128.load(row, 48), s43);
      row += step;
      s50 = v128.add<T>(v128.load(row), s50);
      s51 = v128.add<T>(v128.load(row, 16), s51);
      s52 = v128.add<T>(v128.load(row, 32), s52);
      s53 = v128.add<T>(v128.load(row, 48), s53);
      row = c;
    }
    v128.store(row, s00);
    v128.store(row, s01, 16);
    v128.store(row, s02, 32);
    v128.store(row, s03, 48);
    row += step;
    v128.store(row, s10);
    v128.store(row, s11, 16);
    v128.store(row, s12, 32);
    v128.store(row, s13, 48);
    row += step;
    v128.store(row, s20);
    v128.store(row, s21, 16);
    v128.store(row, s22, 32);
    v128.store(row, s23, 48);
    row += step;
    v128.store(row, s30);
    v128.store(row, s31, 16);
    v128.store(row, s32, 32);
    v128.store(row, s33, 48);
    row += step;
    v128.store(row, s40);
    v128.store(row, s41, 16);
    v128.store(row, s42, 32);
    v128.store(row, s43, 48);
    row += step;
    v128.store(row, s50);
    v128.store(row, s51, 16);
    v128.store(row, s52, 32);
    v128.store(row, s53, 48);
    if (!isWhole) putEdge<T>(edge, 64, c, stride, min(6, rest), columns, accumulate);
    a += 6 * aRow;
    c += 6 * stride;
  }
}
