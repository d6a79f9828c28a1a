import { depthBlock, type Product } from "./product.ts";

/**
 * C = A·B in plain TypeScript with nothing packed: the fastest way when a dimension or the whole product is small.
 * The sums and their order are those of the blocked product.
 */
export function directProduct(product: Product): void {
  // Four sums run side by side along the columns; a product with fewer columns is done as Cᵀ = Bᵀ·Aᵀ.
  const { m, n } = product;
  const wide = n < 4 && n < m ? transposed(product) : product;
  const block = depthBlock(product.k);
  if (wide.c instanceof Float64Array) direct64(wide as Product<Float64Array>, block);
  else direct32(wide as Product<Float32Array>, block);
}

function transposed({ m, n, k, a, b, c, ...at }: Product): Product {
  return {
    m: n,
    n: m,
    k,
    a: b,
    aStart: at.bStart,
    aRow: at.bColumn,
    aColumn: at.bRow,
    b: a,
    bStart: at.aStart,
    bRow: at.aColumn,
    bColumn: at.aRow,
    c,
    cStart: at.cStart,
    cRow: at.cColumn,
    cColumn: at.cRow,
  };
}

function direct64(product: Product<Float64Array>, block: number): void {
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow, cColumn } = product;
  for (let i = 0; i < m; i++) {
    const aFirst = aStart + i * aRow;
    const cFirst = cStart + i * cRow;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const c0 = cFirst + j * cColumn;
      const c1 = c0 + cColumn;
      const c2 = c1 + cColumn;
      const c3 = c2 + cColumn;
      let pa = aFirst;
      let b0 = bStart + j * bColumn;
      let b1 = b0 + bColumn;
      let b2 = b1 + bColumn;
      let b3 = b2 + bColumn;
      for (let p = 0; p < k;) {
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        const first = p === 0;
        for (const end = Math.min(k, p + block); p < end; p++) {
          const x = a[pa]!;
          s0 += x * b[b0]!;
          s1 += x * b[b1]!;
          s2 += x * b[b2]!;
          s3 += x * b[b3]!;
          pa += aColumn;
          b0 += bRow;
          b1 += bRow;
          b2 += bRow;
          b3 += bRow;
        }
        c[c0] = first ? s0 : c[c0]! + s0;
        c[c1] = first ? s1 : c[c1]! + s1;
        c[c2] = first ? s2 : c[c2]! + s2;
        c[c3] = first ? s3 : c[c3]! + s3;
      }
    }
    for (; j < n; j++) {
      const c0 = cFirst + j * cColumn;
      let pa = aFirst;
      let b0 = bStart + j * bColumn;
      for (let p = 0; p < k;) {
        let s0 = 0;
        const first = p === 0;
        for (const end = Math.min(k, p + block); p < end; p++) {
          const x = a[pa]!;
          s0 += x * b[b0]!;
          pa += aColumn;
          b0 += bRow;
        }
        c[c0] = first ? s0 : c[c0]! + s0;
      }
    }
  }
}

function direct32(product: Product<Float32Array>, block: number): void {
  const { fround } = Math;
  const { m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cRow, cColumn } = product;
  for (let i = 0; i < m; i++) {
    const aFirst = aStart + i * aRow;
    const cFirst = cStart + i * cRow;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const c0 = cFirst + j * cColumn;
      const c1 = c0 + cColumn;
      const c2 = c1 + cColumn;
      const c3 = c2 + cColumn;
      let pa = aFirst;
      let b0 = bStart + j * bColumn;
      let b1 = b0 + bColumn;
      let b2 = b1 + bColumn;
      let b3 = b2 + bColumn;
      for (let p = 0; p < k;) {
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        const first = p === 0;
        for (const end = Math.min(k, p + block); p < end; p++) {
          const x = a[pa]!;
          s0 = fround(s0 + fround(x * b[b0]!));
          s1 = fround(s1 + fround(x * b[b1]!));
          s2 = fround(s2 + fround(x * b[b2]!));
          s3 = fround(s3 + fround(x * b[b3]!));
          pa += aColumn;
          b0 += bRow;
          b1 += bRow;
          b2 += bRow;
          b3 += bRow;
        }
        c[c0] = first ? s0 : c[c0]! + s0;
        c[c1] = first ? s1 : c[c1]! + s1;
        c[c2] = first ? s2 : c[c2]! + s2;
        c[c3] = first ? s3 : c[c3]! + s3;
      }
    }
    for (; j < n; j++) {
      const c0 = cFirst + j * cColumn;
      let pa = aFirst;
      let b0 = bStart + j * bColumn;
      for (let p = 0; p < k;) {
        let s0 = 0;
        const first = p === 0;
        for (const end = Math.min(k, p + block); p < end; p++) {
          const x = a[pa]!;
          s0 = fround(s0 + fround(x * b[b0]!));
          pa += aColumn;
          b0 += bRow;
        }
        c[c0] = first ? s0 : c[c0]! + s0;
      }
    }
  }
}
