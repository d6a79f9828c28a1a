import { add, asInexact, bind, checkOptions, matmul, neg, sub, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tensor, TensorLike } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { decomposeComplex } from "./complex-svd.ts";
import { eachInexactMatrix } from "./inexact-matrices.ts";
import { batchShape, eachMatrix, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { checkTolerance, rankOf } from "./matrix-rank.ts";
import type { RankTolerance } from "./matrix-rank.ts";
import { decompose } from "./svd.ts";

/** The options of `pinv`. */
export interface PinvOptions extends RankTolerance, CheckOptions {}

interface PinvParams extends Required<RankTolerance & CheckOptions> {
  /** The rank if it is known, which takes the place of a tolerance. */
  readonly rank: number | null;
}

/**
 * The Moore–Penrose pseudo-inverse of a real or complex matrix: A⁺ = V S⁺ Uᵀ, where S⁺ inverts the singular values that are
 * larger than max(atol, rtol · s₀). A⁺ b is the shortest of the vectors that minimise ‖A x − b‖.
 *
 * Shapes: `[…, m, n]` → `[…, n, m]`. `lstsq` and `solve` are faster and more accurate where A⁺ itself is not wanted.
 *
 * Derivative: dA⁺ = −A⁺ dA A⁺ + A⁺A⁺ᵀ dAᵀ (I − A A⁺) + (I − A⁺A) dAᵀ A⁺ᵀA⁺, to any order, at repeated singular values
 * too; with Hermitian adjoints for transposes if A is complex. A⁺ jumps where the rank changes: the derivative is the one
 * along matrices of constant rank, and singular values that are left out count as zero in it.
 *
 * Method: singular value decomposition.
 * Cost: O(m n min(m, n)).
 * Source: Penrose 1955; derivative: Golub & Pereyra 1973, SIAM J. Numer. Anal. 10, 413–432. O(m n min(m, n)).
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN.
 * DomainError if a tolerance is negative or NaN.
 * @example
 * ```ts
 * import { pinv } from "@adjoint/linalg";
 *
 * pinv([[2, 0], [0, 0], [0, 4]]).toArray(); // => [[0.5, 0, 0], [0, 0, 0.25]]
 * ```
 */
export function pinv(a: TensorLike, options: PinvOptions = {}): Tensor {
  const { rtol, atol, check = true } = checkOptions("pinv", options, ["rtol", "atol", "check"]);
  const matrix = matrixArgument("pinv", "a", a, asInexact);
  const params = { rank: null, ...checkTolerance("pinv", rtol, atol, matrix), check };
  return bind(pinvPrimitive, [matrix], params)[0];
}

/** The pseudo-inverse of what the `rank` largest singular values make of A; NaN where A is not finite. */
export function pinvOfRank(a: Tensor, rank: number): Tensor {
  return bind(pinvPrimitive, [a], { rank, rtol: 0, atol: 0, check: false })[0];
}

const pinvPrimitive: Primitive<[a: Tensor], [x: Tensor], PinvParams> = {
  name: "pinv",
  shape: ([{ shape, dtype }]) => {
    const [m, n] = matrixShape(shape);
    return [{ shape: [...batchShape(shape), n, m], dtype }];
  },
  kernel: ([a], params) => {
    const x = zerosLike(pinvPrimitive.shape([a], params)[0]);
    const [m, n] = matrixShape(a.shape);
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => {
        x.data.set(complexPseudoInverse(matrix, a, index, params), 2 * index * m * n);
      });
      return [x];
    }
    eachMatrix(a, (matrix, index) => {
      x.data.set(pseudoInverse(matrix, m, n, a.shape, index, params), index * m * n);
    });
    return [x];
  },
  jvp: ([tangent], [a], [x]) => {
    const xt = adjointOf(x);
    const dat = adjointOf(tangent!);
    // Both parts outside of the ranges of A and Aᵀ, in an order that makes no m × m matrix of a tall A.
    const rows = matmul(matmul(x, xt), sub(dat, matmul(matmul(dat, a), x)));
    const turned = matmul(dat, xt);
    const columns = matmul(sub(turned, matmul(x, matmul(a, turned))), x);
    return [add(neg(matmul(x, matmul(tangent!, x))), add(rows, columns))];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(pinvPrimitive, [a], params),
};

/** Σ vᵢ uᵢᵀ / sᵢ over the singular values that count. */
function pseudoInverse(
  matrix: Float64Array,
  m: number,
  n: number,
  shape: readonly number[],
  index: number,
  { check, rank, ...tolerance }: PinvParams,
): Float64Array {
  const { left, s, right } = decompose("pinv", matrix, shape, index, { vectors: true, full: false, check });
  const x = new Float64Array(n * m);
  if (Number.isNaN(s[0])) return x.fill(NaN);
  const terms = Math.min(rank ?? s.length, rankOf(s, tolerance));
  for (let i = 0; i < terms; i++) {
    const u = left[i]!;
    for (let row = 0; row < n; row++) {
      const factor = right[i]![row]! / s[i]!;
      if (factor === 0) continue;
      for (let column = 0; column < m; column++) {
        const at = row * m + column;
        x[at] = x[at]! + factor * u[column]!;
      }
    }
  }
  return x;
}

/** The same of a matrix with two numbers an element. */
function complexPseudoInverse(
  matrix: Float64Array,
  a: Tensor,
  index: number,
  { check, rank, ...tolerance }: PinvParams,
): Float64Array {
  const [m, n] = matrixShape(a.shape);
  const wanted = { vectors: true, full: false, check };
  const { u, s, v } = decomposeComplex("pinv", matrix, a, index, wanted);
  if (Number.isNaN(s[0])) return new Float64Array(2 * n * m).fill(NaN);
  const terms = Math.min(rank ?? s.length, rankOf(s, tolerance));
  const uh = conjugateTransposed(u, m, s.length);
  for (let at = 0; at < uh.length; at++) {
    const i = Math.floor(at / (2 * m));
    uh[at] = i < terms ? uh[at]! / s[i]! : 0;
  }
  return complexProduct(v, uh, n, s.length, m);
}
