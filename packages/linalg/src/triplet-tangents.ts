import {
  add,
  bind,
  concat,
  expandDims,
  matmul,
  mul,
  split,
  stopGradient,
  sub,
  sum,
  swapAxes,
} from "@adjoint/tensor";
import type { Tangent, Tensor } from "@adjoint/tensor";
import { nearest } from "./eigen-tangents.ts";
import { isPositive } from "./reciprocals.ts";
import { resolventPrimitive, spectralWeights } from "./spectral-resolvent.ts";
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
  if (s.shape.at(-1) === 0) return [null, null, null];
  const v = swapAxes(vt, -1, -2);
  const { u: w, s: mu, vt: zt } = svd(stopGradient(a));
  const image = matmul(da, v);
  const moved = concat([image, matmul(swapAxes(da, -1, -2), u)], { axis: -2 });
  const params = { part: "resolvent", isPair: false } as const;
  const [turned] = bind(singularResolvent, [a, a, s, mu, w, zt, moved], params);
  const [du, dv] = halves(a, turned);
  const ds = mul(sum(mul(u, image), { axis: -2 }), isPositive(nearest(s, mu)));
  return [du, ds, swapAxes(dv, -1, -2)];
}

/** That of [0 A; Aᵀ 0], whose eigenpairs are ±μᵢ with (wᵢ, ±zᵢ)/√2, and 0 with what these are orthogonal to. */
const singularResolvent = resolventPrimitive({
  name: "singularResolvent",
  apply: (a, x) => {
    const [top, bottom] = halves(a, x);
    return concat([matmul(a, bottom), matmul(swapAxes(a, -1, -2), top)], { axis: -2 });
  },
  evaluate: (part, own, [mu, w, zt], r) => {
    const [m, n] = [w.shape.at(-2)!, zt.shape.at(-1)!];
    const [top, bottom] = halves(w, r);
    const z = swapAxes(zt, -1, -2);
    const [alpha, beta] = [matmul(swapAxes(w, -1, -2), top), matmul(zt, bottom)];
    const value = expandDims(nearest(own, mu), -2);
    const weights = (x: Tensor): Tensor => mul(spectralWeights(part, x, mu, Math.max(m, n)), 0.5);
    const even = mul(add(alpha, beta), weights(sub(value, expandDims(mu, -1))));
    const odd = mul(sub(alpha, beta), weights(add(value, expandDims(mu, -1))));
    const rest = spectralWeights(part, value, mu, Math.max(m, n));
    const outside = (x: Tensor, basis: Tensor, within: Tensor): Tensor =>
      mul(sub(x, matmul(basis, within)), rest);
    return concat(
      [
        add(matmul(w, add(even, odd)), outside(top, w, alpha)),
        add(matmul(z, sub(even, odd)), outside(bottom, z, beta)),
      ],
      { axis: -2 },
    );
  },
});

function halves(a: Tensor, x: Tensor): [top: Tensor, bottom: Tensor] {
  return split(x, [a.shape.at(-2)!], { axis: -2 }) as [Tensor, Tensor];
}
