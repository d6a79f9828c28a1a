import { relaxedSimdBinary, simdBinary } from "../generated/dense/bidiagonal.ts";
import type { KernelModule } from "./arena.ts";
import { makeReflector } from "./reflector.ts";

/** The reduction of any matrix to bidiagonal form inside an arena. */
export interface BidiagonalReduction {
  /**
   * Reduces the m × n matrix at `a`, m ≥ n ≥ 1, with `row` from row to row, to upper bidiagonal form: A = U B Vᵀ with
   * U = H₀ H₁ ⋯ and V = G₀ G₁ ⋯. The vector of Hₖ, of which element k is 1, becomes elements k … m − 1 of row k of `left`, that of
   * Gₖ elements k + 1 … n − 1 of row k of `a`; the factors go to `leftTaus` and `rightTaus`, the diagonal to `diagonal`
   * and the elements beside it to `beside`. `row` is a multiple of 4, and the columns up to a multiple of 4 hold zeros.
   * `work` has room for m + 2 n + 6 elements, and the elements are about 1.
   */
  readonly reduceGeneral: (
    a: number,
    row: number,
    m: number,
    n: number,
    left: number,
    leftRow: number,
    diagonal: number,
    beside: number,
    leftTaus: number,
    rightTaus: number,
    work: number,
  ) => void;
}

export const bidiagonal: KernelModule<BidiagonalReduction> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): BidiagonalReduction {
  return {
    reduceGeneral: (a, row, m, n, left, leftRow, diagonal, beside, leftTaus, rightTaus, work) => {
      const x = work;
      const y = x + m;
      const s = y + n;
      let v = left;
      for (let i = 0; i < m; i++) data[v + i] = data[a + i * row]!;
      let tau = makeReflector(data, v, v + 1, m - 1, diagonal);
      data[leftTaus] = tau;
      combine(data, a, row, 0, m, v, y, 1, n);
      for (let j = 1; j < n; j++) data[y + j] = tau * data[y + j]!;
      // In the first step x is 0, and any numbers do for the vector before.
      data.fill(0, x, x + m);
      let old = a;
      for (let k = 0; k < n - 1; k++) {
        const u = a + k * row;
        const next = k + 1;
        const xk = data[x + k]!;
        for (let j = next; j < n; j++) data[u + j] = data[u + j]! - xk * data[old + j]! - data[y + j]!;
        const turn = makeReflector(data, u + next, u + next + 1, n - next - 1, beside + k);
        data[rightTaus + k] = turn;
        const c = left + next * leftRow;
        updateAndMultiply(data, a, row, next, m, n, x, old, v, y, u, turn, c, s);
        const pivot = data[c + next]!;
        tau = makeReflector(data, c + next, c + next + 1, m - next - 1, diagonal + next);
        data[leftTaus + next] = tau;
        const beta = data[diagonal + next]!;
        const rest = a + next * row;
        old = u;
        v = c;
        if (tau === 0) {
          data.fill(0, y, y + n);
          continue;
        }
        // v = (c − β e)/(c₀ − β), so that Aᵀv follows from Aᵀc, unless that has underflown.
        if (Math.abs(beta) > 1e-280) {
          for (let j = next + 1; j < n; j++) {
            data[s + j] = (data[s + j]! - beta * data[rest + j]!) / (pivot - beta);
          }
        } else {
          combine(data, a, row, next, m, c, s, next + 1, n);
        }
        let dot = 0;
        for (let i = next; i < m; i++) dot += data[x + i]! * data[c + i]!;
        for (let j = next + 1; j < n; j++) data[y + j] = tau * (data[s + j]! - dot * data[u + j]!);
      }
    },
  };
}

/** s = Σᵢ vᵢ rowᵢ over rows `first … m` and columns `from … n`. */
function combine(
  data: Float64Array,
  a: number,
  row: number,
  first: number,
  m: number,
  v: number,
  s: number,
  from: number,
  n: number,
): void {
  data.fill(0, s + from, s + n);
  for (let i = first; i < m; i++) {
    const factor = data[v + i]!;
    const line = a + i * row;
    for (let j = from; j < n; j++) data[s + j] = data[s + j]! + factor * data[line + j]!;
  }
}

/**
 * Rows ← rows − x oldᵀ − v yᵀ for the rows and columns from `first` on; then, with the new rows, x = A u, c = the column
 * `first` − τ x and s = Aᵀ c. c goes where it will become the next v.
 */
function updateAndMultiply(
  data: Float64Array,
  a: number,
  row: number,
  first: number,
  m: number,
  n: number,
  x: number,
  old: number,
  v: number,
  y: number,
  u: number,
  tau: number,
  c: number,
  s: number,
): void {
  data.fill(0, s + first, s + n);
  for (let i = first; i < m; i++) {
    const line = a + i * row;
    const xi = data[x + i]!;
    const vi = data[v + i]!;
    let sum = 0;
    for (let j = first; j < n; j++) {
      const element = data[line + j]! - xi * data[old + j]! - vi * data[y + j]!;
      data[line + j] = element;
      sum += element * data[u + j]!;
    }
    const factor = data[line + first]! - tau * sum;
    data[x + i] = tau * sum;
    data[c + i] = factor;
    for (let j = first; j < n; j++) data[s + j] = data[s + j]! + factor * data[line + j]!;
  }
}
