/**
 * X ← H₀ H₁ ⋯ X for a row-major X with `length` rows. Row k of `vectors`, of `length` elements, has the vector of Hₖ from
 * element k + `offset` on. With `isIdentity` X is the identity, of which the first columns need not be touched.
 */
export function applyReflections(
  vectors: Float64Array,
  taus: Float64Array,
  length: number,
  offset: number,
  x: Float64Array,
  columns: number,
  isIdentity = false,
): void {
  const w = new Float64Array(columns);
  for (let k = taus.length - 1; k >= 0; k--) {
    const tau = taus[k]!;
    if (tau === 0) continue;
    const v = k * length;
    const first = isIdentity ? k + offset : 0;
    combineRows(x, columns, vectors, v, k + offset, length, first, columns, w);
    for (let i = k + offset; i < length; i++) {
      const factor = tau * vectors[v + i]!;
      const row = i * columns;
      for (let j = first; j < columns; j++) x[row + j] = x[row + j]! - factor * w[j]!;
    }
  }
}

/** w = Σᵢ vᵢ xᵢ, where v₀ stands at `vectors[v]`, over rows `from … to`, in the columns `first … last`; four rows at a time. */
export function combineRows(
  x: Float64Array,
  columns: number,
  vectors: Float64Array,
  v: number,
  from: number,
  to: number,
  first: number,
  last: number,
  w: Float64Array,
): void {
  w.fill(0, first, last);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const r0 = i * columns;
    const r1 = r0 + columns;
    const r2 = r1 + columns;
    const r3 = r2 + columns;
    const v0 = vectors[v + i]!;
    const v1 = vectors[v + i + 1]!;
    const v2 = vectors[v + i + 2]!;
    const v3 = vectors[v + i + 3]!;
    for (let j = first; j < last; j++) {
      w[j] = w[j]! + (v0 * x[r0 + j]! + v1 * x[r1 + j]! + (v2 * x[r2 + j]! + v3 * x[r3 + j]!));
    }
  }
  for (; i < to; i++) {
    const factor = vectors[v + i]!;
    for (let j = first; j < last; j++) w[j] = w[j]! + factor * x[i * columns + j]!;
  }
}
