import {
  abs,
  add,
  addTangents,
  astype,
  bind,
  concat,
  div,
  equal,
  expandDims,
  eye,
  matmul,
  min,
  mul,
  neg,
  slice,
  squeeze,
  stopGradient,
  sub,
  sum,
  swapAxes,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Tangent, Tensor } from "@adjoint/tensor";
import { eigh } from "./eigh.ts";
import { matrixShape } from "./matrices.ts";
import { pinv } from "./pinv.ts";
import { resolventPrimitive, spectralWeights } from "./spectral-resolvent.ts";
import { symmetricPart } from "./symmetric.ts";

type PairTangents = [values: Tangent, vectors: Tangent];

/**
 * The tangents of some eigenpairs of a symmetric A, or of A V = B V Λ with VᵀB V = I, by all pairs (μᵢ, wᵢ) of the matrix:
 * dλ = vᵀ (dA − λ dB) v and dv = Σᵢ wᵢ wᵢᵀ (dA − λ dB) v/(λ − μᵢ) − ½ Σ wᵢ wᵢᵀ dB v, the second sum over the μᵢ that equal
 * λ up to rounding, which the first leaves out: the convention of `eigh`.
 */
export function symmetricPairTangents(
  da: Tangent,
  db: Tangent,
  a: Tensor,
  b: Tensor | null,
  values: Tensor,
  vectors: Tensor,
): PairTangents {
  const [n, count] = matrixShape(vectors.shape);
  if (n === 0 || count === 0) return [null, null];
  const metric = db && matmul(symmetricPart(db), vectors);
  const stretched = metric && neg(mul(metric, expandDims(values, -2)));
  const moved = addTangents(da && matmul(symmetricPart(da), vectors), stretched, add)!;
  const whole = stopGradient(a);
  const { values: mu, vectors: w } = b
    ? eigh(whole, stopGradient(b), { check: false })
    : eigh(whole, { check: false });
  const matrix = symmetricPart(a);
  const along = (part: "resolvent" | "projector", r: Tensor): Tensor =>
    bind(symmetricResolvent, [matrix, b ? symmetricPart(b) : matrix, values, mu, w, w, r], {
      part,
      isPair: b !== null,
    })[0];
  const turned = along("resolvent", moved);
  const dv = metric ? sub(turned, mul(along("projector", metric), 0.5)) : turned;
  return [sum(mul(vectors, moved), { axis: -2 }), dv];
}

const symmetricResolvent = resolventPrimitive({
  name: "symmetricResolvent",
  apply: matmul,
  evaluate: (part, own, [mu, w], r) => {
    const gaps = sub(expandDims(nearest(own, mu), -2), expandDims(mu, -1));
    const weights = spectralWeights(part, gaps, mu, mu.shape.at(-1)!);
    return matmul(w, mul(weights, matmul(swapAxes(w, -1, -2), r)));
  },
});

/** Of all eigenvalues those that were found: what an iteration lacks in digits is nothing that 1/(λ − μ) may magnify. */
export function nearest(found: Tensor, all: Tensor): Tensor {
  const distances = abs(stopGradient(sub(expandDims(found, -2), expandDims(all, -1))));
  const isNearest = equal(distances, min(distances, { axis: -2, keepDims: true }));
  const chosen = sum(where(isNearest, expandDims(all, -1), 0), { axis: -2 });
  return div(chosen, sum(astype(isNearest, all.dtype), { axis: -2 }));
}

/**
 * The tangents of eigenpairs of any A: one bordered system [A − λ, −v; vᵀ, 0] (dv, dλ) = (−dA v, 0) for each pair. At a
 * repeated eigenvalue it is singular, and its shortest least-squares solution counts; gaps within the tolerance up to which
 * λ is known count as none.
 */
export function pairTangents(
  da: Tensor,
  a: Tensor,
  values: Tensor,
  vectors: Tensor,
  tolerance: number,
): PairTangents {
  const [n, count] = matrixShape(vectors.shape);
  if (n === 0 || count === 0) return [null, null];
  const v = expandDims(swapAxes(vectors, -1, -2), -1);
  const lambda = expandDims(expandDims(values, -1), -1);
  const size = abs(stopGradient(lambda));
  const scale = where(equal(size, 0), 1, size);
  const shifted = div(sub(expandDims(a, -3), mul(lambda, eye(n, undefined, { dtype: a.dtype }))), scale);
  const corner = zerosLike({ shape: [...values.shape, 1, 1], dtype: a.dtype });
  const top = concat([shifted, neg(v)], { axis: -1 });
  const bottom = concat([swapAxes(v, -1, -2), corner], { axis: -1 });
  const side = concat([neg(div(matmul(expandDims(da, -3), v), scale)), corner], { axis: -2 });
  const rounding = (n + 1) * (a.dtype === "float32" ? 2 ** -23 : Number.EPSILON);
  const inverse = pinv(concat([top, bottom], { axis: -2 }), { rtol: Math.max(tolerance, rounding) });
  const solution = matmul(inverse, side);
  const dLambda = mul(slice(solution, "...", [n, n + 1], []), scale);
  return [
    squeeze(squeeze(dLambda, -1), -1),
    swapAxes(squeeze(slice(solution, "...", [0, n], []), -1), -1, -2),
  ];
}
