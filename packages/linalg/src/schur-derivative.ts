import {
  abs,
  add,
  broadcastTo,
  complex,
  concat,
  diagonal,
  expandDims,
  imag,
  lessEqual,
  matmul,
  max,
  mul,
  neg,
  notEqual,
  slice,
  stopGradient,
  sub,
  swapAxes,
  tril,
  triu,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { reciprocalOrZero } from "./reciprocals.ts";
import { isTurnedAway, schurTurn } from "./schur-turn.ts";
import { roundingUnit } from "./symmetric.ts";

/** The tangents of the factors of A = Q T Qᴴ. */
export type FactorTangents = [dq: Tensor, dt: Tensor];

/**
 * The tangents of a Schur decomposition: with N = Qᴴ dA Q and a skew-Hermitian X, dQ = Q X and dT = N + T X − X T, where X
 * is such that T keeps its form: nothing beneath the diagonal blocks, and equal diagonal elements within those of order 2.
 */
export function schurTangents(da: Tensor, q: Tensor, t: Tensor): FactorTangents {
  const n = matmul(adjointOf(q), matmul(da, q));
  const l = schurTurn(t, n);
  const between = sub(l, adjointOf(l));
  const x = t.dtype === "complex128" ? between : add(between, withinBlocks(t, moved(n, t, between)));
  return [matmul(q, x), where(isTurnedAway(t), 0, moved(n, t, x))];
}

/** N + T X − X T. */
function moved(n: Tensor, t: Tensor, x: Tensor): Tensor {
  return add(n, sub(matmul(t, x), matmul(x, t)));
}

/**
 * The turn [0 −θ; θ 0] of each block [a b; c a] that keeps its diagonal elements equal: 2 (b + c) θ = m₂₂ − m₁₁. With
 * c = −b any turn does, and none is taken.
 */
function withinBlocks(t: Tensor, m: Tensor): Tensor {
  const below = triu(tril(stopGradient(t), { offset: -1 }), { offset: -1 });
  const values = diagonal(m, { axes: [-2, -1] });
  const differences = sub(expandDims(values, -1), expandDims(values, -2));
  const sizes = add(abs(stopGradient(t)), abs(stopGradient(swapAxes(t, -1, -2))));
  const reciprocals = reciprocalOrZero(mul(add(t, swapAxes(t, -1, -2)), 2), sizes, t.shape.at(-1)!);
  const theta = where(notEqual(below, 0), mul(differences, reciprocals), 0);
  return sub(theta, swapAxes(theta, -1, -2));
}

/**
 * The tangents of a Hessenberg decomposition A = Q H Qᴴ, column by column: with N = Qᴴ dA Q, dQ = Q X and dH = N + H X − X H,
 * where X is skew-Hermitian, its first column is 0, and the column j + 1 follows from column j of dH, which is zero beneath
 * its subdiagonal and keeps the phase there. Where an element of the subdiagonal of H is zero, so is its reciprocal.
 */
export function hessenbergTangents(da: Tensor, q: Tensor, h: Tensor): FactorTangents {
  const n = matmul(adjointOf(q), matmul(da, q));
  const size = h.shape.at(-1)!;
  if (size === 0) return [zerosLike(q), zerosLike(h)];
  let x = zerosLike(slice(h, "...", [0, 1]));
  const scale = expandDims(max(max(abs(stopGradient(h)), { axis: -1 }), { axis: -1 }), [-2, -1]);
  for (let j = 0; j + 1 < size; j++) {
    const current = slice(x, "...", [j, j + 1]);
    const column = slice(h, "...", [0, j + 1], [j, j + 1]);
    const pushed = sub(matmul(h, current), matmul(x, column));
    const pivot = reciprocalOrZero(slice(h, "...", [j + 1, j + 2], [j, j + 1]), scale, size);
    const ratio = mul(add(slice(n, "...", [j, j + 1]), pushed), pivot);
    const above = neg(adjointOf(slice(x, "...", [j + 1, j + 2], [0, j + 1])));
    const phase = slice(ratio, "...", [j + 1, j + 2], [0, 1]);
    const below = slice(ratio, "...", [j + 2, null], [0, 1]);
    x = concat([x, concat([above, imaginaryPart(phase), below], { axis: -2 })], { axis: -1 });
  }
  const dh = add(n, sub(matmul(h, x), matmul(x, h)));
  return [matmul(q, x), where(isCleared(h, scale), 0, dh)];
}

/** i Im z; of a real number 0. */
function imaginaryPart(z: Tensor): Tensor {
  return z.dtype === "complex128" ? complex(0, imag(z)) : zerosLike(z);
}

/** Beneath the subdiagonal, in the columns where it is not zero. */
function isCleared(h: Tensor, scale: Tensor): Tensor {
  const size = h.shape.at(-1)!;
  const values = abs(stopGradient(h));
  const zero = lessEqual(values, mul(scale, size * roundingUnit(h)));
  // A row of ones where the subdiagonal is not zero, for each column.
  const pivots = where(zero, 0, triu(tril(add(zerosLike(values), 1), { offset: -1 }), { offset: -1 }));
  const columns = max(pivots, { axis: -2, keepDims: true });
  const beneath = tril(broadcastTo(columns, values.shape), { offset: -2 });
  return notEqual(beneath, 0);
}
