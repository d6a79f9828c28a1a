import { multiplyAdd } from "./multiply-add";

/** Stores a sum, or adds it to what earlier blocks of the depth left in C. */
function put<T>(target: usize, sum: v128, accumulate: bool): void {
  if (accumulate) v128.store(target, v128.add<T>(v128.load(target), sum));
  else v128.store(target, sum);
}

/**
 * C (+)= A·B for packed panels of A and B; C is row-major with `stride` bytes a row and whole tiles.
 *
 * A tile is 4 rows by 2 vectors: V8 keeps 15 vector registers, and some versions load all operands of a step before
 * they multiply, so that sums, 2 vectors of B and 4 entries of A have to fit.
 */
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
      const end = aPanel + <usize>depth * 4 * size;
      do {
        const b0 = v128.load(bPanel);
        const b1 = v128.load(bPanel, 16);
        let x = v128.load_splat<T>(aPanel);
        s00 = multiplyAdd<T>(x, b0, s00);
        s01 = multiplyAdd<T>(x, b1, s01);
        x = v128.load_splat<T>(aPanel, 1 * sizeof<T>());
        s10 = multiplyAdd<T>(x, b0, s10);
        s11 = multiplyAdd<T>(x, b1, s11);
        x = v128.load_splat<T>(aPanel, 2 * sizeof<T>());
        s20 = multiplyAdd<T>(x, b0, s20);
        s21 = multiplyAdd<T>(x, b1, s21);
        x = v128.load_splat<T>(aPanel, 3 * sizeof<T>());
        s30 = multiplyAdd<T>(x, b0, s30);
        s31 = multiplyAdd<T>(x, b1, s31);

        aPanel += 4 * size;
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

      tile += 4 * stride;
    }
    b += <usize>depth * 32;
  }
}
