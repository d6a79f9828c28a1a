import { element, over, size1 } from "./complex-scalar.ts";

/** A component beyond this has the vector scaled, so that no later quotient overflows. */
const tooLarge = 2 ** 20;
const smallestPivot = 2 ** -980;

/**
 * Eigenvectors of a complex triangular matrix in the basis `z` of its Schur form A = Z T Zᴴ, one a column; all of them
 * with two numbers an element. Their lengths mean nothing. Back substitution as in LAPACK's ztrevc: see `realSchurVectors`.
 */
export function complexSchurVectors(t: Float64Array, n: number, z: Float64Array): Float64Array {
  const vectors = new Float64Array(2 * n * n);
  const x = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    const [re, im] = element(t, n, k, k);
    const smallest = Math.max(Number.EPSILON * size1(re, im), smallestPivot);
    for (let j = 0; j < k; j++) {
      const [p, q] = element(t, n, j, k);
      x[2 * j] = -p;
      x[2 * j + 1] = -q;
    }
    x[2 * k] = 1;
    x[2 * k + 1] = 0;
    for (let j = k - 1; j >= 0; j--) {
      const [p, q] = element(t, n, j, j);
      const isSmall = size1(p - re, q - im) < smallest;
      x.set(over(x[2 * j]!, x[2 * j + 1]!, isSmall ? smallest : p - re, isSmall ? 0 : q - im), 2 * j);
      shrink(x, j, k);
      eliminate(t, n, x, j);
    }
    combine(vectors, z, n, x, k);
  }
  return vectors;
}

function shrink(x: Float64Array, j: number, k: number): void {
  const size = size1(x[2 * j]!, x[2 * j + 1]!);
  if (!(size > tooLarge)) return;
  const factor = 2 ** -Math.min(Math.ceil(Math.log2(size)), 1022);
  for (let i = 0; i < 2 * (k + 1); i++) x[i] = x[i]! * factor;
}

function eliminate(t: Float64Array, n: number, x: Float64Array, j: number): void {
  const [re, im] = [x[2 * j]!, x[2 * j + 1]!];
  for (let i = 0; i < j; i++) {
    const [p, q] = [t[2 * (i * n + j)]!, t[2 * (i * n + j) + 1]!];
    x[2 * i] = x[2 * i]! - (re * p - im * q);
    x[2 * i + 1] = x[2 * i + 1]! - (re * q + im * p);
  }
}

/** Column k of the vectors becomes Z x, where x has the components `0 … k`. */
function combine(vectors: Float64Array, z: Float64Array, n: number, x: Float64Array, k: number): void {
  for (let i = 0; i < n; i++) {
    const row = 2 * i * n;
    let [re, im] = [0, 0];
    for (let j = 0; j <= 2 * k; j += 2) {
      re += z[row + j]! * x[j]! - z[row + j + 1]! * x[j + 1]!;
      im += z[row + j]! * x[j + 1]! + z[row + j + 1]! * x[j]!;
    }
    vectors[row + 2 * k] = re;
    vectors[row + 2 * k + 1] = im;
  }
}
