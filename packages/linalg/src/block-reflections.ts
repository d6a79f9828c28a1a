import type { Products } from "@adjoint/kernels";

/** Reflections H₀ H₁ ⋯ = I − V T Vᵀ in an arena, Hⱼ = I − τⱼ vⱼ vⱼᵀ. */
export interface ReflectionBlock {
  /** Where V stands, height × count, whose columns are the vectors with their ones and the zeros before them. */
  readonly v: number;
  readonly vRow: number;
  readonly vColumn: number;
  readonly height: number;
  readonly count: number;
  /** Where the upper triangular T stands, count × count, row-major, with zeros below its diagonal. */
  readonly t: number;
}

/**
 * Writes T for the reflections whose factors τⱼ stand one after another in `taus`: T₍:,ⱼ₎ = −τⱼ T (Vᵀ vⱼ), τⱼ below it.
 *
 * Schreiber & Van Loan 1989, "A storage-efficient WY representation for products of Householder transformations".
 */
export function gatherReflections(
  { multiply }: Products,
  data: Float64Array,
  { v, vRow, vColumn, height, count, t }: ReflectionBlock,
  taus: number,
): void {
  multiply(t, count, v, vColumn, vRow, v, vRow, vColumn, count, count, height, 0);
  for (let j = 0; j < count; j++) {
    const tau = data[taus + j]!;
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let l = i; l < j; l++) sum += data[t + i * count + l]! * data[t + l * count + j]!;
      data[t + i * count + j] = -tau * sum;
    }
    data[t + j * count + j] = tau;
    data.fill(0, t + j * count, t + j * count + j);
  }
}

/**
 * C ← H₀ H₁ ⋯ C, or … H₁ H₀ C with `transposed`, for C of `height` × `width` with neighbouring columns side by side.
 * `work` has room for 2 · count · width elements.
 */
export function applyFromLeft(
  { multiply }: Products,
  { v, vRow, vColumn, height, count, t }: ReflectionBlock,
  transposed: boolean,
  c: number,
  cRow: number,
  width: number,
  work: number,
): void {
  const half = work + count * width;
  const [tRow, tColumn] = transposed ? [1, count] : [count, 1];
  multiply(work, width, v, vColumn, vRow, c, cRow, 1, count, width, height, 0);
  multiply(half, width, t, tRow, tColumn, work, width, 1, count, width, count, 0);
  multiply(c, cRow, v, vRow, vColumn, half, width, 1, height, width, count, -1);
}

/**
 * C ← C H₀ H₁ ⋯, or C … H₁ H₀ with `transposed`, for C of `rows` × `height` with neighbouring columns side by side.
 * `work` has room for 2 · count · rows elements.
 */
export function applyFromRight(
  { multiply }: Products,
  { v, vRow, vColumn, height, count, t }: ReflectionBlock,
  transposed: boolean,
  c: number,
  cRow: number,
  rows: number,
  work: number,
): void {
  const half = work + count * rows;
  const [tRow, tColumn] = transposed ? [1, count] : [count, 1];
  multiply(work, count, c, cRow, 1, v, vRow, vColumn, rows, count, height, 0);
  multiply(half, count, work, count, 1, t, tRow, tColumn, rows, count, count, 0);
  multiply(c, cRow, half, count, 1, v, vColumn, vRow, rows, height, count, -1);
}
