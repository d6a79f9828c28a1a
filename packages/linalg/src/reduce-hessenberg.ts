import { applyReflector, makeReflector } from "./householder.ts";
import { identityMatrix } from "./identity-matrix.ts";

/**
 * A = Q H Qᵀ with H upper Hessenberg, by Householder reflections of the rows and columns `low … high` of a real matrix,
 * which is overwritten by H. Golub & Van Loan, Matrix Computations, 4th ed., algorithm 7.4.2.
 *
 * @returns Q, row-major, or `null` if it is not asked for.
 */
export function reduceToHessenberg(
  a: Float64Array,
  n: number,
  low: number,
  high: number,
  withBasis: boolean,
): Float64Array | null {
  const count = high - low + 1;
  const reflectors: { v: Float64Array; tau: number }[] = [];
  const products = new Float64Array(n);
  for (let k = low; k < high - 1; k++) {
    const v = new Float64Array(high - k);
    for (let i = k + 1; i <= high; i++) v[i - k - 1] = a[i * n + k]!;
    const { tau, beta } = makeReflector(v, 0, v.length);
    reflectors.push({ v, tau });
    a[(k + 1) * n + k] = beta;
    for (let i = k + 2; i <= high; i++) a[i * n + k] = 0;
    reflectRows(a, n, k + 1, v, tau, k + 1, products);
    for (let i = 0; i <= high; i++) applyReflector(v, 0, v.length, tau, a, i * n + k + 1);
  }
  if (!withBasis) return null;
  const basis = identityMatrix(n);
  for (let k = Math.max(count - 3, -1); k >= 0; k--) {
    const { v, tau } = reflectors[k]!;
    reflectRows(basis, n, low + k + 1, v, tau, low + k + 1, products);
  }
  return basis;
}

/** The rows from `first` on ← (I − τ v vᵀ) of them, in the columns from `from` on. */
function reflectRows(
  a: Float64Array,
  n: number,
  first: number,
  v: Float64Array,
  tau: number,
  from: number,
  products: Float64Array,
): void {
  if (tau === 0) return;
  products.fill(0, from);
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * n;
    const vi = v[i]!;
    for (let j = from; j < n; j++) products[j] = products[j]! + vi * a[row + j]!;
  }
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * n;
    const factor = tau * v[i]!;
    for (let j = from; j < n; j++) a[row + j] = a[row + j]! - factor * products[j]!;
  }
}
