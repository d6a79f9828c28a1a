import {
  asInexact,
  bind,
  checkOptions,
  DomainError,
  matmul,
  neg,
  ShapeError,
  stopGradient,
  sub,
  TracerError,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { normalizePhases, withRealPivots } from "./complex-phase.ts";
import { decomposeComplex } from "./complex-svd.ts";
import { eachInexactMatrix } from "./inexact-matrices.ts";
import { batchShape, eachMatrix, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { checkTolerance, matrixRank } from "./matrix-rank.ts";
import type { RankTolerance } from "./matrix-rank.ts";
import { negate, pointsDown } from "./orient.ts";
import { pinvOfRank } from "./pinv.ts";
import { decompose } from "./svd.ts";

/** The options of `nullSpace` and `orth`. */
export interface SubspaceOptions extends RankTolerance, CheckOptions {
  /** The rank, if it is known: then the shape of the result does not depend on values, as `vmap` and `trace` demand. */
  readonly rank?: number;
}

interface SubspaceParams extends Required<CheckOptions> {
  readonly rank: number;
}

/**
 * An orthonormal basis of the null space of A, real or complex, one vector a column: the right singular vectors of the singular values
 * up to max(atol, rtol · s₀).
 *
 * Shapes: `[…, m, n]` → `[…, n, n − rank]`; all matrices of a batch must have the same rank. The component of largest
 * magnitude of each vector is real and positive.
 *
 * Derivative: dN = −A⁺ dA N, which turns the basis no more than orthogonality demands. Functions that do not depend on
 * the choice of the basis (the projector N Nᵀ) have exact derivatives of any order, along matrices of constant rank.
 *
 * Formula: A N = 0 with NᵀN = I.
 * Method: the full singular value decomposition.
 * Cost: O(m n max(m, n)).
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §2.4 and §5.4.1.
 *
 * @throws LinAlgError if a matrix holds NaN or ∞ (`{ check: false }` gives NaN, or all of the space if the rank is not given).
 * ShapeError if the ranks of a batch differ, TracerError if the rank is needed where values are not known.
 * DomainError if a tolerance is negative or the rank not a whole number from 0 to min(m, n).
 * @example
 * ```ts
 * import { nullSpace } from "@adjoint/linalg";
 *
 * nullSpace([[1, 1], [2, 2]]).toArray(); // => [[0.7071067812], [-0.7071067812]]
 * ```
 */
export function nullSpace(a: TensorLike, options: SubspaceOptions = {}): Tensor {
  return subspace(nullSpacePrimitive, a, options);
}

/**
 * An orthonormal basis of the range of A, real or complex, one vector a column: the left singular vectors of the singular values that are
 * larger than max(atol, rtol · s₀).
 *
 * Shapes: `[…, m, n]` → `[…, m, rank]`; all matrices of a batch must have the same rank. The component of largest
 * magnitude of each vector is real and positive.
 *
 * Derivative: dQ = (I − Q Qᵀ) dA A⁺ Q, which turns the basis no more than orthogonality demands. Functions that do not
 * depend on the choice of the basis (the projector Q Qᵀ) have exact derivatives of any order, along matrices of constant rank.
 *
 * Formula: Q Qᵀ A = A with QᵀQ = I.
 * Method: singular value decomposition.
 * Cost: O(m n min(m, n)).
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §2.4 and §5.4.1.
 *
 * @throws LinAlgError, ShapeError, TracerError and DomainError as `nullSpace` does.
 * @example
 * ```ts
 * import { orth } from "@adjoint/linalg";
 *
 * orth([[3, 6], [4, 8]]).toArray(); // => [[0.6], [0.8]]
 * ```
 */
export function orth(a: TensorLike, options: SubspaceOptions = {}): Tensor {
  return subspace(orthPrimitive, a, options);
}

const nullSpacePrimitive: SubspacePrimitive = {
  name: "nullSpace",
  shape: ([{ shape, dtype }], { rank }) => {
    const [, n] = matrixShape(shape);
    return [{ shape: [...batchShape(shape), n, n - rank], dtype }];
  },
  kernel: ([a], params) => [basisOf(nullSpacePrimitive, a, params)],
  jvp: ([tangent], [a], [basis], params): [Tangent] => [
    withRealPivots(neg(matmul(pinvOfRank(a, params.rank), matmul(tangent!, basis))), basis),
  ],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(nullSpacePrimitive, [a], params),
};

const orthPrimitive: SubspacePrimitive = {
  name: "orth",
  shape: ([{ shape, dtype }], { rank }) => [
    { shape: [...batchShape(shape), matrixShape(shape)[0], rank], dtype },
  ],
  kernel: ([a], params) => [basisOf(orthPrimitive, a, params)],
  jvp: ([tangent], [a], [basis], params): [Tangent] => {
    const moved = matmul(tangent!, matmul(pinvOfRank(a, params.rank), basis));
    return [withRealPivots(sub(moved, matmul(basis, matmul(adjointOf(basis), moved))), basis)];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(orthPrimitive, [a], params),
};

type SubspacePrimitive = Primitive<[a: Tensor], [basis: Tensor], SubspaceParams>;

function subspace(primitive: SubspacePrimitive, a: TensorLike, options: SubspaceOptions): Tensor {
  const operation = primitive.name;
  const {
    rank,
    rtol,
    atol,
    check = true,
  } = checkOptions(operation, options, ["rank", "rtol", "atol", "check"]);
  const matrix = matrixArgument(operation, "a", a, asInexact);
  const tolerance = checkTolerance(operation, rtol, atol, matrix);
  const most = Math.min(...matrixShape(matrix.shape));
  if (rank !== undefined && !(Number.isInteger(rank) && rank >= 0 && rank <= most)) {
    throw new DomainError(
      `${operation}: rank must be a whole number from 0 to min(m, n) = ${most}, got ${rank}`,
      { operation, argument: "rank", value: rank },
    );
  }
  const known = rank ?? commonRank(operation, matrix, { ...tolerance, check });
  return bind(primitive, [matrix], { rank: known, check })[0];
}

/** The rank that all matrices of a batch have; min(m, n) if there are none. */
function commonRank(operation: string, a: Tensor, options: Required<RankTolerance & CheckOptions>): number {
  let ranks: ArrayLike<number>;
  try {
    ranks = matrixRank(stopGradient(a), options).data;
  } catch (error) {
    if (!(error instanceof TracerError)) throw error;
    throw new TracerError(
      `${operation}: the shape of the result depends on the rank of a, whose values are not known here; ` +
        `pass { rank }`,
      { operation, argument: "a", shape: a.shape },
    );
  }
  const first = ranks[0] ?? Math.min(...matrixShape(a.shape));
  for (let i = 1; i < ranks.length; i++) {
    if (ranks[i] === first) continue;
    throw new ShapeError(
      `${operation}: all matrices of a batch must have the same rank, but matrix 0 has rank ${first} and matrix ${i} ` +
        `has rank ${ranks[i]}; take them one by one, or pass { rank }`,
      { operation, argument: "a", ranks: Array.from(ranks) },
    );
  }
  return first;
}

function basisOf(primitive: SubspacePrimitive, a: Tensor, params: SubspaceParams): Tensor {
  const { rank, check } = params;
  const isRange = primitive === orthPrimitive;
  const basis = zerosLike(primitive.shape([a], params)[0]);
  const [rows, columns] = matrixShape(basis.shape);
  if (a.dtype === "complex128") {
    eachInexactMatrix(a, (matrix, index) => {
      const wanted = { vectors: true, full: !isRange, check };
      const { u, v } = decomposeComplex(primitive.name, matrix, a, index, wanted);
      const [all, first] = isRange ? [u, 0] : [v, rank];
      const width = all.length / rows;
      const vectors = new Float64Array(2 * rows * columns);
      for (let i = 0; i < rows; i++) {
        const start = i * width + 2 * first;
        vectors.set(all.subarray(start, start + 2 * columns), 2 * i * columns);
      }
      normalizePhases(vectors, rows, columns);
      basis.data.set(vectors, index * vectors.length);
    });
    return basis;
  }
  eachMatrix(a, (matrix, index) => {
    const { left, right } = decompose(primitive.name, matrix, a.shape, index, {
      vectors: true,
      full: !isRange,
      check,
    });
    const vectors = isRange ? left.slice(0, rank) : right.slice(rank).map(upright);
    vectors.forEach((vector, j) => {
      for (let i = 0; i < rows; i++) basis.data[(index * rows + i) * columns + j] = vector[i]!;
    });
  });
  return basis;
}

function upright(vector: Float64Array): Float64Array {
  if (pointsDown(vector)) negate(vector);
  return vector;
}
