import {
  addTangents,
  add,
  alignBatches,
  bind,
  broadcastShapes,
  broadcastTo,
  DTypeError,
  equal,
  expandDims,
  eye,
  formatShape,
  matmul,
  mul,
  neg,
  promoteOperands,
  ShapeError,
  sum,
  swapAxes,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { factorDefinite } from "./cholesky-factor.ts";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, eachMatrix, inBatch, matrixShape, nonFinite, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";
import { reciprocalGaps } from "./reciprocals.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { substitute } from "./substitution.ts";
import { diagonalize } from "./symmetric-eigen.ts";
import { symmetricPart, symmetrize } from "./symmetric.ts";

/** Eigenvalues, ascending, and eigenvectors of A V = B V Λ, VᵀB V = I, for the public functions of one matrix or two. */
export function generalizedEigh(
  operation: string,
  left: TensorLike,
  right: TensorLike,
  check: boolean,
): { values: Tensor; vectors: Tensor } {
  const [x, y] = promoteOperands(operation, left, right);
  if (x.dtype === "complex128") throw complexPair(operation);
  const a = squareArgument(operation, "a", x);
  const b = squareArgument(operation, "b", y);
  const [n] = matrixShape(a.shape);
  if (n !== matrixShape(b.shape)[0]) {
    throw new ShapeError(
      `${operation}: a and b must have the same order: a is ${formatShape(a.shape)}, b is ${formatShape(b.shape)}`,
      { operation, a: a.shape, b: b.shape },
    );
  }
  const shape = [...broadcastShapes(operation, batchShape(a.shape), batchShape(b.shape)), n, n];
  const inputs: [Tensor, Tensor] = [broadcastTo(a, shape), broadcastTo(b, shape)];
  const [values, vectors] = bind(pairPrimitive, inputs, { operation, check });
  return { values, vectors };
}

interface PairParams extends Required<CheckOptions> {
  readonly operation: string;
}

const pairPrimitive: Primitive<[a: Tensor, b: Tensor], [values: Tensor, vectors: Tensor], PairParams> = {
  name: "generalizedEigh",
  shape: ([{ shape, dtype }]) => [
    { shape: shape.slice(0, -1), dtype },
    { shape, dtype },
  ],
  kernel: ([a, b], params) => {
    const values = zerosLike({ shape: a.shape.slice(0, -1), dtype: a.dtype });
    const vectors = zerosLike(a);
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      const metric = Float64Array.from(b.data.subarray(index * n * n, (index + 1) * n * n));
      const pair = diagonalizePair(matrix, metric, a.shape, index, params);
      values.data.set(pair.values, index * n);
      vectors.data.set(pair.vectors, index * n * n);
    });
    return [values, vectors];
  },
  jvp: ([da, db], _inputs, [values, vectors]) => {
    const rotated = (tangent: Tensor): Tensor =>
      matmul(swapAxes(vectors, -1, -2), matmul(symmetricPart(tangent), vectors));
    const metric = db && rotated(db);
    const stretched = metric && neg(mul(metric, expandDims(values, -2)));
    const moved = addTangents(da && rotated(da), stretched, add)!;
    const gaps = reciprocalGaps(values);
    // Where values are equal only the demand VᵀB V = I is left, and half of M for each of the two vectors.
    const turned = mul(gaps, moved);
    const within = metric ? add(turned, where(equal(gaps, 0), mul(metric, -0.5), 0)) : turned;
    return [sum(mul(moved, eye(matrixShape(moved.shape)[0])), { axis: -1 }), matmul(vectors, within)];
  },
  transpose: "not linear",
  batch: (inputs, batched, size, params) => bind(pairPrimitive, alignBatches(inputs, batched, size), params),
};

/** One pair: C = L⁻¹ A L⁻ᵀ with B = L Lᵀ has the eigenvalues, and V = L⁻ᵀ Y; both matrices are overwritten. */
function diagonalizePair(
  a: Float64Array,
  b: Float64Array,
  shape: Shape,
  index: number,
  { operation, check }: PairParams,
): { values: Float64Array; vectors: Float64Array } {
  const [n] = matrixShape(shape);
  const isUsable = (problem: LinAlgError | undefined): boolean => {
    if (problem && check) throw problem;
    return !problem;
  };
  const isFinite =
    isUsable(nonFinite(operation, a, shape, index)) && isUsable(nonFinite(operation, b, shape, index, "b"));
  for (const [matrix, argument] of [
    [a, "a"],
    [b, "b"],
  ] as const) {
    const asymmetric = symmetrize(operation, matrix, shape, index, argument);
    if (asymmetric && check) throw asymmetric;
  }
  const scale = rescale(a);
  const metricScale = rescale(b);
  if (!isFinite || !isUsable(factorMetric(operation, b, n, shape, index))) {
    return { values: new Float64Array(n).fill(NaN), vectors: new Float64Array(n * n).fill(NaN) };
  }
  substitute(b, n, a, n, { lower: true, transposed: false, unitDiagonal: false });
  const c = turned(a, n);
  substitute(b, n, c, n, { lower: true, transposed: false, unitDiagonal: false });
  const mean = turned(c, n).map((x, i) => x / 2 + c[i]! / 2);
  const { values, vectors: found } = diagonalize(operation, mean, [n, n], 0, true, check);
  const vectors = found!;
  substitute(b, n, vectors, n, { lower: true, transposed: true, unitDiagonal: false });
  return {
    values: values.map((value) => (value / scale) * metricScale),
    vectors: upright(vectors, n, Math.sqrt(metricScale)),
  };
}

/** Brings a matrix to about 1 by a power of two, which is returned. */
function rescale(x: Float64Array): number {
  const scale = powerOfTwoScale(largestMagnitude(x));
  for (let i = 0; i < x.length; i++) x[i] = x[i]! * scale;
  return scale;
}

/** Overwrites the lower triangle of B by its Cholesky factor; the problem if there is none. */
function factorMetric(
  operation: string,
  b: Float64Array,
  n: number,
  shape: Shape,
  index: number,
): LinAlgError | undefined {
  const bad = factorDefinite(b, n);
  return bad ? indefinite(operation, bad.pivot, shape, index) : undefined;
}

function turned(x: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result[j * n + i] = x[i * n + j]!;
  return result;
}

/** The columns times a factor, each with its component of largest magnitude positive. */
function upright(x: Float64Array, n: number, factor: number): Float64Array {
  for (let j = 0; j < n; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => x[i * n + j]! * factor);
    if (pointsDown(column)) negate(column);
    for (let i = 0; i < n; i++) x[i * n + j] = column[i]!;
  }
  return x;
}

function complexPair(operation: string): DTypeError {
  return new DTypeError(
    `${operation}: a and b together are complex128, and pairs are decomposed for real matrices alone; with ` +
      `l = cholesky(b) and half = solveTriangular(l, a, { lower: true }) the eigenvalues are those of ` +
      `solveTriangular(l, conj(swapAxes(half, -1, -2)), { lower: true })`,
    { operation, dtype: "complex128" },
  );
}

function indefinite(operation: string, i: number, shape: Shape, index: number): LinAlgError {
  return new LinAlgError(
    `${operation}: b is not positive definite: its leading minor of order ${i + 1} is not positive` +
      `${inBatch(shape, index)}; exchange a and b if a is, or pass { check: false } to get NaN`,
    { operation, argument: "b", minor: i + 1, pivot: i },
  );
}
