import {
  add,
  addTangents,
  alignBatches,
  asInexact,
  bind,
  broadcastShapes,
  broadcastTo,
  checkOptions,
  formatShape,
  matmul,
  neg,
  promoteOperands,
  ShapeError,
  swapAxes,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { element, over, size1 } from "./complex-scalar.ts";
import {
  eachInexactMatrix,
  inexactSquare,
  interleaved,
  nonFiniteInexact,
  realParts,
  unconverged,
} from "./inexact-matrices.ts";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, inBatch, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { allowedSteps } from "./real-schur.ts";
import { triangularForm } from "./triangular-form.ts";
import type { TriangularForm } from "./triangular-form.ts";

/**
 * The solution X of Sylvester's equation A X + X B = C, real or complex. It is unique unless an eigenvalue of A is the
 * negative of one of B.
 *
 * Shapes: a `[…, m, m]`, b `[…, n, n]`, c `[…, m, n]`; leading axes broadcast. X has the shape of C.
 * Derivative: dX solves A dX + dX B = dC − dA X − X dB.
 *
 * Method: Schur forms of A and B, then a triangular equation column by column.
 * Cost: about 25 (m³ + n³) operations.
 * Source: Bartels & Stewart 1972, "Solution of the matrix equation AX + XB = C", Comm. ACM 15; Golub & Van Loan, Matrix
 * Computations, 4th ed., §7.6.3.
 *
 * @throws LinAlgError if `a` or `b` is not square, an argument holds NaN or ∞, or an eigenvalue of `a` and one of `b` add
 * up to zero up to rounding: they are named, and `{ check: false }` gives NaN. ShapeError if
 * the shapes do not fit.
 * @example
 * ```ts
 * import { sylvester } from "@adjoint/linalg";
 *
 * sylvester([[1, 2], [0, 3]], [[4]], [[9], [7]]).toArray(); // => [[1.4], [1]]
 * ```
 */
export function sylvester(a: TensorLike, b: TensorLike, c: TensorLike, options: CheckOptions = {}): Tensor {
  const { check = true } = checkOptions("sylvester", options, ["check"]);
  const [x, y] = promoteOperands("sylvester", a, b);
  const [p, r] = promoteOperands("sylvester", x, c, "a", "c");
  const [q] = promoteOperands("sylvester", y, r, "b", "c");
  const inputs: Inputs = [
    inexactSquare("sylvester", "a", p),
    inexactSquare("sylvester", "b", q),
    asInexact("sylvester", "c", r),
  ];
  return bind(sylvesterPrimitive, fitting(inputs), { check })[0];
}

type Inputs = [a: Tensor, b: Tensor, c: Tensor];

/** The arguments with equal leading axes. */
function fitting([a, b, c]: Inputs): Inputs {
  const [m] = matrixShape(a.shape);
  const [n] = matrixShape(b.shape);
  const rank = c.shape.length;
  if (rank < 2 || c.shape[rank - 2] !== m || c.shape[rank - 1] !== n) {
    throw new ShapeError(
      `sylvester: c must end in the axes [${m}, ${n}], the orders of a of shape ${formatShape(a.shape)} and of b of ` +
        `shape ${formatShape(b.shape)}, got ${formatShape(c.shape)}`,
      { operation: "sylvester", a: a.shape, b: b.shape, c: c.shape },
    );
  }
  const batch = broadcastShapes(
    "sylvester",
    broadcastShapes("sylvester", batchShape(a.shape), batchShape(b.shape)),
    batchShape(c.shape),
  );
  const repeated = (x: Tensor): Tensor => broadcastTo(x, [...batch, ...matrixShape(x.shape)]);
  return [repeated(a), repeated(b), repeated(c)];
}

const sylvesterPrimitive: Primitive<Inputs, [x: Tensor], Required<CheckOptions>> = {
  name: "sylvester",
  shape: ([, , { shape, dtype }]) => [{ shape, dtype }],
  kernel: (inputs, { check }) => {
    const c = inputs[2];
    const x = zerosLike(c);
    const matrices = inputs.map((input) => {
      const list: Float64Array[] = [];
      eachInexactMatrix(input, (matrix) => list.push(matrix));
      return list;
    });
    for (const index of matrices[2]!.keys()) {
      const job = matrices.map((list) => list[index]!) as [Float64Array, Float64Array, Float64Array];
      const result = solveOne(job, inputs, index);
      if (result instanceof LinAlgError && check) throw result;
      x.data.set(result instanceof LinAlgError ? job[2].fill(NaN) : result, index * job[2].length);
    }
    return [x];
  },
  jvp: ([da, db, dc], [a, b], [x], params): [Tangent] => {
    const left = da && neg(matmul(da, x));
    const right = db && neg(matmul(x, db));
    const moved = addTangents(addTangents(dc, left, add), right, add)!;
    return [bind(sylvesterPrimitive, [a, b, moved], params)[0]];
  },
  transpose: ([cotangent], [a, b], params): [Tangent, Tangent, Tangent] => {
    const turn = (x: unknown): Tensor => swapAxes(x as Tensor, -1, -2);
    return [null, null, cotangent && bind(sylvesterPrimitive, [turn(a), turn(b), cotangent], params)[0]];
  },
  batch: (inputs, batched, size, params) =>
    bind(sylvesterPrimitive, alignBatches(inputs, batched, size), params),
};

function solveOne(
  [a, b, c]: [Float64Array, Float64Array, Float64Array],
  inputs: Inputs,
  index: number,
): Float64Array | LinAlgError {
  for (const [i, matrix] of [a, b, c].entries()) {
    const problem = nonFiniteInexact("sylvester", matrix, inputs[i]!, index, "abc"[i]);
    if (problem) return problem;
  }
  const { shape, dtype } = inputs[2];
  const [m, n] = matrixShape(shape);
  const isComplex = dtype === "complex128";
  const left = triangularForm(a, m, isComplex);
  const right = triangularForm(b, n, isComplex);
  if (!left || !right) {
    const given = inputs[left ? 1 : 0].shape;
    return unconverged("sylvester", inBatch(given, index), given, allowedSteps(Math.max(m, n)));
  }
  const middle = complexProduct(conjugateTransposed(left.q, m, m), interleaved(c, isComplex), m, m, n);
  const y = complexProduct(middle, right.q, m, n, n);
  const problem = solveTriangular(left, right, y, m, n, inBatch(shape, index));
  if (problem) return problem;
  const x = complexProduct(complexProduct(left.q, y, m, m, n), conjugateTransposed(right.q, n, n), m, n, n);
  return isComplex ? x : realParts(x);
}

/** T Y + Y S = F in place, column by column from the left and in each from the bottom. */
function solveTriangular(
  { t }: TriangularForm,
  { t: s }: TriangularForm,
  y: Float64Array,
  m: number,
  n: number,
  place: string,
): LinAlgError | undefined {
  const largest = (x: Float64Array): number => x.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const bound = Math.max(m, n) * Number.EPSILON * (largest(t) + largest(s));
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) subtractColumn(y, n, m, j, element(s, n, k, j), (i) => element(y, n, i, k));
    const shift = element(s, n, j, j);
    for (let i = m - 1; i >= 0; i--) {
      const [re, im] = element(t, m, i, i);
      const divisor = [re + shift[0], im + shift[1]] as const;
      if (!(size1(...divisor) > bound)) return singular([re, im], shift, place);
      const solved = over(...element(y, n, i, j), ...divisor);
      y.set(solved, 2 * (i * n + j));
      subtractColumn(y, n, i, j, solved, (row) => element(t, m, row, i));
    }
  }
  return undefined;
}

/** The first `count` elements of column j, less a number times those of another column. */
function subtractColumn(
  y: Float64Array,
  n: number,
  count: number,
  j: number,
  [re, im]: readonly [number, number],
  column: (i: number) => readonly [number, number],
): void {
  if (re === 0 && im === 0) return;
  for (let i = 0; i < count; i++) {
    const [p, q] = column(i);
    const at = 2 * (i * n + j);
    y[at] = y[at]! - (re * p - im * q);
    y[at + 1] = y[at + 1]! - (re * q + im * p);
  }
}

function singular(
  [a, b]: readonly [number, number],
  [c, d]: readonly [number, number],
  place: string,
): LinAlgError {
  const format = (re: number, im: number): string =>
    im === 0 ? String(re) : `${re} ${im < 0 ? "−" : "+"} ${Math.abs(im)}i`;
  return new LinAlgError(
    `sylvester: there is no unique solution: the eigenvalue ${format(a, b)} of a and the eigenvalue ${format(c, d)} of b ` +
      `add up to zero up to rounding${place}; pass { check: false } to get NaN`,
    { operation: "sylvester", ofA: { re: a, im: b }, ofB: { re: c, im: d } },
  );
}
