import {
  asInexact,
  bind,
  checkOptions,
  concat,
  matmul,
  slice,
  sub,
  swapAxes,
  tril,
  triu,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { factorComplexLu } from "./complex-lu.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import { factorLu } from "./lu-factor.ts";
import { batchShape, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { solveTriangular } from "./solve-triangular.ts";

/** The factors of A = P L U; k = min(m, n). */
export interface LuFactors {
  /** A permutation matrix: `[…, m, m]`. */
  readonly p: Tensor;
  /** Lower triangular with ones on the diagonal and no element above 1 in magnitude, √2 if complex: `[…, m, k]`. */
  readonly l: Tensor;
  /** Upper triangular: `[…, k, n]`. */
  readonly u: Tensor;
}

/**
 * The LU factorization of any matrix, real or complex, with partial pivoting: A = P L U.
 *
 * Shapes: `[…, m, n]` → p `[…, m, m]`, l `[…, m, k]`, u `[…, k, n]`, k = min(m, n). Every finite matrix has one, also a
 * singular one, whose U has zeros on its diagonal. Of candidates for a pivot that are equal the first one is taken; of complex ones
 * |re| + |im| counts.
 *
 * Derivatives, P fixed: with F = L⁻¹ Pᵀ dA U⁻¹, dL = L tril₋₁ F and dU = triu F · U, for square A; of a tall one the rows
 * below, of a wide one the columns right of it follow from dA. They exist where the first k pivots are not 0 and are
 * infinite or NaN elsewhere.
 *
 * Method: Gaussian elimination, recursive in the columns; m n k − (m + n) k²/2 + k³/3 multiplications.
 * Cost: m n k − (m + n) k²/2 + k³/3 multiplications, n³/3 for a square matrix.
 * Source: Toledo 1997, SIAM J. Matrix Anal. Appl. 18, 1065–1081; derivative: de Hoog, Anderssen & Lukas 2011,
 * "Differentiation of matrix functionals using triangular factorization", Math. Comp. 80.
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN. ShapeError if `a` has fewer than two axes.
 * @example
 * ```ts
 * import { lu } from "@adjoint/linalg";
 *
 * const { p, l, u } = lu([[1, 2], [4, 2]]);
 * p.toArray(); // => [[0, 1], [1, 0]]
 * l.toArray(); // => [[1, 0], [0.25, 1]]
 * u.toArray(); // => [[4, 2], [0, 1.5]]
 * ```
 */
export function lu(a: TensorLike, options: CheckOptions = {}): LuFactors {
  const { check = true } = checkOptions("lu", options, ["check"]);
  const [p, l, u] = bind(luPrimitive, [matrixArgument("lu", "a", a, asInexact)], { check });
  return { p, l, u };
}

const luPrimitive: Primitive<[a: Tensor], [p: Tensor, l: Tensor, u: Tensor], Required<CheckOptions>> = {
  name: "lu",
  shape: ([{ shape, dtype }]) => {
    const [m, n] = matrixShape(shape);
    const k = Math.min(m, n);
    const of = (rows: number, columns: number) => ({ shape: [...batchShape(shape), rows, columns], dtype });
    return [of(m, m), of(m, k), of(k, n)];
  },
  kernel: ([a], params) => {
    const [p, l, u] = luPrimitive.shape([a], params).map(zerosLike) as [Tensor, Tensor, Tensor];
    const [m, n] = matrixShape(a.shape);
    const rows = new Int32Array(m);
    const factor = a.dtype === "complex128" ? factorComplexLu : factorLu;
    eachInexactMatrix(a, (matrix, index) => {
      const infinite = nonFiniteInexact("lu", matrix, a, index);
      if (infinite && params.check) throw infinite;
      if (infinite) matrix.fill(NaN);
      factor(matrix, m, n, rows);
      writeFactors(matrix, m, n, rows, [p, l, u], index);
    });
    return [p, l, u];
  },
  jvp: ([tangent], [a], [p, l, u]): [Tangent, Tangent, Tangent] => {
    const [m, n] = matrixShape(a.shape);
    const k = Math.min(m, n);
    const moved = matmul(swapAxes(p, -1, -2), tangent!);
    const square = topLeft(moved, k, k);
    const lower = topLeft(l, k, k);
    const upper = topLeft(u, k, k);
    const f = solveRight(upper, solveLeft(lower, square));
    const dLower = matmul(lower, tril(f, { offset: -1 }));
    const dUpper = matmul(triu(f), upper);
    if (m > n) {
      const below = sub(
        slice(moved, "...", [k, null], [0, n]),
        matmul(slice(l, "...", [k, null], [0, k]), dUpper),
      );
      return [null, concat([dLower, solveRight(upper, below)], { axis: -2 }), dUpper];
    }
    if (m < n) {
      const beside = sub(slice(moved, "...", [k, null]), matmul(dLower, slice(u, "...", [k, null])));
      return [null, dLower, concat([dUpper, solveLeft(lower, beside)], { axis: -1 })];
    }
    return [null, dLower, dUpper];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(luPrimitive, [a], params),
};

/** L⁻¹ B. */
function solveLeft(l: Tensor, b: Tensor): Tensor {
  return solveTriangular(l, b, { lower: true, unitDiagonal: true, check: false });
}

/** B U⁻¹. */
function solveRight(u: Tensor, b: Tensor): Tensor {
  return swapAxes(solveTriangular(u, swapAxes(b, -1, -2), { transposed: true, check: false }), -1, -2);
}

function topLeft(x: Tensor, rows: number, columns: number): Tensor {
  const [m, n] = matrixShape(x.shape);
  return m === rows && n === columns ? x : slice(x, "...", [0, rows], [0, columns]);
}

/** Takes the factors of one matrix apart. */
function writeFactors(
  matrix: Float64Array,
  m: number,
  n: number,
  rows: Int32Array,
  [p, l, u]: readonly [Tensor, Tensor, Tensor],
  index: number,
): void {
  const k = Math.min(m, n);
  const width = p.dtype === "complex128" ? 2 : 1;
  for (let i = 0; i < m; i++) p.data[width * ((index * m + rows[i]!) * m + i)] = 1;
  for (let i = 0; i < m; i++) {
    const row = width * (index * m + i) * k;
    for (let j = 0; j < width * Math.min(i, k); j++) l.data[row + j] = matrix[width * i * n + j]!;
    if (i < k) l.data[row + width * i] = 1;
  }
  for (let i = 0; i < k; i++) {
    const row = width * (index * k + i) * n;
    for (let j = width * i; j < width * n; j++) u.data[row + j] = matrix[width * i * n + j]!;
  }
}
