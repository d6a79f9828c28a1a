import { matmul as multiply } from "@adjoint/kernels";
import {
  add,
  addTangents,
  alignBatches,
  asInexact,
  astype,
  bind,
  broadcastTo,
  checkOptions,
  concat,
  div,
  lessEqual,
  matmul,
  maximum,
  mul,
  neg,
  reshape,
  sizeOf,
  square,
  squeeze,
  stopGradient,
  sub,
  sum,
  swapAxes,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { embeddedColumns, embeddedMatrix, fromEmbedded } from "./complex-lstsq.ts";
import { batchShape, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { checkTolerance, matrixRank } from "./matrix-rank.ts";
import type { RankTolerance } from "./matrix-rank.ts";
import { largest } from "./reciprocals.ts";
import { renamed } from "./renamed.ts";
import { svd, svdvals } from "./svd.ts";
import { asMoreColumns, linearSystem } from "./systems.ts";
import type { LinearSystem } from "./systems.ts";

/** The options of `lstsq`. */
export interface LstsqOptions extends RankTolerance, CheckOptions {}

/** A least-squares solution and what belongs to it. */
export interface LeastSquares {
  /** The shortest of the vectors that minimise ‖A x − b‖: `[…, n]` or `[…, n, k]`. */
  readonly x: Tensor;
  /** ‖A x − b‖² for each right-hand side: `[…]` or `[…, k]`. */
  readonly residuals: Tensor;
  /** How many singular values are larger than max(atol, rtol · s₀): `[…]`, int32. */
  readonly rank: Tensor;
  /** The singular values of A, descending: `[…, min(m, n)]`. */
  readonly singularValues: Tensor;
}

/**
 * The least-squares solution of A x ≈ b of minimal length, real or complex, for a matrix of any shape and rank: x = A⁺ b.
 *
 * Shapes: a `[…, m, n]`; b `[m]`, a vector, or `[…, m, k]`, matrices; leading axes broadcast. Singular values up to
 * max(atol, rtol · s₀) count as zero, where rtol is max(m, n) times the rounding unit unless given. Unlike NumPy's, the
 * residuals are there for every shape and rank.
 *
 * Derivative: dx = A⁺ (db − dA x) + A⁺ A⁺ᵀ dAᵀ (b − A x) + (I − A⁺ A) dAᵀ A⁺ᵀ x, to any order. The solution jumps where
 * the rank changes: the derivative is the one along matrices of constant rank.
 *
 * Method: singular value decomposition, x = V S⁺ (Uᵀ b); AᵀA is never formed. A complex system is solved as the real one of
 * twice the order.
 * Cost: O(m n min(m, n)), that of `svd`.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.5; derivative: Golub & Pereyra 1973, SIAM J. Numer. Anal. 10.
 *
 * @throws LinAlgError if `a` holds NaN or ∞; `{ check: false }` gives NaN. ShapeError if `a` and `b` do not fit.
 * DomainError if a tolerance is negative or NaN.
 * @example
 * ```ts
 * import { lstsq } from "@adjoint/linalg";
 *
 * // The line nearest to the points (0, 1), (1, 3) and (2, 5.3), then the shortest solution of one equation.
 * const { x, residuals } = lstsq([[1, 0], [1, 1], [1, 2]], [1, 3, 5.3]);
 * x.toArray(); // => [0.95, 2.15]
 * residuals.item(); // => 0.015
 * lstsq([[1, 1]], [2]).x.toArray(); // => [1, 1]
 * ```
 */
export function lstsq(a: TensorLike, b: TensorLike, options: LstsqOptions = {}): LeastSquares {
  const { rtol, atol, check = true } = checkOptions("lstsq", options, ["rtol", "atol", "check"]);
  const system = linearSystem("lstsq", a, b, matrixArgument, asInexact);
  if (system.a.dtype === "complex128") return complexLstsq(system, { rtol, atol, check });
  const [m, n] = matrixShape(system.a.shape);
  const k = Math.min(m, n);
  const { batch } = system;
  const tolerance = checkTolerance("lstsq", rtol, atol, system.a);
  const { u, s, vt } = renamed("lstsq", () => svd(astype(system.a, "float64"), { check }));
  const fixed = stopGradient(s);
  const isZero = lessEqual(fixed, maximum(mul(largest(fixed), tolerance.rtol), tolerance.atol));
  const reciprocals = where(isZero, 0, div(1, where(isZero, 1, fixed)));
  const matrices = broadcastTo(system.a, [...batch, m, n]);
  const own = batchShape(system.a.shape);
  const parts = [
    reshape(stopGradient(u), [...own, m * k]),
    reciprocals,
    reshape(stopGradient(vt), [...own, k * n]),
  ];
  const factors = broadcastTo(concat(parts, { axis: -1 }), [...batch, (m + 1 + n) * k]);
  const x = bind(lstsqPrimitive, [matrices, factors, system.b], { transposed: false })[0];
  const misfit = system.restore(sub(system.b, matmul(matrices, x)));
  return {
    x: system.restore(x),
    residuals: sum(square(misfit), { axis: misfit.shape.length > batch.length + 1 ? -2 : -1 }),
    rank: sub(k, sum(astype(isZero, "int32"), { axis: -1 })),
    singularValues: astype(s, system.a.dtype),
  };
}

function complexLstsq(
  { a, b, batch, restore }: LinearSystem,
  { rtol, atol, check }: { rtol: number | undefined; atol: number | undefined; check: boolean },
): LeastSquares {
  const tolerance = { ...checkTolerance("lstsq", rtol, atol, a), check };
  const singularValues = renamed("lstsq", () => svdvals(a, { check }));
  const { x, residuals } = lstsq(embeddedMatrix(a), embeddedColumns(b), tolerance);
  const isVector = restore(b).shape.length === batch.length + 1;
  return {
    x: restore(fromEmbedded(x)),
    residuals: isVector ? squeeze(residuals, -1) : residuals,
    rank: matrixRank(a, tolerance),
    singularValues,
  };
}

/**
 * A, and in float64, one after another, U, the reciprocals of the singular values that count, and Vᵀ: working data of the
 * kernel, since the rule looks at A alone.
 */
type Inputs = [a: Tensor, factors: Tensor, b: Tensor];

/** A⁺ B, or A⁺ᵀ B. */
const lstsqPrimitive: Primitive<Inputs, [x: Tensor], { readonly transposed: boolean }> = {
  name: "lstsq",
  shape: ([a, , b], { transposed }) => {
    const [m, n] = matrixShape(a.shape);
    return [{ shape: [...batchShape(b.shape), transposed ? m : n, b.shape.at(-1)!], dtype: b.dtype }];
  },
  kernel: (inputs, params) => {
    const [a, factors, b] = inputs;
    const [{ shape, dtype }] = lstsqPrimitive.shape(inputs, params);
    const x = new Float64Array(sizeOf(shape));
    const [m, n] = matrixShape(a.shape);
    const k = Math.min(m, n);
    const columns = b.shape.at(-1)!;
    const [rowsIn, rowsOut] = params.transposed ? [n, m] : [m, n];
    const right = Float64Array.from(b.data);
    const parts = factors.data as Float64Array;
    const half = new Float64Array(k * columns);
    for (let index = 0; index < sizeOf(batchShape(shape)); index++) {
      const u = { transposeA: !params.transposed, offsetA: index * (m + 1 + n) * k };
      const scales = u.offsetA + m * k;
      const v = { transposeA: !params.transposed, offsetA: scales + k };
      const [first, last] = params.transposed ? [v, u] : [u, v];
      const offsetB = index * rowsIn * columns;
      multiply(parts, right, half, { m: k, n: columns, k: rowsIn, ...first, offsetB });
      for (let i = 0; i < half.length; i++) half[i] = half[i]! * parts[scales + Math.floor(i / columns)]!;
      const offsetC = index * rowsOut * columns;
      multiply(parts, half, x, { m: rowsOut, n: columns, k, ...last, offsetC });
    }
    return [tensor(x, { shape, dtype })];
  },
  jvp: ([da, , db], [a, factors, b], [x], { transposed }): [Tangent] => {
    const apply = (y: Tensor, isTransposed: boolean): Tensor =>
      bind(lstsqPrimitive, [a, factors, y], { transposed: isTransposed })[0];
    const forth = (y: Tensor): Tensor => apply(y, transposed);
    const back = (y: Tensor): Tensor => apply(y, !transposed);
    const moved = db && forth(db);
    if (!da) return [moved];
    const [matrix, d] = transposed ? [swapAxes(a, -1, -2), swapAxes(da, -1, -2)] : [a, da];
    const dt = swapAxes(d, -1, -2);
    const outside = matmul(dt, sub(b, matmul(matrix, x)));
    const turned = matmul(dt, back(x));
    const inside = sub(turned, forth(matmul(matrix, turned)));
    const varied = add(add(neg(forth(matmul(d, x))), forth(back(outside))), inside);
    return [addTangents(varied, moved, add)];
  },
  transpose: ([cotangent], [a, factors], { transposed }) => {
    const inputs: Inputs = [a as Tensor, factors as Tensor, cotangent!];
    return [null, null, bind(lstsqPrimitive, inputs, { transposed: !transposed })[0]];
  },
  batch: (inputs, batched, size, params) => {
    if (batched[0] || batched[1]) return bind(lstsqPrimitive, alignBatches(inputs, batched, size), params);
    const [a, factors, b] = inputs;
    return [asMoreColumns(b, (columns) => bind(lstsqPrimitive, [a, factors, columns], params)[0])];
  },
};
