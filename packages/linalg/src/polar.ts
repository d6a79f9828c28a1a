import { add, asInexact, bind, checkOptions, DomainError, matmul, sub, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { adjointOf, hermitianPart } from "./complex-adjoint.ts";
import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { decomposeComplex } from "./complex-svd.ts";
import { eachInexactMatrix } from "./inexact-matrices.ts";
import { solveLyapunov } from "./lyapunov.ts";
import { eachMatrix, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { pinv } from "./pinv.ts";
import { decompose } from "./svd.ts";

/** The options of `polar`. */
export interface PolarOptions extends CheckOptions {
  /** On which side of U the symmetric factor stands: A = U P for `"right"`, the default, or A = P U. */
  readonly side?: "right" | "left";
}

/** A polar decomposition, A = U P or A = P U. */
export interface PolarFactors {
  /** The nearest matrix with orthonormal columns, or rows if A is wide: `[…, m, n]`. */
  readonly u: Tensor;
  /** Symmetric and positive semidefinite: `[…, n, n]`, or `[…, m, m]` on the left. */
  readonly p: Tensor;
}

/**
 * The polar decomposition of any matrix, real or complex: A = U P, where U has orthonormal columns (rows if m < n) and P = (AᵀA)^½ is
 * symmetric and positive semidefinite; with `{ side: "left" }` A = P U and P = (A Aᵀ)^½. Of all such matrices U is nearest to A.
 * Of a complex matrix P is Hermitian, and adjoints stand for transposes.
 *
 * Shapes: `[…, m, n]` → u `[…, m, n]` and p `[…, n, n]`, or `[…, m, m]` on the left.
 *
 * Derivative, m ≥ n: dU = U Ω + (I − U Uᵀ) dA P⁻¹ with Ω P + P Ω = Uᵀ dA − dAᵀ U, and P = Uᵀ A; for m < n by the transpose.
 * Equal singular values make no difference to it, in any order. Where A has not full rank U is one of several and jumps:
 * reciprocals of zero count as zero then.
 *
 * Method: singular value decomposition, U = U₁ Vᵀ and P = V S Vᵀ; AᵀA is never formed.
 * Cost: O(m n min(m, n)).
 * Source: Higham 2008, Functions of Matrices, ch. 8.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞, or the iteration does not converge; `{ check: false }` gives NaN.
 * @example
 * ```ts
 * import { polar } from "@adjoint/linalg";
 *
 * const { u, p } = polar([[0, -2], [3, 0]]);
 * u.toArray(); // => [[0, -1], [1, 0]]
 * p.toArray(); // => [[3, 0], [0, 2]]
 * ```
 */
export function polar(a: TensorLike, options: PolarOptions = {}): PolarFactors {
  const { side = "right", check = true } = checkOptions("polar", options, ["side", "check"]);
  if (side !== "right" && side !== "left") {
    throw new DomainError(`polar: side must be "right" or "left", got ${String(side)}`, {
      operation: "polar",
      side,
    });
  }
  const matrix = matrixArgument("polar", "a", a, asInexact);
  const [m, n] = matrixShape(matrix.shape);
  const tall = m < n ? adjointOf(matrix) : matrix;
  const factor = bind(unitaryPrimitive, [tall], { check })[0];
  const u = m < n ? adjointOf(factor) : factor;
  const ut = adjointOf(u);
  return { u, p: hermitianPart(side === "right" ? matmul(ut, matrix) : matmul(matrix, ut)) };
}

/** U of A = U P for m ≥ n. */
const unitaryPrimitive: Primitive<[a: Tensor], [u: Tensor], Required<CheckOptions>> = {
  name: "polar",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a], { check }) => {
    const u = zerosLike(a);
    const [m, n] = matrixShape(a.shape);
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => {
        const { u: left, v } = decomposeComplex("polar", matrix, a, index, {
          vectors: true,
          full: false,
          check,
        });
        u.data.set(complexProduct(left, conjugateTransposed(v, n, n), m, n, n), 2 * index * m * n);
      });
      return [u];
    }
    const product = new Float64Array(m * n);
    eachMatrix(a, (matrix, index) => {
      const { left, right } = decompose("polar", matrix, a.shape, index, {
        vectors: true,
        full: false,
        check,
      });
      product.fill(0);
      left.forEach((vector, k) => {
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            product[i * n + j] = product[i * n + j]! + vector[i]! * right[k]![j]!;
          }
        }
      });
      u.data.set(product, index * m * n);
    });
    return [u];
  },
  jvp: ([tangent], [a], [u]): [Tangent] => {
    const ut = adjointOf(u);
    const p = hermitianPart(matmul(ut, a));
    const along = matmul(ut, tangent!);
    const turned = matmul(u, solveLyapunov(p, sub(along, adjointOf(along))));
    const [m, n] = matrixShape(a.shape);
    if (m === n) return [turned];
    const outside = matmul(sub(tangent!, matmul(u, along)), pinv(p, { check: false }));
    return [add(turned, outside)];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(unitaryPrimitive, [a], params),
};
