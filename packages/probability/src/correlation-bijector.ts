import { cholesky } from "@adjoint/linalg";
import {
  add,
  arange,
  asinh,
  concat,
  cumsum,
  diagonal,
  div,
  exp,
  eye,
  matmul,
  mul,
  ShapeError,
  slice,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tril,
} from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector, BijectorKind } from "./bijector.ts";
import { restrictToCorrelations } from "./definite.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { transposed } from "./matrix-vector.ts";
import { restrictToVectors } from "./restrict.ts";
import { correlationMatrices, realVectors } from "./support.ts";
import { fillTriangle, orderOfTriangle, readTriangle } from "./triangle.ts";

/**
 * Vectors of n(n − 1)/2 free numbers to correlation matrices [n, n]: their hyperbolic tangents, row by row, are partial
 * correlations, from which a Cholesky factor with rows of length 1 is made. The determinant is that of the triangle
 * below the diagonal.
 *
 * Formula: lᵢⱼ = tanh(xᵢⱼ) √(1 − Σₖ lᵢₖ²) with k < j, and R = L Lᵀ.
 *
 * Method: lengths of what is left of a row are sums of logarithms, so that nothing cancels next to the boundary.
 *
 * Source: D. Lewandowski, D. Kurowicka, H. Joe, "Generating random correlation matrices based on vines and extended
 * onion method", J. Multivariate Anal. 100 (2009).
 *
 * @throws ShapeError from `forward` if n(n − 1)/2 is not the length for any n.
 * @example
 * ```ts
 * import { correlationBijector } from "@adjoint/probability";
 *
 * correlationBijector().forward([Math.atanh(0.5)]).toArray(); // => [[1, 0.5], [0.5, 1]]
 * ```
 */
export function correlationBijector(): Bijector<NoParameters> {
  return bijector(correlationKind, {});
}

const correlationKind: BijectorKind<NoParameters> = {
  name: "correlationBijector",
  constraints: {},
  ranks: () => ({ domain: 1, image: 2 }),
  domain: realVectors,
  image: correlationMatrices,
  imageShape: (_, shape) => {
    const n = orderOf(shape);
    return [...shape.slice(0, -1), n, n];
  },
  domainShape: (_, shape) => [...shape.slice(0, -2), (shape.at(-1)! * (shape.at(-1)! - 1)) / 2],
  forward: (_, x) => {
    const free = fillTriangle(x, orderOf(x.shape), true);
    const n = free.shape.at(-1)!;
    const unit = eye(n, n, { dtype: x.dtype });
    const l = mul(add(tanh(free), unit), exp(restsBefore(logCosines(free))));
    return matmul(l, transposed(l));
  },
  inverse: (_, r) => {
    const l = cholesky(r, { check: false });
    // What is left after each element, from the end: sinh x = lᵢⱼ / √(Σₖ lᵢₖ²) with k > j.
    const squares = cumsum(square(l), { axis: -1, reverse: true });
    const after = concat([slice(squares, "...", [1, null]), slice(squares, "...", [0, 1])], { axis: -1 });
    return asinh(div(readTriangle(l, true), sqrt(readTriangle(after, true))));
  },
  logDeterminant: (_, x) => {
    const n = orderOf(x.shape);
    const cosines = logCosines(fillTriangle(x, n, true));
    const rests = restsBefore(cosines);
    // Below the diagonal ∂rᵢⱼ/∂lᵢⱼ = lⱼⱼ, ∂lᵢⱼ/∂tanh is what was left, and tanh′ the square of the cosine.
    const times = sub(n - 1, arange(0, n, 1, { dtype: x.dtype }));
    return add(
      sum(mul(times, diagonal(rests, { axes: [-2, -1] })), { axis: -1 }),
      sum(add(tril(rests, { offset: -1 }), mul(2, cosines)), { axis: [-2, -1] }),
    );
  },
  direction: "it maps vectors to matrices",
  restrict: (_, y) => restrictToCorrelations(y),
  restrictDomain: (_, x) => restrictToVectors(x),
};

/** log √(1 − tanh²x) = −log cosh x. */
function logCosines(x: Tensor): Tensor {
  return sub(Math.LN2, add(x, softplus(mul(-2, x))));
}

/** The logarithms of what is left of rows of length 1 before each element. */
function restsBefore(cosines: Tensor): Tensor {
  const zero = mul(0, slice(cosines, "...", [0, 1]));
  return concat([zero, slice(cumsum(cosines, { axis: -1 }), "...", [0, -1])], { axis: -1 });
}

function orderOf(shape: Shape): number {
  const n = orderOfTriangle(shape.at(-1) ?? 0, true);
  if (Number.isInteger(n) && shape.length > 0) return n;
  throw new ShapeError(
    `correlationBijector: a vector must have n(n − 1)/2 numbers for some n, got the shape [${shape.join(", ")}]`,
    { operation: "correlationBijector", shape },
  );
}
