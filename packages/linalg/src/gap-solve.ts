import { add, addTangents, alignBatches, bind, conj, equal, matmul, mul, neg, where } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { reciprocalGaps } from "./reciprocals.ts";

type Inputs = [a: Tensor, values: Tensor, vectors: Tensor, r: Tensor];

/**
 * V (F ∘ Vᴴ R) for A V = V Λ, with Fᵢⱼ = 1/(λⱼ − λᵢ), and 0 where these are equal up to rounding: the solution Y of
 * A Y − Y Λ = −R outside of the eigenspaces.
 *
 * The rule differentiates the equation, not this formula, in a basis that does not turn within the eigenspaces: with
 * M = Vᴴ A V, which has the blocks of equal eigenvalues in place of Λ. So the column of a simple eigenvalue, the projector
 * onto a whole eigenspace and the sum of equal eigenvalues have exact derivatives of any order.
 */
export function gapSolve(a: Tensor, values: Tensor, vectors: Tensor, r: Tensor): Tensor {
  return bind(gapSolvePrimitive, [a, values, vectors, r], null)[0];
}

const gapSolvePrimitive: Primitive<Inputs, [y: Tensor], null> = {
  name: "gapSolve",
  shape: ([, , , { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([, values, vectors, r]) => [
    matmul(vectors, mul(reciprocalGaps(values), matmul(adjointOf(vectors), r))),
  ],
  jvp: ([da, , dVectors, dr], [a, values, vectors, r], [y]): [Tangent] => {
    const isTied = equal(reciprocalGaps(values), 0);
    const tied = (x: Tensor): Tensor => where(isTied, x, 0);
    const plus = (s: Tangent, t: Tangent): Tangent => addTangents(s, t, add);
    const adjoint = adjointOf(vectors);
    let block = da && matmul(adjoint, matmul(da, vectors));
    if (dVectors && vectors.dtype === "complex128") {
      // The phases turn: M changes with them wherever it is not a multiple of the identity.
      const half = matmul(adjoint, matmul(a, dVectors));
      block = plus(block, add(half, adjointOf(half)));
    }
    const stretched = block && neg(matmul(y, tied(block)));
    const turned = dVectors && neg(matmul(dVectors, tied(matmul(adjoint, r))));
    const right = plus(plus(dr, da && matmul(da, y)), plus(stretched, turned));
    const outside = right && gapSolve(a, values, vectors, right);
    const within = dVectors && neg(matmul(vectors, tied(matmul(adjointOf(dVectors), y))));
    return [plus(outside, within)];
  },
  transpose: ([cotangent], [a, values, vectors]) => {
    const known = [a, values, vectors] as [Tensor, Tensor, Tensor];
    return [null, null, null, gapSolve(conj(known[0]), known[1], conj(known[2]), cotangent!)];
  },
  batch: (inputs, batched, size) => bind(gapSolvePrimitive, alignBatches(inputs, batched, size), null),
};
