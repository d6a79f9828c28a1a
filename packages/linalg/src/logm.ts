import { bind, checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { inexactSquare } from "./inexact-matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { matrixFunction } from "./matrix-function.ts";
import { throughTriangularForm } from "./triangular-function.ts";
import { triangularLogarithm } from "./triangular-logarithm.ts";

/**
 * The principal logarithm of an invertible square matrix: the X with e^X = A whose eigenvalues have imaginary parts in
 * (−π, π].
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`, of the dtype of `a`. A real matrix with a negative eigenvalue has no real one: give
 * `complex(a)`. Derivative: L(A, E) = ∫₀¹ (s(A − I) + I)⁻¹ E (s(A − I) + I)⁻¹ ds, of any order, from the logarithm of
 * block triangular matrices.
 *
 * Method: Schur form, square roots until the matrix is near the identity, and a Padé approximant by Gauss–Legendre
 * quadrature, where the diagonal is computed apart.
 * Cost: about 25 n³ operations, and n³ for each root.
 * Source: Kenney & Laub 1989, "Condition estimates for matrix functions"; Higham, Functions of Matrices, §11.
 *
 * @throws LinAlgError if the matrix is not square, holds NaN or ∞, is singular, or is real with a negative eigenvalue; of
 * all but the first `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { logm } from "@adjoint/linalg";
 *
 * logm([[1, 1], [0, 1]]).toArray(); // => [[0, 1], [0, 0]]
 * logm([[0, -1], [1, 0]]).toArray(); // => [[0, -1.5707963268], [1.5707963268, 0]]
 * ```
 */
export function logm(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("logm", options, ["check"]);
  return bind(logmPrimitive, [inexactSquare("logm", "a", a)], { check })[0];
}

const logmPrimitive = matrixFunction("logm", (job) =>
  throughTriangularForm(
    "logm",
    job,
    (t, n) => triangularLogarithm(t, n) ?? "a is singular and has no logarithm",
    { rounding: false },
  ),
);
