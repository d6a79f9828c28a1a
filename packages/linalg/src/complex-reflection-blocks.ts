import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { reflectRows } from "./complex-reflections.ts";
import type { ComplexReflection } from "./complex-reflections.ts";
import { times } from "./complex-scalar.ts";

/** Reflections that are gathered to one product, I − V T Vᴴ. */
export const blockSize = 32;

/** X ← H₀ H₁ ⋯ X for a row-major X, where Hₖ works on the rows from k + `offset` on. */
export function reflectRowsInTurn(
  reflections: readonly ComplexReflection[],
  offset: number,
  x: Float64Array,
  columns: number,
): void {
  const count = reflections.length;
  if (count < 2 * blockSize) {
    for (let k = count - 1; k >= 0; k--) reflectRows(reflections[k]!, false, x, columns, k + offset);
    return;
  }
  for (let start = Math.floor((count - 1) / blockSize) * blockSize; start >= 0; start -= blockSize) {
    const block = reflections.slice(start, start + blockSize);
    reflectByBlock(block, false, x.subarray(2 * (start + offset) * columns), columns);
  }
}

/**
 * X ← H₀ H₁ ⋯ X, or its adjoint, for a few reflections of which each works on one row fewer than that before, the first on
 * all rows of X. H₀ H₁ ⋯ = I − V T Vᴴ with triangular T, as in LAPACK's zlarft.
 *
 * Schreiber & Van Loan 1989, "A storage-efficient WY representation for products of Householder transformations".
 */
export function reflectByBlock(
  reflections: readonly ComplexReflection[],
  adjoint: boolean,
  x: Float64Array,
  columns: number,
): void {
  const count = reflections.length;
  const rows = x.length / (2 * columns);
  const v = new Float64Array(2 * rows * count);
  reflections.forEach((reflection, k) => {
    for (let i = 0; i < reflection.v.length; i += 2) {
      const at = 2 * ((k + i / 2) * count + k);
      v[at] = reflection.v[i]!;
      v[at + 1] = reflection.v[i + 1]!;
    }
  });
  const vh = conjugateTransposed(v, rows, count);
  const t = triangleOf(reflections, complexProduct(vh, v, count, rows, count));
  const middle = adjoint ? conjugateTransposed(t, count, count) : t;
  const inner = complexProduct(vh, x, count, rows, columns);
  const outer = complexProduct(v, complexProduct(middle, inner, count, count, columns), rows, count, columns);
  for (let at = 0; at < x.length; at++) x[at] = x[at]! - outer[at]!;
}

/** T, from Vᴴ V: its column k is τₖ, and above it −τₖ T Vᴴ vₖ of the columns before. */
function triangleOf(reflections: readonly ComplexReflection[], products: Float64Array): Float64Array {
  const n = reflections.length;
  const t = new Float64Array(2 * n * n);
  reflections.forEach(({ re, im }, k) => {
    for (let i = 0; i < k; i++) {
      let p = 0;
      let q = 0;
      for (let j = i; j < k; j++) {
        const [a, b] = [2 * (i * n + j), 2 * (j * n + k)];
        const [x, y] = times(t[a]!, t[a + 1]!, products[b]!, products[b + 1]!);
        p += x;
        q += y;
      }
      t.set(times(-p, -q, re, im), 2 * (i * n + k));
    }
    t.set([re, im], 2 * (k * n + k));
  });
  return t;
}
