import { relaxedSimdBinary, simdBinary } from "../generated/dense/reflections.ts";
import type { KernelModule } from "./arena.ts";
import { tooShort } from "./reflector.ts";

/** Householder reflections inside an arena; blocks of them are applied by `products`. */
export interface PanelReflections {
  /**
   * Householder QR of the panel of `width` ≤ 8 columns that stands at `a`, with `row` from row to row: R on and above its
   * diagonal; what is below is lost. With k = min(height, width), the vectors of the reflections H₀ ⋯ Hₖ₋₁ = I − V T Vᵀ go to
   * `v`, height × k, with their ones and the zeros above these, their factors to `taus`, and T to `t`, upper triangular with
   * zeros below. The arena must go on for 8 elements behind the panel. Columns of any magnitudes keep their digits.
   */
  readonly reflectPanel: (
    a: number,
    row: number,
    height: number,
    width: number,
    v: number,
    vRow: number,
    taus: number,
    t: number,
    tRow: number,
  ) => void;
}

export const reflections: KernelModule<PanelReflections> = { relaxedSimdBinary, simdBinary, twin };

function twin(data: Float64Array): PanelReflections {
  return {
    reflectPanel: (a, row, height, width, v, vRow, taus, t, tRow) => {
      const count = Math.min(height, width);
      for (let c = 0; c < count; c++) {
        const first = v + c * vRow + c;
        for (let i = 0; i < height; i++) data[v + i * vRow + c] = i < c ? 0 : data[a + i * row + c]!;
        const tau = makeReflector(data, first, vRow, height - c, a + c * (row + 1));
        data[taus + c] = tau;
        for (let k = c + 1; k < width; k++) {
          const column = a + c * row + k;
          let product = 0;
          for (let i = 0; i < height - c; i++) product += data[first + i * vRow]! * data[column + i * row]!;
          for (let i = 0; i < height - c; i++) {
            const target = column + i * row;
            data[target] = data[target]! - tau * product * data[first + i * vRow]!;
          }
        }
        writeColumn(data, v, vRow, height, c, tau, t, tRow);
      }
    },
  };
}

/** Replaces x by the vector of its reflection, with its leading 1, and stores the length that x gets; τ. */
function makeReflector(data: Float64Array, x: number, stride: number, count: number, target: number): number {
  const alpha = data[x]!;
  const tail = lengthOf(data, x + stride, stride, count - 1);
  if (tail === 0) {
    data[x] = 1;
    data[target] = alpha;
    return 0;
  }
  const [large, small] = [Math.max(Math.abs(alpha), tail), Math.min(Math.abs(alpha), tail)];
  const length = large * Math.sqrt(1 + (small / large) ** 2);
  if (length < tooShort) {
    for (let i = 0; i < count; i++) data[x + i * stride] = data[x + i * stride]! / tooShort;
    const tau = makeReflector(data, x, stride, count, target);
    data[target] = data[target]! * tooShort;
    return tau;
  }
  const beta = alpha >= 0 ? -length : length;
  data[x] = 1;
  data[target] = beta;
  for (let i = 1; i < count; i++) data[x + i * stride] = data[x + i * stride]! / (alpha - beta);
  return (beta - alpha) / beta;
}

/** The Euclidean length, scaled by the largest element. */
function lengthOf(data: Float64Array, x: number, stride: number, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(data[x + i * stride]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (data[x + i * stride]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Column c of T from those before it: −τ T (Vᵀ v) with τ below. */
function writeColumn(
  data: Float64Array,
  v: number,
  vRow: number,
  height: number,
  c: number,
  tau: number,
  t: number,
  tRow: number,
): void {
  for (let k = 0; k < c; k++) {
    let product = 0;
    for (let i = c; i < height; i++) product += data[v + i * vRow + k]! * data[v + i * vRow + c]!;
    data[t + k * tRow + c] = product;
    data[t + c * tRow + k] = 0;
  }
  for (let k = 0; k < c; k++) {
    let sum = 0;
    for (let l = k; l < c; l++) sum += data[t + k * tRow + l]! * data[t + l * tRow + c]!;
    data[t + k * tRow + c] = -tau * sum;
  }
  data[t + c * (tRow + 1)] = tau;
}
