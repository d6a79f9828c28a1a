import {
  add,
  addTangents,
  alignBatches,
  asInexact,
  astype,
  bind,
  broadcastTo,
  checkOptions,
  eye,
  formatShape,
  matmul,
  neg,
  notDifferentiable,
  swapAxes,
  Tensor,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, TensorLike } from "@adjoint/tensor";
import { complexFactors, complexSolutions } from "./complex-solve.ts";
import { estimateReciprocalCondition, rcondPrimitive } from "./condition-estimate.ts";
import { LinAlgError } from "./linalg-error.ts";
import { factorLu, smallPivot } from "./lu-factor.ts";
import type { SmallPivot } from "./lu-factor.ts";
import { luSolve, luSolveTransposed } from "./lu-solve.ts";
import { batchShape, inBatch, matrixShape, nonFinite, partOf, squareArgument } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { asMoreColumns, linearSystem } from "./systems.ts";

/** The option of `solve` and `inv` to judge the matrix instead of throwing. */
export interface VerdictOptions extends CheckOptions {
  /** With `true` the result is `{ x, rcond }`, and a singular matrix is no error unless `check` is `true`. */
  readonly verdict: true;
}

/** A solution, and what it is worth. */
export interface Solution {
  /** The solution or the inverse; where the matrix is singular, what division by its pivots gives. */
  readonly x: Tensor;
  /**
   * An estimate of 1/(‖A‖₁ ‖A⁻¹‖₁) for each matrix, `[…]`, float64: x may have a relative error of ε/rcond, none of its
   * digits is sure where rcond is below ε = 2⁻⁵², and rcond is 0 for a matrix that is singular or not finite.
   */
  readonly rcond: Tensor;
}

type SolveOptions = CheckOptions & { readonly verdict?: boolean };

/**
 * The solution X of A X = B by LU factorization with partial pivoting, real or complex.
 *
 * Shapes: a `[…, n, n]`; b `[n]`, a vector, or `[…, n, k]`, matrices; leading axes broadcast. X has the shape of B.
 * Derivative: dX = A⁻¹ (dB − dA X); the factorization is made once and serves all derivatives.
 *
 * With `{ verdict: true }` the result is `{ x, rcond }`, with an estimate of the reciprocal condition by which a matrix that
 * is singular or nearly so is known, and nothing is thrown for it. The estimate is a constant to derivatives.
 *
 * Method: LU factorization with partial pivoting, then substitution twice.
 * Cost: n³/3 multiplications, and n² for each column of B.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §3.4; Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed., §9.3: (A + ΔA) x = b with |ΔA| ≤ 3 n ε |L||U|.
 *
 * @throws LinAlgError if `a` is not square, holds NaN or ∞, or is singular to working precision: then the pivot that
 * rounding alone could have made is named, and `{ check: false }` gives what division by it gives.
 * ShapeError if `a` and `b` do not fit.
 * @example
 * ```ts
 * import { solve } from "@adjoint/linalg";
 *
 * solve([[2, 1], [1, 3]], [3, 5]).toArray(); // => [0.8, 1.4]
 * solve([[{ re: 0, im: 2 }]], [4]).toArray(); // => [{ re: 0, im: -2 }]
 * solve([[1, 1], [1, 1 + 2 ** -50]], [1, 1], { verdict: true }).rcond.item() < 1e-15; // => true
 * ```
 */
export function solve(a: TensorLike, b: TensorLike, options: VerdictOptions): Solution;
export function solve(a: TensorLike, b: TensorLike, options?: CheckOptions): Tensor;
export function solve(a: TensorLike, b: TensorLike, options: SolveOptions = {}): Tensor | Solution {
  return solveAs("solve", a, b, options);
}

/**
 * The inverse of a square matrix, real or complex. To multiply by an inverse, `solve` is faster and more accurate.
 *
 * Shapes: `[…, n, n]` → `[…, n, n]`. Derivative: d(A⁻¹) = −A⁻¹ dA A⁻¹. Options as in `solve`.
 * Formula: A A⁻¹ = A⁻¹ A = I.
 * Method: LU factorization with partial pivoting, and a solution for every column of I.
 * Cost: n³ multiplications, three times those of a solution.
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §14.3.
 *
 * @throws LinAlgError as `solve` does.
 * @example
 * ```ts
 * import { inv } from "@adjoint/linalg";
 *
 * inv([[4, 7], [2, 6]]).toArray(); // => [[0.6, -0.7], [-0.2, 0.4]]
 * ```
 */
export function inv(a: TensorLike, options: VerdictOptions): Solution;
export function inv(a: TensorLike, options?: CheckOptions): Tensor;
export function inv(a: TensorLike, options: SolveOptions = {}): Tensor | Solution {
  const matrix = squareArgument("inv", "a", a, asInexact);
  const { dtype } = matrix;
  return solveAs("inv", matrix, eye(matrixShape(matrix.shape)[0], undefined, { dtype }), options);
}

function solveAs(
  operation: string,
  left: TensorLike,
  right: TensorLike,
  options: SolveOptions,
): Tensor | Solution {
  const { verdict = false, check = !verdict } = checkOptions(operation, options, ["check", "verdict"]);
  const { a, b, batch, restore } = linearSystem(operation, left, right, squareArgument, asInexact);
  const [n] = matrixShape(a.shape);
  const [factors, rows] = bind(factorPrimitive, [a], { operation, check });
  const inputs: SolveInputs = [
    broadcastTo(a, [...batch, n, n]),
    broadcastTo(factors, [...batch, n, n]),
    broadcastTo(rows, [...batch, n]),
    b,
  ];
  const x = restore(bind(solvePrimitive, inputs, { transposed: false })[0]);
  return verdict ? { x, rcond: bind(rcondPrimitive, [a, factors, rows], null)[0] } : x;
}

type SolveInputs = [a: Tensor, factors: Tensor, rows: Tensor, b: Tensor];

/** L and U in one matrix, float64 or complex128, and the order of the rows: working data of `solve`, whose rule looks at A alone. */
export const factorPrimitive: Primitive<
  [a: Tensor],
  [factors: Tensor, rows: Tensor],
  Required<CheckOptions> & { readonly operation: string }
> = notDifferentiable({
  name: "luFactors",
  shape: ([{ shape, dtype }]) => [
    { shape, dtype: dtype === "complex128" ? dtype : "float64" },
    { shape: shape.slice(0, -1), dtype: "int32" },
  ],
  kernel: ([a], { operation, check }) => {
    if (a.dtype === "complex128") return complexFactors(a, { operation, check }, singular);
    const [n] = matrixShape(a.shape);
    const size = n * n;
    const result = zerosLike({ shape: a.shape, dtype: "float64" });
    const factors = result.data as Float64Array;
    factors.set(a.data);
    const rows = new Int32Array(n === 0 ? 0 : a.size / n);
    for (let index = 0; index * size < a.size; index++) {
      const matrix = partOf(factors, index, size);
      const order = partOf(rows, index, n);
      if (factorLu(matrix, n, n, order, check)) continue;
      const original = new Float64Array(partOf(a.data as Float64Array, index, size));
      const infinite = nonFinite(operation, original, a.shape, index);
      if (infinite) throw infinite;
      const small = smallPivot(matrix, n);
      if (!small) continue;
      throw singular(operation, small, estimateReciprocalCondition(original, matrix, order), a, index);
    }
    return [result, new Tensor(a.shape.slice(0, -1), "int32", rows)];
  },
  batch: ([a], _batched, _size, params) => bind(factorPrimitive, [a], params),
});

const solvePrimitive: Primitive<SolveInputs, [x: Tensor], { readonly transposed: boolean }> = {
  name: "solve",
  shape: ([, , , { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([, factors, rows, b], { transposed }) => {
    if (b.dtype === "complex128") return [complexSolutions(factors, rows, b, transposed)];
    const [n, k] = matrixShape(b.shape);
    const solution = zerosLike({ shape: b.shape, dtype: "float64" });
    const x = solution.data as Float64Array;
    const apply = transposed ? luSolveTransposed : luSolve;
    for (let index = 0; index * n * k < b.size; index++) {
      const matrix = partOf(factors.data as Float64Array, index, n * n);
      const order = partOf(rows.data as Int32Array, index, n);
      apply(matrix, order, b.data, index * n * k, partOf(x, index, n * k), k);
    }
    return [b.dtype === "float64" ? solution : astype(solution, b.dtype)];
  },
  jvp: ([da, , , db], [a, factors, rows], [x], params): [Tangent] => {
    const moved = da && neg(matmul(params.transposed ? swapAxes(da, -1, -2) : da, x));
    const right = addTangents(db, moved, add);
    // The factors are a's: a derivative goes by way of a alone.
    return right === null ? [null] : bind(solvePrimitive, [a, factors, rows, right], params);
  },
  transpose: ([cotangent], [a, factors, rows], { transposed }): [Tangent, Tangent, Tangent, Tangent] => {
    const inputs: SolveInputs = [a as Tensor, factors as Tensor, rows as Tensor, cotangent!];
    return [null, null, null, bind(solvePrimitive, inputs, { transposed: !transposed })[0]];
  },
  batch: (inputs, batched, size, params) => {
    if (batched[0] || batched[1] || batched[2])
      return bind(solvePrimitive, alignBatches(inputs, batched, size), params);
    const [a, factors, rows, b] = inputs;
    return [asMoreColumns(b, (columns) => bind(solvePrimitive, [a, factors, rows, columns], params)[0])];
  },
};

function singular(
  operation: string,
  { pivot, value, bound }: SmallPivot,
  rcond: number,
  a: Tensor,
  index: number,
): LinAlgError {
  const size =
    value === 0
      ? "is 0"
      : `is ${value.toExponential(2)}, no more than its rounding error ${bound.toExponential(2)}`;
  return new LinAlgError(
    `${operation}: a of shape ${formatShape(a.shape)} is singular to working precision: pivot ${pivot} ${size}` +
      `${inBatch(a.shape, index)}; column ${pivot} of a depends on those before it ` +
      `(the reciprocal condition is about ${rcond.toPrecision(1)}): drop it, add a small multiple of the ` +
      `identity, or pass { check: false } to get the quotient all the same`,
    { operation, pivot, value, bound, rcond, batch: batchShape(a.shape) },
  );
}
