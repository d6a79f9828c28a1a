import { cholesky } from "@adjoint/linalg";
import {
  abs,
  all,
  any,
  diagonal,
  expandDims,
  eye,
  isFinite,
  isNaN,
  less,
  logicalAnd,
  stopGradient,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { Restricted } from "./bijector.ts";

/** Symmetric positive definite matrices; the identity in place of others. */
export function restrictToDefinite(x: Tensor): Restricted {
  // A factor of NaN has derivatives of NaN: which matrices have one is found beforehand.
  const factor = cholesky(where(isFinite(x), stopGradient(x), NaN), { check: false });
  const inside = all(isFinite(factor), { axis: [-2, -1] });
  return { inside, value: matricesWhere(inside, x) };
}

/** Positive definite matrices with ones on the diagonal; the identity in place of others. */
export function restrictToCorrelations(x: Tensor): Restricted {
  const tolerance = x.dtype === "float32" ? 1e-4 : 1e-6;
  const ones = all(less(abs(sub(diagonal(x, { axes: [-2, -1] }), 1)), tolerance), { axis: -1 });
  const inside = logicalAnd(ones, restrictToDefinite(x).inside);
  return { inside, value: matricesWhere(inside, x) };
}

/** The matrices where a condition on each holds, and the identity elsewhere. */
export function matricesWhere(condition: Tensor, x: Tensor): Tensor {
  const n = x.shape.at(-1)!;
  return where(expandDims(condition, [-2, -1]), x, eye(n, n, { dtype: x.dtype }));
}

/** f of the matrices that are allowed, −∞ for others, and NaN where an element is NaN. */
export function ofAllowedMatrices(
  x: Tensor,
  { inside, value }: Restricted,
  f: (matrices: Tensor) => Tensor,
): Tensor {
  return where(any(isNaN(x), { axis: [-2, -1] }), NaN, where(inside, f(value), -Infinity));
}
