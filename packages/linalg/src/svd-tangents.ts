import {
  add,
  concat,
  conj,
  expandDims,
  matmul,
  mul,
  neg,
  real,
  slice,
  sub,
  sum,
  swapAxes,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { phaseTangent, turnedBy } from "./complex-phase.ts";
import { matrixShape } from "./matrices.ts";
import { isPositive, largest, reciprocalGaps, reciprocalOrZero } from "./reciprocals.ts";

type Outputs = [u: Tensor, s: Tensor, vt: Tensor];

/** The tangents of a thin or full decomposition: see `svd`. */
export function svdTangents(tangent: Tensor, [u, s, vt]: Outputs): Outputs {
  const k = s.shape.at(-1)!;
  const [m, n] = matrixShape(tangent.shape);
  const v = adjointOf(vt);
  const thinU = firstColumns(u, k);
  const thinV = firstColumns(v, k);
  const p = matmul(adjointOf(thinU), matmul(tangent, thinV));
  const [omega, psi] = rotations(p, s);
  const du = turned(u, k, m, omega, () => matmul(tangent, thinV), s);
  const dv = turned(v, k, n, psi, () => matmul(adjointOf(tangent), thinU), s);
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

/** Ω and Ψ, by which the left and the right vectors turn among themselves. */
function rotations(p: Tensor, s: Tensor): [omega: Tensor, psi: Tensor] {
  const pt = adjointOf(p);
  const sums = add(expandDims(s, -2), expandDims(s, -1));
  const reciprocalSums = reciprocalOrZero(sums, expandDims(largest(s), -1), s.shape.at(-1)!);
  const symmetric = mul(mul(add(p, pt), 0.5), reciprocalGaps(s));
  const antisymmetric = mul(mul(sub(p, pt), 0.5), reciprocalSums);
  return [add(symmetric, antisymmetric), sub(symmetric, antisymmetric)];
}

/**
 * The tangent of k singular vectors `w` in a space of `rows` dimensions, and of those that complete them if there are
 * any: they turn among themselves by Ω, and out of their span by (I − WWᵀ) B S⁻¹.
 */
function turned(w: Tensor, k: number, rows: number, omega: Tensor, image: () => Tensor, s: Tensor): Tensor {
  const thin = firstColumns(w, k);
  const within = matmul(thin, omega);
  if (rows === k) return within;
  const scaled = mul(image(), expandDims(reciprocalOrZero(s, largest(s), rows), -2));
  const outside = sub(scaled, matmul(thin, matmul(adjointOf(thin), scaled)));
  const tangent = add(within, outside);
  if (w === thin) return tangent;
  const rest = slice(w, "...", [k, null]);
  const follow = neg(matmul(thin, matmul(adjointOf(outside), rest)));
  return concat([tangent, follow], { axis: -1 });
}

function firstColumns(x: Tensor, k: number): Tensor {
  return x.shape.at(-1) === k ? x : slice(x, "...", [0, k]);
}
