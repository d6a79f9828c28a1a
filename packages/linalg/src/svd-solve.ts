import {
  add,
  addTangents,
  alignBatches,
  bind,
  conj,
  equal,
  expandDims,
  matmul,
  mul,
  neg,
  sub,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { largest, reciprocalGaps, reciprocalOrZero } from "./reciprocals.ts";

type Inputs = [a: Tensor, u: Tensor, s: Tensor, v: Tensor, left: Tensor, right: Tensor];

/**
 * By how much singular vectors turn, for A V = U S and min(m, n) columns: with P = Uᴴ L and Q = Vᴴ R, X = U Ω + (I − UUᴴ) L S⁻¹
 * and Y = V Ψ + (I − VVᴴ) R S⁻¹, where Ω, Ψ = ½ (P + Q)ᵢⱼ/(sⱼ − sᵢ) ± ½ (P − Q)ᵢⱼ/(sⱼ + sᵢ), and reciprocals of what is zero
 * up to rounding are 0. These solve A Y − X S = −L, Aᴴ X − Y S = −R outside of the spaces of equal singular values.
 *
 * As of `gapSolve`, the rule differentiates the equations, in bases that turn no more than they must: a simple singular value
 * and its vectors, and the projectors onto whole spaces have exact derivatives of any order.
 */
export function svdSolve(...inputs: Inputs): [x: Tensor, y: Tensor] {
  return bind(svdSolvePrimitive, inputs, null);
}

const svdSolvePrimitive: Primitive<Inputs, [x: Tensor, y: Tensor], null> = {
  name: "svdSolve",
  shape: ([, , , , left, right]) => [
    { shape: left.shape, dtype: left.dtype },
    { shape: right.shape, dtype: right.dtype },
  ],
  kernel: ([, u, s, v, left, right]) => {
    const p = matmul(adjointOf(u), left);
    const q = matmul(adjointOf(v), right);
    const sums = add(expandDims(s, -2), expandDims(s, -1));
    const reciprocalSums = reciprocalOrZero(sums, expandDims(largest(s), -1), s.shape.at(-1)!);
    const together = mul(mul(add(p, q), 0.5), reciprocalGaps(s));
    const apart = mul(mul(sub(p, q), 0.5), reciprocalSums);
    return [moved(u, s, p, add(together, apart), left), moved(v, s, q, sub(together, apart), right)];
  },
  jvp: ([da, du, , dv, dLeft, dRight], [a, u, s, v, left, right], [x, y]): [Tangent, Tangent] => {
    const isTied = equal(reciprocalGaps(s), 0);
    const half = (z: Tensor): Tensor => mul(where(isTied, z, 0), 0.5);
    const plus = (...parts: Tangent[]): Tangent => parts.reduce((t, part) => addTangents(t, part, add), null);
    const [ut, vt] = [adjointOf(u), adjointOf(v)];
    // The blocks of Uᴴ A V that stand for equal singular values; phases turn them wherever they are not multiples of I.
    const turning = u.dtype === "complex128";
    const image = plus(
      da && matmul(ut, matmul(da, v)),
      turning && du ? matmul(adjointOf(du), matmul(a, v)) : null,
      turning && dv ? matmul(ut, matmul(a, dv)) : null,
    );
    const block = image && half(add(image, adjointOf(image)));
    const tied = half(add(matmul(ut, left), matmul(vt, right)));
    const newLeft = plus(
      dLeft,
      da && matmul(da, y),
      block && neg(matmul(x, block)),
      du && neg(matmul(du, tied)),
    );
    const newRight = plus(
      dRight,
      da && matmul(adjointOf(da), x),
      block && neg(matmul(y, block)),
      dv && neg(matmul(dv, tied)),
    );
    const [dx, dy] = svdSolve(a, u, s, v, newLeft ?? zerosLike(left), newRight ?? zerosLike(right));
    const kept = plus(du && matmul(adjointOf(du), x), dv && matmul(adjointOf(dv), y));
    if (!kept) return [dx, dy];
    return [sub(dx, matmul(u, half(kept))), sub(dy, matmul(v, half(kept)))];
  },
  transpose: ([cx, cy], [a, u, s, v, left, right]) => {
    const [m, w, values, z] = [a, u, s, v] as [Tensor, Tensor, Tensor, Tensor];
    const cotangents = [cx ?? zerosLike(left), cy ?? zerosLike(right)] as const;
    return [null, null, null, null, ...svdSolve(conj(m), conj(w), values, conj(z), ...cotangents)];
  },
  batch: (inputs, batched, size) => bind(svdSolvePrimitive, alignBatches(inputs, batched, size), null),
};

/** W Ω + (I − WWᴴ) B S⁻¹, where WᴴB is known. */
function moved(w: Tensor, s: Tensor, projected: Tensor, omega: Tensor, b: Tensor): Tensor {
  const within = matmul(w, omega);
  const rows = w.shape.at(-2)!;
  if (rows === w.shape.at(-1)) return within;
  const outside = sub(b, matmul(w, projected));
  return add(within, mul(outside, expandDims(reciprocalOrZero(s, largest(s), rows), -2)));
}
