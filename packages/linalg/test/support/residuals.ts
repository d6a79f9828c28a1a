import { multiply, scaled, transposed } from "./matrices.ts";
import type { Matrix } from "./matrices.ts";

/** ‖A − B‖/(‖A‖ n ε) in the Frobenius norm: LAPACK's test ratio, which passes up to 10 or so. */
export function residualRatio(a: Matrix, b: Matrix): number {
  const scale = scaleOf(a);
  const x = scaled(a, scale);
  const y = scaled(b, scale);
  const difference = frobenius(x.map((row, i) => row.map((element, j) => element - y[i]![j]!)));
  return difference === 0 ? 0 : difference / ((frobenius(x) || Number.MIN_VALUE) * order(a) * Number.EPSILON);
}

/** ‖A − U diag(s) W‖/(‖A‖ n ε). */
export function spectralRatio(a: Matrix, u: Matrix, s: readonly number[], w: Matrix): number {
  const scale = scaleOf(a);
  const left = u.map((row) => row.map((x, j) => x * (s[j]! * scale)));
  return residualRatio(scaled(a, scale), multiply(left, w));
}

/** ‖I − QᵀQ‖/(n ε), for the columns of Q. */
export function orthogonalityRatio(q: Matrix): number {
  const columns = q[0]?.length ?? 0;
  if (columns === 0) return 0;
  const product = multiply(transposed(q), q);
  const difference = frobenius(product.map((row, i) => row.map((x, j) => x - (i === j ? 1 : 0))));
  return difference / (q.length * Number.EPSILON);
}

function order(a: Matrix): number {
  return Math.max(a.length, a[0]?.length ?? 0);
}

/** A power of two that brings the matrix to about 1, so that squares and products stay in range. */
function scaleOf(a: Matrix): number {
  const largest = Math.max(...a.flat().map(Math.abs), 2 ** -1022);
  return 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
}

function frobenius(a: Matrix): number {
  return Math.sqrt(a.flat().reduce((total, x) => total + x * x, 0));
}
