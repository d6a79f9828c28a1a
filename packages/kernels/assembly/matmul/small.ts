import { multiplyAdd } from "./multiply-add";

/** Says that products are rounded before they are added, in either build. */
export type Twice = i8;
/** Says that a product and its sum may be rounded together. */
export type Once = i16;

function step<T, Rounding>(a: v128, b: v128, c: v128): v128 {
  if (sizeof<Rounding>() == sizeof<Once>()) return multiplyAdd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/**
 * C = A·B for small operands that are not packed: A with any strides, B and C row-major with `stride` bytes a row.
 *
 * Tiles are whole: what lies behind a row's end is computed too and overwritten by the next row, so that columns go
 * from last to first and rows from first to last, and C needs room for whole tiles behind its end.
 */
export function multiplySmall<T, Rounding>(
  a: usize,
  rowStride: usize,
  depthStride: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowTiles: i32,
  columnTiles: i32,
  depth: i32,
): void {
  for (let i = 0; i < rowTiles; i++) {
    for (let j = columnTiles - 1; j >= 0; j--) {
      let left = a;
      let right = b + <usize>j * 32;
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
        let row = left;
        let x = v128.load_splat<T>(row);
        s00 = step<T, Rounding>(x, b0, s00);
        s01 = step<T, Rounding>(x, b1, s01);
        row += rowStride;
        x = v128.load_splat<T>(row);
        s10 = step<T, Rounding>(x, b0, s10);
        s11 = step<T, Rounding>(x, b1, s11);
        row += rowStride;
        x = v128.load_splat<T>(row);
        s20 = step<T, Rounding>(x, b0, s20);
        s21 = step<T, Rounding>(x, b1, s21);
        row += rowStride;
        x = v128.load_splat<T>(row);
        s30 = step<T, Rounding>(x, b0, s30);
        s31 = step<T, Rounding>(x, b1, s31);
        left += depthStride;
        right += stride;
      } while (--p);
      let tile = c + <usize>j * 32;
      v128.store(tile, s00);
      v128.store(tile, s01, 16);
      tile += stride;
      v128.store(tile, s10);
      v128.store(tile, s11, 16);
      tile += stride;
      v128.store(tile, s20);
      v128.store(tile, s21, 16);
      tile += stride;
      v128.store(tile, s30);
      v128.store(tile, s31, 16);
    }
    a += 4 * rowStride;
    c += 4 * stride;
  }
}
