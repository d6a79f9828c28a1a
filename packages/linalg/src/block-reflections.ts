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

/** Up to so many columns of T are found one by one. */
const fewReflections = 8;

/**
 * Writes T for the reflections whose factors τⱼ stand one after another in `taus`.
 *
 * Schreiber & Van Loan 1989, "A storage-efficient WY representation for products of Householder transformations".
 */
export function gatherReflections(
  products: Products,
  data: Float64Array,
  { v, vRow, vColumn, height, count, t }: ReflectionBlock,
  taus: number,
): void {
  products.multiply(t, count, v, vColumn, vRow, v, vRow, vColumn, count, count, height, 0);
  joinReflections(products, data, t, count, count, taus);
}

/**
 * T in place of VᵀV, by halves: (I − V₁ T₁ V₁ᵀ)(I − V₂ T₂ V₂ᵀ) has −T₁ (V₁ᵀV₂) T₂ beside T₁ and T₂. Few columns follow one
 * from another, T₍:,ⱼ₎ = −τⱼ T (Vᵀ vⱼ) with τⱼ below.
 */
function joinReflections(
  products: Products,
  data: Float64Array,
  t: number,
  row: number,
  count: number,
  taus: number,
): void {
  if (count <= fewReflections) {
    for (let j = 0; j < count; j++) {
      const tau = data[taus + j]!;
      for (let i = 0; i < j; i++) {
        let sum = 0;
        for (let l = i; l < j; l++) sum += data[t + i * row + l]! * data[t + l * row + j]!;
        data[t + i * row + j] = -tau * sum;
        data[t + j * row + i] = 0;
      }
      data[t + j * row + j] = tau;
    }
    return;
  }
  const half = count >> 1;
  const rest = count - half;
  const beside = t + half;
  const below = t + half * row;
  joinReflections(products, data, t, row, half, taus);
  joinReflections(products, data, below + half, row, rest, taus + half);
  // (T₁ V₁ᵀV₂)ᵀ stands below the diagonal for a while.
  products.multiply(below, row, beside, 1, row, t, 1, row, rest, half, half, 0);
  clear(data, beside, row, half, rest);
  products.multiply(beside, row, below, 1, row, below + half, row, 1, half, rest, rest, -1);
  clear(data, below, row, rest, half);
}

function clear(data: Float64Array, place: number, row: number, m: number, n: number): void {
  for (let i = 0; i < m; i++) for (let j = place + i * row; j < place + i * row + n; j++) data[j] = 0;
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
