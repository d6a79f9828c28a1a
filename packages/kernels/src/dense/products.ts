import { relaxedSimdBinary, simdBinary } from "../generated/dense/products.ts";
import type { KernelModule } from "./arena.ts";

/** What becomes of C: it is replaced by the product, or the product is added to it or taken from it. */
export type ProductMode = 0 | 1 | -1;

/** Matrix products inside an arena. */
export interface Products {
  /**
   * C ← A·B (mode 0), C + A·B (1) or C − A·B (−1). A is m × k and B k × n, with any strides from row to row and column to
   * column; C is m × n with neighbouring columns side by side. C must overlap neither; m, n and k may be 0 in the modes 1 and −1.
   */
  readonly multiply: (
    c: number,
    cRow: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    m: number,
    n: number,
    k: number,
    mode: ProductMode,
  ) => void;
}

export const products: KernelModule<Products> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): Products {
  return {
    multiply: (c, cRow, a, aRow, aColumn, b, bRow, bColumn, m, n, k, mode) => {
      for (let i = 0; i < m; i++) {
        const row = c + i * cRow;
        if (mode === 0) data.fill(0, row, row + n);
        for (let p = 0; p < k; p++) {
          const x = data[a + i * aRow + p * aColumn]!;
          const factor = mode === -1 ? -x : x;
          for (let j = 0, at = b + p * bRow; j < n; j++, at += bColumn) {
            data[row + j] = data[row + j]! + factor * data[at]!;
          }
        }
      }
    },
  };
}
