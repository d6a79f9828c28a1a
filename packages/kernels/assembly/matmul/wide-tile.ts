import { multiplyAdd } from "./multiply-add";

/**
 * C (+)= A·B with 6 rows by 4 vectors a tile: too many sums for V8's registers, unless it is told to merge
 * neighbouring vectors into one of 256 bits. It does so from pairs of stores with nothing between them.
 */
export function multiplyWide<T>(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rowPanels: i32,
  columnPanels: i32,
  depth: i32,
  accumulate: bool,
): void {
  for (let j = 0; j < columnPanels; j++) {
    let aPanel = a;
    let tile = c + <usize>j * 64;
    for (let i = 0; i < rowPanels; i++) {
      let bPanel = b;
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
        const b0 = v128.load(bPanel);
        const b1 = v128.load(bPanel, 16);
        const b2 = v128.load(bPanel, 32);
        const b3 = v128.load(bPanel, 48);
        let x = v128.load_splat<T>(aPanel);
        s00 = multiplyAdd<T>(x, b0, s00);
        s01 = multiplyAdd<T>(x, b1, s01);
        s02 = multiplyAdd<T>(x, b2, s02);
        s03 = multiplyAdd<T>(x, b3, s03);
        x = v128.load_splat<T>(aPanel, sizeof<T>());
        s10 = multiplyAdd<T>(x, b0, s10);
        s11 = multiplyAdd<T>(x, b1, s11);
        s12 = multiplyAdd<T>(x, b2, s12);
        s13 = multiplyAdd<T>(x, b3, s13);
        x = v128.load_splat<T>(aPanel, 2 * sizeof<T>());
        s20 = multiplyAdd<T>(x, b0, s20);
        s21 = multiplyAdd<T>(x, b1, s21);
        s22 = multiplyAdd<T>(x, b2, s22);
        s23 = multiplyAdd<T>(x, b3, s23);
        x = v128.load_splat<T>(aPanel, 3 * sizeof<T>());
        s30 = multiplyAdd<T>(x, b0, s30);
        s31 = multiplyAdd<T>(x, b1, s31);
        s32 = multiplyAdd<T>(x, b2, s32);
        s33 = multiplyAdd<T>(x, b3, s33);
        x = v128.load_splat<T>(aPanel, 4 * sizeof<T>());
        s40 = multiplyAdd<T>(x, b0, s40);
        s41 = multiplyAdd<T>(x, b1, s41);
        s42 = multiplyAdd<T>(x, b2, s42);
        s43 = multiplyAdd<T>(x, b3, s43);
        x = v128.load_splat<T>(aPanel, 5 * sizeof<T>());
        s50 = multiplyAdd<T>(x, b0, s50);
        s51 = multiplyAdd<T>(x, b1, s51);
        s52 = multiplyAdd<T>(x, b2, s52);
        s53 = multiplyAdd<T>(x, b3, s53);
        aPanel += 6 * sizeof<T>();
        bPanel += 64;
      } while (--p);
      if (accumulate) {
        let row = tile;
        s00 = v128.add<T>(v128.load(row), s00);
        s01 = v128.add<T>(v128.load(row, 16), s01);
        s02 = v128.add<T>(v128.load(row, 32), s02);
        s03 = v128.add<T>(v128.load(row, 48), s03);
        row += stride;
        s10 = v128.add<T>(v128.load(row), s10);
        s11 = v128.add<T>(v128.load(row, 16), s11);
        s12 = v128.add<T>(v128.load(row, 32), s12);
        s13 = v128.add<T>(v128.load(row, 48), s13);
        row += stride;
        s20 = v128.add<T>(v128.load(row), s20);
        s21 = v128.add<T>(v128.load(row, 16), s21);
        s22 = v128.add<T>(v128.load(row, 32), s22);
        s23 = v128.add<T>(v128.load(row, 48), s23);
        row += stride;
        s30 = v128.add<T>(v128.load(row), s30);
        s31 = v128.add<T>(v128.load(row, 16), s31);
        s32 = v128.add<T>(v128.load(row, 32), s32);
        s33 = v128.add<T>(v128.load(row, 48), s33);
        row += stride;
        s40 = v128.add<T>(v128.load(row), s40);
        s41 = v128.add<T>(v128.load(row, 16), s41);
        s42 = v128.add<T>(v128.load(row, 32), s42);
        s43 = v128.add<T>(v128.load(row, 48), s43);
        row += stride;
        s50 = v128.add<T>(v128.load(row), s50);
        s51 = v128.add<T>(v128.load(row, 16), s51);
        s52 = v128.add<T>(v128.load(row, 32), s52);
        s53 = v128.add<T>(v128.load(row, 48), s53);
      }
      let row = tile;
      v128.store(row, s00);
      v128.store(row, s01, 16);
      v128.store(row, s02, 32);
      v128.store(row, s03, 48);
      row += stride;
      v128.store(row, s10);
      v128.store(row, s11, 16);
      v128.store(row, s12, 32);
      v128.store(row, s13, 48);
      row += stride;
      v128.store(row, s20);
      v128.store(row, s21, 16);
      v128.store(row, s22, 32);
      v128.store(row, s23, 48);
      row += stride;
      v128.store(row, s30);
      v128.store(row, s31, 16);
      v128.store(row, s32, 32);
      v128.store(row, s33, 48);
      row += stride;
      v128.store(row, s40);
      v128.store(row, s41, 16);
      v128.store(row, s42, 32);
      v128.store(row, s43, 48);
      row += stride;
      v128.store(row, s50);
      v128.store(row, s51, 16);
      v128.store(row, s52, 32);
      v128.store(row, s53, 48);
      tile += 6 * stride;
    }
    b += <usize>depth * 64;
  }
}
