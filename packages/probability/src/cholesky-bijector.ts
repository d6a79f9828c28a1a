import { cholesky } from "@adjoint/linalg";
import {
  add,
  all,
  arange,
  diagonal,
  equal,
  exp,
  expandDims,
  eye,
  greater,
  isFinite,
  log,
  logicalAnd,
  matmul,
  mul,
  ShapeError,
  sub,
  sum,
  tril,
  triu,
  where,
} from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector, BijectorKind } from "./bijector.ts";
import { chain } from "./chain.ts";
import { matricesWhere, restrictToDefinite } from "./definite.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { transposed } from "./matrix-vector.ts";
import { restrictToVectors } from "./restrict.ts";
import { choleskyFactorMatrices, definiteMatrices, realVectors } from "./support.ts";
import { fillTriangle, orderOfTriangle, readTriangle } from "./triangle.ts";

/**
 * Vectors of n(n + 1)/2 free numbers to lower triangular matrices [n, n] with a positive diagonal: row by row, with the
 * exponentials of the numbers on the diagonal. log |det| is the sum of those numbers.
 *
 * @throws ShapeError from `forward` if n(n + 1)/2 is not the length for any n.
 * @example
 * ```ts
 * import { choleskyBijector } from "@adjoint/probability";
 *
 * choleskyBijector().forward([0, 2, 0]).toArray(); // => [[1, 0], [2, 1]]
 * choleskyBijector().logDeterminant([1, 2, 3]).item(); // => 4
 * ```
 */
export function choleskyBijector(): Bijector<NoParameters> {
  return bijector(choleskyKind, {});
}

/**
 * Vectors of n(n + 1)/2 free numbers to symmetric positive definite matrices [n, n]: L Lᵀ of the factor of
 * `choleskyBijector`. The determinant is that of the lower triangle.
 *
 * @throws ShapeError from `forward` if n(n + 1)/2 is not the length for any n.
 * @example
 * ```ts
 * import { positiveDefiniteBijector } from "@adjoint/probability";
 *
 * const covariance = positiveDefiniteBijector();
 * covariance.forward([0, 2, 0]).toArray(); // => [[1, 2], [2, 5]]
 * covariance.inverse([[1, 2], [2, 5]]).toArray(); // => [0, 2, 0]
 * ```
 */
export function positiveDefiniteBijector(): Bijector<{ readonly parts: readonly Bijector[] }> {
  return chain(choleskyBijector(), bijector(squareKind, {}));
}

const choleskyKind: BijectorKind<NoParameters> = {
  name: "choleskyBijector",
  constraints: {},
  ranks: () => ({ domain: 1, image: 2 }),
  domain: realVectors,
  image: choleskyFactorMatrices,
  imageShape: (_, shape) => {
    const n = orderOf(shape);
    return [...shape.slice(0, -1), n, n];
  },
  domainShape: (_, shape) => [...shape.slice(0, -2), (shape.at(-1)! * (shape.at(-1)! + 1)) / 2],
  forward: (_, x) => onDiagonal(fillTriangle(x, orderOf(x.shape)), exp),
  inverse: (_, y) => readTriangle(onDiagonal(y, log)),
  logDeterminant: (_, x) =>
    sum(diagonal(fillTriangle(x, orderOf(x.shape)), { axes: [-2, -1] }), { axis: -1 }),
  direction: "it maps vectors to matrices",
  restrict: (_, y) => restrictToFactors(y),
  restrictDomain: (_, x) => restrictToVectors(x),
};

/** A = L Lᵀ, of Cholesky factors. */
const squareKind: BijectorKind<NoParameters> = {
  name: "positiveDefiniteBijector",
  constraints: {},
  ranks: () => ({ domain: 2, image: 2 }),
  domain: choleskyFactorMatrices,
  image: definiteMatrices,
  imageShape: (_, shape) => shape,
  domainShape: (_, shape) => shape,
  forward: (_, l) => matmul(tril(l), transposed(tril(l))),
  inverse: (_, a) => cholesky(a, { check: false }),
  logDeterminant: (_, l) => {
    // ∂aᵢⱼ/∂lᵢⱼ is lⱼⱼ below the diagonal and 2 lⱼⱼ on it.
    const n = l.shape.at(-1)!;
    const times = sub(n, arange(0, n, 1, { dtype: l.dtype }));
    return add(sum(mul(times, log(diagonal(l, { axes: [-2, -1] }))), { axis: -1 }), n * Math.LN2);
  },
  direction: "it maps matrices to matrices",
  restrict: (_, y) => restrictToDefinite(y),
  restrictDomain: (_, x) => restrictToFactors(x),
};

function restrictToFactors(x: Tensor): { readonly inside: Tensor; readonly value: Tensor } {
  const axis = [-2, -1];
  const triangular = logicalAnd(all(equal(triu(x, { offset: 1 }), 0), { axis }), all(isFinite(x), { axis }));
  const inside = logicalAnd(triangular, all(greater(diagonal(x, { axes: [-2, -1] }), 0), { axis: -1 }));
  return { inside, value: matricesWhere(inside, x) };
}

/** Matrices with f of the elements on the diagonal. */
function onDiagonal(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  const n = x.shape.at(-1)!;
  const main = diagonal(x, { axes: [-2, -1] });
  return where(equal(eye(n, n), 1), expandDims(f(main), -1), x);
}

function orderOf(shape: Shape): number {
  const n = orderOfTriangle(shape.at(-1) ?? 0);
  if (Number.isInteger(n) && shape.length > 0) return n;
  throw new ShapeError(
    `choleskyBijector: a vector must have n(n + 1)/2 numbers for some n, got the shape [${shape.join(", ")}]`,
    { operation: "choleskyBijector", shape },
  );
}
