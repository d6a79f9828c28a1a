import { concat, conj, matmul, mul, neg, real, slice, sum, swapAxes } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { phaseTangent, turnedBy } from "./complex-phase.ts";
import { isPositive } from "./reciprocals.ts";
import { svdSolve } from "./svd-solve.ts";

type Outputs = [u: Tensor, s: Tensor, vt: Tensor];

/** The tangents of a thin or full decomposition: see `svd`. */
export function svdTangents(tangent: Tensor, a: Tensor, [u, s, vt]: Outputs): Outputs {
  const k = s.shape.at(-1)!;
  const v = adjointOf(vt);
  const thinU = firstColumns(u, k);
  const thinV = firstColumns(v, k);
  const moved = [matmul(tangent, thinV), matmul(adjointOf(tangent), thinU)] as const;
  const [x, y] = svdSolve(a, thinU, s, thinV, ...moved);
  const [du, dv] = [completed(x, u, k), completed(y, v, k)];
  const ds = singularValueTangents(tangent, thinU, s, adjointOf(thinV));
  if (tangent.dtype !== "complex128") return [du, ds, swapAxes(dv, -1, -2)];
  // The pivots of U stay real, and V turns with it; so do the pivots of what completes V.
  const phi = phaseTangent(du, u);
  const ofRest = phaseTangent(slice(dv, "...", [k, null]), slice(v, "...", [k, null]));
  const both = concat([firstColumns(phi, k), ofRest], { axis: -1 });
  return [turnedBy(du, u, phi), ds, adjointOf(turnedBy(dv, v, both))];
}

/** ds = Re diag(Uᴴ dA V), and 0 where s is 0. */
export function singularValueTangents(tangent: Tensor, u: Tensor, s: Tensor, vt: Tensor): Tensor {
  return mul(real(sum(mul(conj(u), matmul(tangent, adjointOf(vt))), { axis: -2 })), isPositive(s));
}

/** The tangent of k vectors, and of those that complete them if there are any: they turn as orthogonality demands. */
function completed(tangent: Tensor, w: Tensor, k: number): Tensor {
  if (w.shape.at(-1) === k) return tangent;
  const rest = slice(w, "...", [k, null]);
  const follow = neg(matmul(firstColumns(w, k), matmul(adjointOf(tangent), rest)));
  return concat([tangent, follow], { axis: -1 });
}

function firstColumns(x: Tensor, k: number): Tensor {
  return x.shape.at(-1) === k ? x : slice(x, "...", [0, k]);
}
