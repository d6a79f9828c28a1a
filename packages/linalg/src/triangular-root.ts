import { element, over, root, size1 } from "./complex-scalar.ts";
import { largestMagnitude } from "./scaling.ts";

/**
 * The principal square root U of an upper triangular matrix with two numbers an element, U² = T, column by column.
 *
 * uᵢᵢ = √tᵢᵢ and uᵢⱼ = (tᵢⱼ − Σ uᵢₖ uₖⱼ)/(uᵢᵢ + uⱼⱼ). Björck & Hammarling 1983, "A Schur method for the square root of a
 * matrix", Linear Algebra Appl. 52/53: ‖U² − T‖ ≤ n ε ‖U‖².
 *
 * @returns `null` if eigenvalues that are zero have no root together.
 */
export function triangularRoot(t: Float64Array, n: number): Float64Array | null {
  const u = new Float64Array(t.length);
  // Each column of U as a row, so that sums run through contiguous numbers.
  const turned = new Float64Array(t.length);
  const nothing = n * Number.EPSILON * largestMagnitude(t);
  for (let j = 0; j < n; j++) {
    const last = root(...element(t, n, j, j));
    u.set(last, 2 * (j * n + j));
    turned.set(last, 2 * (j * n + j));
    for (let i = j - 1; i >= 0; i--) {
      let [re, im] = element(t, n, i, j);
      const [row, column] = [2 * i * n, 2 * j * n];
      for (let k = 2 * (i + 1); k < 2 * j; k += 2) {
        const [a, b, c, d] = [u[row + k]!, u[row + k + 1]!, turned[column + k]!, turned[column + k + 1]!];
        re -= a * c - b * d;
        im -= a * d + b * c;
      }
      const first = element(u, n, i, i);
      const divisor = [first[0] + last[0], first[1] + last[1]] as const;
      const isZero = divisor[0] === 0 && divisor[1] === 0;
      if (isZero && size1(re, im) > nothing) return null;
      const solved = isZero ? ([0, 0] as const) : over(re, im, ...divisor);
      u.set(solved, 2 * (i * n + j));
      turned.set(solved, 2 * (j * n + i));
    }
  }
  return u;
}
