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
        const sign = mode === -1 ? -1 : 1;
        const left = a + i * aRow;
        let p = 0;
        // Four terms at a time, so that C is read and written a quarter as often.
        for (; p + 3 < k; p += 4) {
          const x0 = sign * data[left + p * aColumn]!;
          const x1 = sign * data[left + (p + 1) * aColumn]!;
          const x2 = sign * data[left + (p + 2) * aColumn]!;
          const x3 = sign * data[left + (p + 3) * aColumn]!;
          let b0 = b + p * bRow;
          for (let j = row; j < row + n; j++, b0 += bColumn) {
            const b1 = b0 + bRow;
            const b2 = b1 + bRow;
            const sum = x0 * data[b0]! + x1 * data[b1]! + (x2 * data[b2]! + x3 * data[b2 + bRow]!);
            data[j] = data[j]! + sum;
          }
        }
        for (; p < k; p++) {
          const factor = sign * data[left + p * aColumn]!;
          for (let j = row, at = b + p * bRow; j < row + n; j++, at += bColumn) {
            data[j] = data[j]! + factor * data[at]!;
          }
        }
      }
    },
  };
}
