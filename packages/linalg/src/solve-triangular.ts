import {
  add,
  addTangents,
  alignBatches,
  arange,
  asInexact,
  bind,
  broadcastTo,
  checkOptions,
  expandDims,
  greaterEqual,
  matmul,
  neg,
  swapAxes,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { substituteComplex } from "./complex-substitution.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import { LinAlgError } from "./linalg-error.ts";
import { inBatch, matrixShape, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { substitute } from "./substitution.ts";
import type { Triangle } from "./substitution.ts";
import { asMoreColumns, linearSystem } from "./systems.ts";

/** The options of `solveTriangular`. */
export interface SolveTriangularOptions extends CheckOptions {
  /** Read the lower triangle instead of the upper one. Default `false`. */
  readonly lower?: boolean;
  /** Solve Tᵀ X = B instead of T X = B, without conjugation. Default `false`. */
  readonly transposed?: boolean;
  /** Take the diagonal for ones without reading it. Default `false`. */
  readonly unitDiagonal?: boolean;
}

/**
 * The solution X of T X = B for triangular T, real or complex, by substitution; the other triangle is not read.
 *
 * Shapes: a `[…, n, n]` and b `[n]` or `[…, n, k]`; leading axes broadcast.
 * Derivative: dX = T⁻¹ (dB − dT X), with the triangle of dT.
 *
 * Method: forward or back substitution.
 * Cost: n²/2 multiplications for each column of B.
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 8.5 (backward stable row by row).
 *
 * @throws LinAlgError if `a` is not square, holds NaN or ∞, or has a zero on its diagonal; `{ check: false }` divides by
 * it instead. ShapeError if `a` and `b` do not fit.
 * @example
 * ```ts
 * import { solveTriangular } from "@adjoint/linalg";
 *
 * solveTriangular([[2, 0], [1, 4]], [2, 9], { lower: true }).toArray(); // => [1, 2]
 * ```
 */
export function solveTriangular(a: TensorLike, b: TensorLike, options: SolveTriangularOptions = {}): Tensor {
  const {
    lower = false,
    transposed = false,
    unitDiagonal = false,
    check = true,
  } = checkOptions("solveTriangular", options, ["lower", "transposed", "unitDiagonal", "check"]);
  const system = linearSystem("solveTriangular", a, b, squareArgument, asInexact);
  const [n] = matrixShape(system.a.shape);
  const matrices = broadcastTo(system.a, [...system.batch, n, n]);
  const params = { lower, transposed, unitDiagonal, check };
  return system.restore(bind(solveTriangularPrimitive, [matrices, system.b], params)[0]);
}

type Params = Triangle & Required<CheckOptions>;

const solveTriangularPrimitive: Primitive<[a: Tensor, b: Tensor], [x: Tensor], Params> = {
  name: "solveTriangular",
  shape: ([, { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b], params) => {
    const x = zerosLike(b);
    const [n, k] = matrixShape(b.shape);
    const isComplex = a.dtype === "complex128";
    const size = (isComplex ? 2 : 1) * n * k;
    eachInexactMatrix(a, (matrix, index) => {
      if (params.check) checkTriangle(matrix, n, params, a, index);
      const columns = new Float64Array(b.data.subarray(index * size, (index + 1) * size));
      (isComplex ? substituteComplex : substitute)(matrix, n, columns, k, params);
      x.data.set(columns, index * size);
    });
    return [x];
  },
  jvp: ([da, db], [a], [x], params): [Tangent] => {
    const part = da && readTriangle(da, params);
    const moved = part && neg(matmul(params.transposed ? swapAxes(part, -1, -2) : part, x));
    return bind(solveTriangularPrimitive, [a, addTangents(db, moved, add)!], params);
  },
  transpose: ([cotangent], [a], params): [Tangent, Tangent] => [
    null,
    bind(solveTriangularPrimitive, [a as Tensor, cotangent!], {
      ...params,
      transposed: !params.transposed,
    })[0],
  ],
  batch: (inputs, batched, size, params) =>
    batched[0]
      ? bind(solveTriangularPrimitive, alignBatches(inputs, batched, size), params)
      : [asMoreColumns(inputs[1], (b) => bind(solveTriangularPrimitive, [inputs[0], b], params)[0])],
};

/** The elements that the primitive reads; the others become 0. */
function readTriangle(x: Tensor, { lower, unitDiagonal }: Triangle): Tensor {
  const [n] = matrixShape(x.shape);
  const rows = expandDims(arange(n), 1);
  const columns = expandDims(arange(n), 0);
  const [large, small] = lower ? [rows, columns] : [columns, rows];
  return where(greaterEqual(large, unitDiagonal ? add(small, 1) : small), x, 0);
}

function checkTriangle(
  t: Float64Array,
  n: number,
  { lower, unitDiagonal }: Triangle,
  a: Tensor,
  index: number,
): void {
  const width = a.dtype === "complex128" ? 2 : 1;
  const read = new Float64Array(t.length);
  const skipped = unitDiagonal ? 1 : 0;
  for (let i = 0; i < n; i++) {
    const first = width * (i * n + (lower ? 0 : i + skipped));
    const end = width * (i * n + (lower ? i + 1 - skipped : n));
    for (let at = first; at < end; at++) read[at] = t[at]!;
    if (unitDiagonal) read[width * (i * n + i)] = 1;
  }
  const infinite = nonFiniteInexact("solveTriangular", read, a, index);
  if (infinite) throw infinite;
  for (let i = 0; i < n; i++) {
    const at = width * (i * n + i);
    if (read[at] !== 0 || read[at + width - 1] !== 0) continue;
    throw new LinAlgError(
      `solveTriangular: a is singular: element ${i} of its diagonal is 0${inBatch(a.shape, index)}; ` +
        `pass { check: false } to divide by it all the same`,
      { operation: "solveTriangular", pivot: i, value: 0 },
    );
  }
}
