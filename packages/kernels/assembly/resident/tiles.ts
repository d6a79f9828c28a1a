import { multiplyAdd } from "../matmul/multiply-add";
import { putEdge } from "./edge";

/** Stores a sum, or adds it to what C holds. */
function put<T>(target: usize, sum: v128, accumulate: bool): void {
  if (accumulate) v128.store(target, v128.add<T>(v128.load(target), sum));
  else v128.store(target, sum);
}

/**
 * C (+)= A·B for a panel of up to 2 vectors of columns: tiles of 4 rows, of which the last is computed at `edge` if it is
 * broken. Rows beyond the last repeat it, if rows of A stand anywhere; if they are neighbours, they have to be there.
 *
 * A step of the depth goes on by `aStep` and `bStep` bytes. With `Keep`, B is copied to `kept` as a packed panel.
 */
export function tiles<T, Left, Right>(
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
  const whole = columns * <i32>size == 32;
  for (let i = 0; i < rows; i += 4) {
    const rest = rows - i;
    const isWhole = whole && rest >= 4;
    let right = b;
    let a0 = a;
    let a1 = a;
    let a2 = a;
    let a3 = a;
    if (!areNeighbours) {
      a1 = rest > 1 ? a0 + aRow : a0;
      a2 = rest > 2 ? a1 + aRow : a1;
      a3 = rest > 3 ? a2 + aRow : a2;
    }
    let s00 = f64x2.splat(0);
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let p = depth;
    do {
      const b0 = v128.load(right);
      const b1 = v128.load(right, 16);
      if (keeps) {
        v128.store(kept, b0);
        v128.store(kept, b1, 16);
        kept += 32;
      }
      let x = v128.load_splat<T>(a0);
      s00 = multiplyAdd<T>(x, b0, s00);
      s01 = multiplyAdd<T>(x, b1, s01);
      x = areNeighbours ? v128.load_splat<T>(a0, 1 * sizeof<T>()) : v128.load_splat<T>(a1);
      s10 = multiplyAdd<T>(x, b0, s10);
      s11 = multiplyAdd<T>(x, b1, s11);
      x = areNeighbours ? v128.load_splat<T>(a0, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      s20 = multiplyAdd<T>(x, b0, s20);
      s21 = multiplyAdd<T>(x, b1, s21);
      x = areNeighbours ? v128.load_splat<T>(a0, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      s30 = multiplyAdd<T>(x, b0, s30);
      s31 = multiplyAdd<T>(x, b1, s31);
      a0 += aStep;
      if (!areNeighbours) {
        a1 += aStep;
        a2 += aStep;
        a3 += aStep;
      }
      right += bStep;
    } while (--p);
    let row = isWhole ? c : edge;
    const step = isWhole ? stride : 32;
    const adds = isWhole ? accumulate : false;
    put<T>(row, s00, adds);
    put<T>(row + 16, s01, adds);
    row += step;
    put<T>(row, s10, adds);
    put<T>(row + 16, s11, adds);
    row += step;
    put<T>(row, s20, adds);
    put<T>(row + 16, s21, adds);
    row += step;
    put<T>(row, s30, adds);
    put<T>(row + 16, s31, adds);
    if (!isWhole) putEdge<T>(edge, 32, c, stride, min(4, rest), columns, accumulate);
    a += 4 * aRow;
    c += 4 * stride;
  }
}
