import {
  astype,
  bind,
  checkOptions,
  eye,
  logicalOr,
  matmul,
  mul,
  notEqual,
  stopGradient,
  sub,
  swapAxes,
  tril,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Shape, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { factorSymmetric } from "./bunch-kaufman.ts";
import { eachMatrix, matrixShape, nonFinite, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { solve } from "./solve.ts";
import { solveTriangular } from "./solve-triangular.ts";
import { symmetricPart, symmetrize } from "./symmetric.ts";

/** The factors of A = P L D Lᵀ Pᵀ. */
export interface LdlFactors {
  /** Lower triangular with ones on the diagonal: `[…, n, n]`. */
  readonly l: Tensor;
  /** Symmetric, with 1×1 and 2×2 blocks on the diagonal: `[…, n, n]`. */
  readonly d: Tensor;
  /** A permutation matrix: `[…, n, n]`. */
  readonly p: Tensor;
}

/**
 * The symmetric indefinite factorization A = P L D Lᵀ Pᵀ of a symmetric matrix, definite or not.
 *
 * Shapes: `[…, n, n]` → l, d and p `[…, n, n]`. L is unit lower triangular and D has blocks of order 1, and of order 2 where a
 * diagonal element would be too small a pivot; a 2×2 block has one positive and one negative eigenvalue, so that the signs
 * of D count those of A (Sylvester's law of inertia). Every finite symmetric matrix has these factors. Both triangles of
 * `a` are read and (A + Aᵀ)/2 is used, so that the gradient is symmetric.
 *
 * Derivatives, P and the places of the blocks fixed: with F = L⁻¹ Pᵀ dA P L⁻ᵀ, dD is the part of F in the blocks of D, and
 * dL = L (tril F − dD) D⁻¹ with what is left below them. They exist where D is regular and are infinite or NaN elsewhere.
 *
 * Method: diagonal pivoting, by Bunch and Kaufman.
 * Cost: n³/3 multiplications.
 * Source: Bunch & Kaufman 1977, Math. Comp. 31, 163–179; Golub & Van Loan, Matrix Computations, 4th ed., §4.4;
 * Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §11.1 (backward stable).
 *
 * @throws LinAlgError if the matrix is not square, is far from symmetric, or holds NaN or ∞; `{ check: false }` gives NaN
 * for the last, and takes the symmetric part without asking.
 * @example
 * ```ts
 * import { ldl } from "@adjoint/linalg";
 *
 * const { l, d } = ldl([[4, 2], [2, -3]]);
 * l.toArray(); // => [[1, 0], [0.5, 1]]
 * d.toArray(); // => [[4, 0], [0, -4]]
 * ldl([[0, 1], [1, 0]]).d.toArray(); // => [[0, 1], [1, 0]]
 * ```
 */
export function ldl(a: TensorLike, options: CheckOptions = {}): LdlFactors {
  const { check = true } = checkOptions("ldl", options, ["check"]);
  const [l, d, p] = bind(ldlPrimitive, [squareArgument("ldl", "a", a)], { check });
  return { l, d, p };
}

const ldlPrimitive: Primitive<[a: Tensor], [l: Tensor, d: Tensor, p: Tensor], Required<CheckOptions>> = {
  name: "ldl",
  shape: ([{ shape, dtype }]) => [
    { shape, dtype },
    { shape, dtype },
    { shape, dtype },
  ],
  kernel: ([a], { check }) => {
    const outputs: [Tensor, Tensor, Tensor] = [zerosLike(a), zerosLike(a), zerosLike(a)];
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      if (isFactorable(matrix, a.shape, index, check)) writeFactors(matrix, n, outputs, index);
      else for (const { data } of outputs) data.fill(NaN, index * n * n, (index + 1) * n * n);
    });
    return outputs;
  },
  jvp: ([tangent], _inputs, [l, d, p]): [Tangent, Tangent, Tangent] => {
    const options = { lower: true, unitDiagonal: true, check: false };
    const moved = matmul(swapAxes(p, -1, -2), matmul(symmetricPart(tangent!), p));
    const half = solveTriangular(l, moved, options);
    const f = symmetricPart(solveTriangular(l, swapAxes(half, -1, -2), options));
    const blocks = blockMask(d);
    const dd = mul(f, blocks);
    const below = mul(tril(f), sub(1, blocks));
    // X D = B is D Xᵀ = Bᵀ, because D is symmetric.
    const turn = swapAxes(solve(d, swapAxes(below, -1, -2), { check: false }), -1, -2);
    return [matmul(l, turn), dd, null];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(ldlPrimitive, [a], params),
};

/** 1 in the blocks of D and 0 outside of them. */
function blockMask(d: Tensor): Tensor {
  const [n] = matrixShape(d.shape);
  const isBlock = logicalOr(notEqual(stopGradient(d), 0), notEqual(eye(n), 0));
  return astype(isBlock, d.dtype);
}

/** Makes the matrix symmetric; whether it has factors. */
function isFactorable(matrix: Float64Array, shape: Shape, index: number, check: boolean): boolean {
  const infinite = nonFinite("ldl", matrix, shape, index);
  if (infinite && check) throw infinite;
  const asymmetric = infinite ? undefined : symmetrize("ldl", matrix, shape, index);
  if (asymmetric && check) throw asymmetric;
  return !infinite;
}

function writeFactors(
  matrix: Float64Array,
  n: number,
  [l, d, p]: readonly [Tensor, Tensor, Tensor],
  index: number,
): void {
  const order = new Int32Array(n);
  const below = factorSymmetric(matrix, n, order);
  const start = index * n * n;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) l.data[start + i * n + j] = matrix[i * n + j]!;
    l.data[start + i * n + i] = 1;
    d.data[start + i * n + i] = matrix[i * n + i]!;
    p.data[start + order[i]! * n + i] = 1;
    if (below[i] === 0) continue;
    d.data[start + i * n + i + 1] = d.data[start + (i + 1) * n + i] = below[i]!;
  }
}
