import { add, expandDims, matmul, mul, sub, sum, swapAxes } from "@adjoint/tensor";
import type { Tangent, Tensor } from "@adjoint/tensor";
import { nearest } from "./eigen-tangents.ts";
import { matrixShape } from "./matrices.ts";
import { isPositive, largest, reciprocalOrZero } from "./reciprocals.ts";
import { svd } from "./svd.ts";

/**
 * The tangents of some singular triplets (u, s, v) of A, by all its triplets (wᵢ, μᵢ, zᵢ): ds = uᵀ dA v, and with
 * α = Wᵀ dA v and β = Zᵀ dAᵀ u, du = Σ wᵢ [½ (α + β)ᵢ/(s − μᵢ) + ½ (α − β)ᵢ/(s + μᵢ)] + (I − W Wᵀ) dA v/s, and dv
 * likewise with the second sign turned. Reciprocals of what is zero up to rounding count as 0: the convention of `svd`.
 */
export function tripletTangents(
  da: Tensor,
  a: Tensor,
  u: Tensor,
  s: Tensor,
  vt: Tensor,
): [u: Tangent, s: Tangent, vt: Tangent] {
  const [m, n] = matrixShape(a.shape);
  if (s.shape.at(-1) === 0) return [null, null, null];
  const v = swapAxes(vt, -1, -2);
  const { u: w, s: mu, vt: zt } = svd(a);
  const rank = Math.min(m, n);
  const [image, preimage] = [matmul(da, v), matmul(swapAxes(da, -1, -2), u)];
  const [alpha, beta] = [matmul(swapAxes(w, -1, -2), image), matmul(zt, preimage)];
  const own = nearest(s, mu);
  const scale = expandDims(largest(mu), -1);
  const [row, column] = [expandDims(own, -2), expandDims(mu, -1)];
  const symmetric = mul(mul(add(alpha, beta), 0.5), reciprocalOrZero(sub(row, column), scale, rank));
  const antisymmetric = mul(mul(sub(alpha, beta), 0.5), reciprocalOrZero(add(row, column), scale, rank));
  const inverse = expandDims(reciprocalOrZero(own, largest(mu), Math.max(m, n)), -2);
  const outside = (x: Tensor, basis: Tensor, part: Tensor): Tensor =>
    mul(sub(x, matmul(basis, part)), inverse);
  const du = matmul(w, add(symmetric, antisymmetric));
  const dv = matmul(swapAxes(zt, -1, -2), sub(symmetric, antisymmetric));
  return [
    m > rank ? add(du, outside(image, w, alpha)) : du,
    mul(sum(mul(u, image), { axis: -2 }), isPositive(own)),
    swapAxes(n > rank ? add(dv, outside(preimage, swapAxes(zt, -1, -2), beta)) : dv, -1, -2),
  ];
}
