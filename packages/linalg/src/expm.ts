import { bind, checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { exponential } from "./exponential.ts";
import { inexactSquare } from "./inexact-matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { blockMatrix, cornerOf, matrixFunction } from "./matrix-function.ts";

/**
 * The exponential of a square matrix, e^A = I + A + A²/2! + ⋯, real or complex.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`. Derivative: the Fréchet derivative L(A, E) = ∫₀¹ e^{(1−s)A} E e^{sA} ds, which stands
 * in the corner of the exponential of [A E; 0 A], and derivatives of any order likewise; each order doubles the size.
 * Elements beyond the largest double become ±∞ or NaN.
 *
 * Method: scaling and squaring with Padé approximants of degrees up to 13, with exact norms of
 * powers. Cost: about 20 n³ operations, and 2 n³ for every doubling of the norm.
 * Source: Al-Mohy & Higham 2009, "A new scaling and squaring algorithm for the matrix exponential", SIAM J. Matrix
 * Anal. Appl. 31.
 *
 * @throws LinAlgError if the matrix is not square or holds NaN or ∞; of the last `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { expm } from "@adjoint/linalg";
 *
 * expm([[0, 1], [0, 0]]).toArray(); // => [[1, 1], [0, 1]]
 * expm([[0, Math.PI / 6], [-Math.PI / 6, 0]]).toArray(); // => [[0.8660254038, 0.5], [-0.5, 0.8660254038]]
 * ```
 */
export function expm(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("expm", options, ["check"]);
  return bind(expmPrimitive, [inexactSquare("expm", "a", a)], { check })[0];
}

const expmPrimitive = matrixFunction("expm", ({ matrices, n, isComplex }) => {
  const width = isComplex ? 2 : 1;
  const { matrix, size, factor } = blockMatrix(matrices, n, width);
  const result = isComplex ? complexExponential(matrix, size) : exponential(matrix, size);
  return cornerOf(result, size, n, width, factor);
});

/** P + iQ as the real matrix [P −Q; Q P], whose exponential has the same form. */
function complexExponential(z: Float64Array, n: number): Float64Array {
  const embedded = new Float64Array(4 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [re, im] = [z[2 * (i * n + j)]!, z[2 * (i * n + j) + 1]!];
      embedded[2 * i * n + j] = embedded[2 * (n + i) * n + n + j] = re;
      embedded[2 * i * n + n + j] = -im;
      embedded[2 * (n + i) * n + j] = im;
    }
  }
  const result = exponential(embedded, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      z[2 * (i * n + j)] = result[2 * i * n + j]!;
      z[2 * (i * n + j) + 1] = result[2 * (n + i) * n + j]!;
    }
  }
  return z;
}
