import { relaxedSimdBinary, simdBinary } from "../generated/dense/hessenberg.ts";
import type { KernelModule } from "./arena.ts";
import { makeReflector } from "./reflector.ts";

/** The reduction of general square matrices inside an arena. */
export interface HessenbergReduction {
  /**
   * Reduces the n × n matrix at `a` to Hessenberg form in its rows and columns `low … high`: A = Q H Qᵀ with Q = H₀ H₁ ⋯ and
   * Hₖ = I − τₖ v vᵀ, where v, of n + 2 elements, becomes row k of the matrix at `vectors`, and τₖ stands at `taus` + k, for the
   * k from `low` to `high` − 2. Both matrices have `row` ≥ n + 2 elements from row to row; column n of A must be 0. `work` has
   * room for five rows.
   *
   * The update by one reflection waits for the products with the next vector, so that each step reads the rest of the matrix
   * once (Van Zee, van de Geijn, Quintana-Ortí & Elizondo 2012, "Families of algorithms for reducing a matrix to condensed form").
   */
  readonly reduceGeneral: (
    a: number,
    row: number,
    n: number,
    low: number,
    high: number,
    vectors: number,
    taus: number,
    work: number,
  ) => void;
}

export const hessenbergReduction: KernelModule<HessenbergReduction> = {
  relaxedSimdBinary,
  simdBinary,
  twin: (data) => ({ reduceGeneral: (...places) => reduceGeneral(data, ...places) }),
};

function reduceGeneral(
  data: Float64Array,
  a: number,
  row: number,
  n: number,
  low: number,
  high: number,
  vectors: number,
  taus: number,
  work: number,
): void {
  let [p, q, r, s] = [work, work + row, work + 2 * row, work + 3 * row];
  // In the first step nothing has to be subtracted.
  let v = work + 4 * row;
  data.fill(0, work, work + 5 * row);
  for (let k = low; k < high - 1; k++) {
    const u = vectors + k * row;
    data.fill(0, u, u + row);
    data.fill(0, s, s + row);
    subtract(data, a, row, k, k + 1, high, v, p, q);
    for (let i = k + 1; i <= high; i++) {
      data[u + i] = data[a + i * row + k]!;
      data[a + i * row + k] = 0;
    }
    const tau = makeReflector(data, u + k + 1, u + k + 2, high - k - 1, a + (k + 1) * row + k);
    data[taus + k] = tau;
    subtract(data, a, row, k + 1, n, high, v, p, q);
    let dot = 0;
    for (let i = 0; i <= high; i++) {
      const x = a + i * row;
      const ui = data[u + i]!;
      let sum = 0;
      for (let j = k + 1; j <= high; j++) sum += data[x + j]! * data[u + j]!;
      if (ui !== 0) for (let j = k + 1; j < n; j++) data[s + j] = data[s + j]! + ui * data[x + j]!;
      data[r + i] = sum;
      dot += sum * ui;
    }
    // H A H = A − u pᵀ − q uᵀ with q = τ A u and p = τ Aᵀ u − τ (uᵀq) u.
    const square = tau * tau * dot;
    for (let j = 0; j <= high; j++) data[r + j] = tau * data[r + j]!;
    for (let j = k + 1; j < n; j++) data[s + j] = tau * data[s + j]! - square * data[u + j]!;
    [p, q, r, s] = [s, r, q, p];
    v = u;
  }
  subtract(data, a, row, Math.max(high - 1, 0), n, high, v, p, q);
}

/** A ← A − v pᵀ − q vᵀ in the rows up to `high` and the columns `from … to`. */
function subtract(
  data: Float64Array,
  a: number,
  row: number,
  from: number,
  to: number,
  high: number,
  v: number,
  p: number,
  q: number,
): void {
  for (let i = 0; i <= high; i++) {
    const vi = data[v + i]!;
    const qi = data[q + i]!;
    const x = a + i * row;
    for (let j = from; j < to; j++) data[x + j] = data[x + j]! - vi * data[p + j]! - qi * data[v + j]!;
  }
}
