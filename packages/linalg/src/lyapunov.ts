import { add, addTangents, alignBatches, bind, conj, expandDims, matmul, mul, neg } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import { adjointOf } from "./complex-adjoint.ts";
import { eigh } from "./eigh.ts";
import { largest, reciprocalOrZero } from "./reciprocals.ts";

/**
 * The solution X of P X + X P = C for a symmetric or Hermitian positive semidefinite P, by the eigenvalues and eigenvectors of P:
 * Xᵢⱼ = Cᵢⱼ/(λᵢ + λⱼ) in their basis, where sums that are zero up to rounding count as infinite.
 *
 * The rule differentiates the equation, not the eigenvectors, so that equal eigenvalues make no difference.
 */
export function solveLyapunov(p: Tensor, c: Tensor): Tensor {
  return bind(lyapunovPrimitive, [p, c], null)[0];
}

const lyapunovPrimitive: Primitive<[p: Tensor, c: Tensor], [x: Tensor], null> = {
  name: "lyapunov",
  shape: ([, { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([p, c]) => {
    const { values, vectors } = eigh(p, { check: false });
    const sums = add(expandDims(values, -1), expandDims(values, -2));
    const reciprocals = reciprocalOrZero(sums, expandDims(largest(values), -1), values.shape.at(-1)!);
    const adjoint = adjointOf(vectors);
    const rotated = mul(reciprocals, matmul(adjoint, matmul(c, vectors)));
    return [matmul(vectors, matmul(rotated, adjoint))];
  },
  jvp: ([dp, dc], [p], [x]): [Tangent] => {
    const moved = dp && neg(add(matmul(dp, x), matmul(x, dp)));
    return [solveLyapunov(p, addTangents(dc, moved, add)!)];
  },
  transpose: ([cotangent], [p]) => [null, solveLyapunov(conj(p as Tensor), cotangent!)],
  batch: (inputs, batched, size) => bind(lyapunovPrimitive, alignBatches(inputs, batched, size), null),
};
