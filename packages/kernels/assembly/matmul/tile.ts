import { multiplyAdd } from "./multiply-add";

// V8 keeps 15 vector registers: with a fused multiply-add 6 rows by 2 vectors fit (12 sums, 2 vectors of B, 1 entry
// of A); without one the product needs a register of its own and 4 rows by 2 vectors remain.

/** Rows of one tile of C; its columns are two vectors: 4 float64 or 8 float32. */
export function rows(): i32 {
  if (ASC_FEATURE_RELAXED_SIMD) return 6;
  return 4;
}

/** Stores a sum, or adds it to what earlier blocks of the depth left in C. */
function put<T>(target: usize, sum: v128, accumulate: bool): void {
  if (accumulate) v128.store(target, v128.add<T>(v128.load(target), sum));
  else v128.store(target, sum);
}

/** C (+)= A·B for packed panels of A and B; C is row-major with `stride` bytes a row and whole tiles. */
export function multiply<T>(
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
      const end = aPanel + <usize>depth * tileRows * size;
      do {
        const b0 = v128.load(bPanel);
        const b1 = v128.load(bPanel, 16);
        let x = v128.load_splat<T>(aPanel);
        s00 = multiplyAdd<T>(x, b0, s00);
        s01 = multiplyAdd<T>(x, b1, s01);
        x = v128.load_splat<T>(aPanel, sizeof<T>());
        s10 = multiplyAdd<T>(x, b0, s10);
        s11 = multiplyAdd<T>(x, b1, s11);
        x = v128.load_splat<T>(aPanel, 2 * sizeof<T>());
        s20 = multiplyAdd<T>(x, b0, s20);
        s21 = multiplyAdd<T>(x, b1, s21);
        x = v128.load_splat<T>(aPanel, 3 * sizeof<T>());
        s30 = multiplyAdd<T>(x, b0, s30);
        s31 = multiplyAdd<T>(x, b1, s31);
        if (ASC_FEATURE_RELAXED_SIMD) {
          x = v128.load_splat<T>(aPanel, 4 * sizeof<T>());
          s40 = multiplyAdd<T>(x, b0, s40);
          s41 = multiplyAdd<T>(x, b1, s41);
          x = v128.load_splat<T>(aPanel, 5 * sizeof<T>());
          s50 = multiplyAdd<T>(x, b0, s50);
          s51 = multiplyAdd<T>(x, b1, s51);
        }
        aPanel += tileRows * size;
        bPanel += 32;
      } while (aPanel != end);
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
