import { applyFromRight, gatherReflections } from "./block-reflections.ts";
import { gathered } from "./real-reduction.ts";
import type { RealReduction } from "./real-reduction.ts";

/**
 * A = Q H Qᵀ with H upper Hessenberg, by Householder reflections of the rows and columns `low … high` of a real matrix,
 * which is overwritten by H, and `z` by Qᵀ. Golub & Van Loan, Matrix Computations, 4th ed., algorithm 7.4.2.
 */
export function reduceToHessenberg(
  { data, kernels, n, row, h, z, spare, work }: RealReduction,
  low: number,
  high: number,
): void {
  const taus = work + 5 * row;
  kernels.reduceGeneral(h, row, n, low, high, spare, taus, work);
  if (z === null) return;
  for (let i = 0; i < n; i++) data[z + i * (row + 1)] = 1;
  // Qᵀ = I Bₘᵀ ⋯ B₀ᵀ for the blocks B of reflections, of which the last ones touch the fewest rows.
  const t = work + 6 * row;
  const count = Math.max(high - 1 - low, 0);
  for (let k = low + Math.floor((count - 1) / gathered) * gathered; k >= low; k -= gathered) {
    const block = {
      v: spare + k * row + k + 1,
      vRow: 1,
      vColumn: row,
      height: high - k,
      count: Math.min(gathered, high - 1 - k),
      t,
    };
    gatherReflections(kernels, data, block, taus + k);
    applyFromRight(kernels, block, true, z + (k + 1) * (row + 1), row, high - k, t + gathered * gathered);
  }
}
