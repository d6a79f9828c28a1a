import { bind, checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { inexactSquare } from "./inexact-matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { matrixFunction } from "./matrix-function.ts";
import { throughTriangularForm } from "./triangular-function.ts";
import { triangularRoot } from "./triangular-root.ts";

/**
 * The principal square root of a square matrix: the X with X² = A whose eigenvalues have no negative real part.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`, of the dtype of `a`. A real matrix with a negative eigenvalue has no real one: give
 * `complex(a)`. A singular matrix has a root if the eigenvalue 0 has all its vectors.
 * Derivative: dX solves X dX + dX X = dA, of any order; at a singular matrix, where it does not
 * exist, it is NaN.
 *
 * Method: Schur form and recurrence. ‖X² − A‖ is at most n ε ‖X‖².
 * Cost: about 50 n³ operations.
 * Source: Björck & Hammarling 1983, "A Schur method for the square root of a matrix"; Higham, Functions of Matrices, §6.
 *
 * @throws LinAlgError if the matrix is not square, holds NaN or ∞, is real with a negative eigenvalue, or is singular and
 * has no root; of all but the first `{ check: false }` gives NaN instead.
 * @example
 * ```ts
 * import { sqrtm } from "@adjoint/linalg";
 * import { complex } from "@adjoint/tensor";
 *
 * sqrtm([[7, 10], [15, 22]]).toArray(); // => [[1.5666989036, 1.7407765596], [2.6111648394, 4.1778637430]]
 * sqrtm(complex([[-4]])).toArray(); // => [[{ re: 0, im: 2 }]]
 * ```
 */
export function sqrtm(a: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("sqrtm", options, ["check"]);
  return bind(sqrtmPrimitive, [inexactSquare("sqrtm", "a", a)], { check })[0];
}

const sqrtmPrimitive = matrixFunction("sqrtm", (job) =>
  throughTriangularForm(
    "sqrtm",
    job,
    (t, n) => triangularRoot(t, n) ?? "a is singular and has no square root",
    { rounding: true },
  ),
);
