import { relaxedSimdBinary, simdBinary } from "../generated/dense/tridiagonal.ts";
import type { KernelModule } from "./arena.ts";
import { makeReflector } from "./reflector.ts";

/** The reduction of symmetric matrices inside an arena. */
export interface TridiagonalReduction {
  /**
   * Reduces the symmetric n × n matrix at `a`, with `row` from row to row, of which only the lower triangle is read, from its last
   * row up: A = Q T Qᵀ with Q = Hₙ₋₁ ⋯ H₁ and Hₖ = I − τₖ v vᵀ, where v becomes the first k elements of row k, the last of them 1.
   * The diagonal of T goes to `diagonal`, its element beside k and k − 1 to `beside` + k − 1, τₖ to `taus` + k.
   * `work` has room for 2 n elements; n is at least 1, and the elements are about 1.
   */
  readonly reduceSymmetric: (
    a: number,
    row: number,
    n: number,
    diagonal: number,
    beside: number,
    taus: number,
    work: number,
  ) => void;
}

export const tridiagonal: KernelModule<TridiagonalReduction> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): TridiagonalReduction {
  return {
    reduceSymmetric: (a, row, n, diagonal, beside, taus, work) => {
      let p = work;
      let w = work + n;
      // In the first step w is 0, and any numbers do for v.
      let v = a + (n - 1) * row;
      data.fill(0, w, w + n);
      for (let k = n - 1; k >= 0; k--) {
        const u = a + k * row;
        const vk = data[v + k]!;
        const wk = data[w + k]!;
        for (let j = 0; j <= k; j++) data[u + j] = data[u + j]! - vk * data[w + j]! - wk * data[v + j]!;
        data[diagonal + k] = data[u + k]!;
        if (k === 0) return;
        const tau = makeReflector(data, u + k - 1, u, k - 1, beside + k - 1);
        data[taus + k] = tau;
        updateAndMultiply(data, a, row, k, v, w, u, p);
        // H B H = B − u wᵀ − w uᵀ with w = τ p − (τ/2)(τ pᵀu) u.
        let dot = 0;
        for (let j = 0; j < k; j++) dot += data[p + j]! * data[u + j]!;
        const half = (tau / 2) * tau * dot;
        for (let j = 0; j < k; j++) data[p + j] = tau * data[p + j]! - half * data[u + j]!;
        [w, p] = [p, w];
        v = u;
      }
    },
  };
}

/** B ← B − v wᵀ − w vᵀ and p = B u for the lower triangle of a leading block, two rows at a time. */
function updateAndMultiply(
  data: Float64Array,
  a: number,
  row: number,
  size: number,
  v: number,
  w: number,
  u: number,
  p: number,
): void {
  let i = 0;
  for (; i + 1 < size; i += 2) {
    const upper = a + i * row;
    const lower = upper + row;
    const v0 = data[v + i]!;
    const v1 = data[v + i + 1]!;
    const w0 = data[w + i]!;
    const w1 = data[w + i + 1]!;
    const u0 = data[u + i]!;
    const u1 = data[u + i + 1]!;
    let sum0 = 0;
    let sum1 = 0;
    for (let j = 0; j < i; j++) {
      const vj = data[v + j]!;
      const wj = data[w + j]!;
      const uj = data[u + j]!;
      const x = data[upper + j]! - v0 * wj - w0 * vj;
      const y = data[lower + j]! - v1 * wj - w1 * vj;
      data[upper + j] = x;
      data[lower + j] = y;
      sum0 += x * uj;
      sum1 += y * uj;
      data[p + j] = data[p + j]! + (x * u0 + y * u1);
    }
    const x = data[upper + i]! - 2 * v0 * w0;
    const y = data[lower + i]! - v1 * w0 - w1 * v0;
    const z = data[lower + i + 1]! - 2 * v1 * w1;
    data[upper + i] = x;
    data[lower + i] = y;
    data[lower + i + 1] = z;
    data[p + i] = sum0 + x * u0 + y * u1;
    data[p + i + 1] = sum1 + y * u0 + z * u1;
  }
  if (i === size) return;
  const last = a + i * row;
  let sum = 0;
  for (let j = 0; j < i; j++) {
    const x = data[last + j]! - data[v + i]! * data[w + j]! - data[w + i]! * data[v + j]!;
    data[last + j] = x;
    sum += x * data[u + j]!;
    data[p + j] = data[p + j]! + x * data[u + i]!;
  }
  const x = data[last + i]! - 2 * data[v + i]! * data[w + i]!;
  data[last + i] = x;
  data[p + i] = sum + x * data[u + i]!;
}
