import {
  add,
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  mul,
  neg,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import type { OrderParams } from "./map-primitive.ts";
import { hurwitzZetaOf } from "./scalar/hurwitz-zeta.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * The Hurwitz zeta function ζ(s, q) = Σ (q + k)⁻ˢ, k ≥ 0, elementwise with broadcasting; Riemann's ζ(s) for q = 1.
 *
 * For q > 0 and s > 1 to 1e-15 relative, and its continuation: for 0 ≤ s < 1 any q > 0, for s < 0 only q = 1, else NaN.
 * +∞ at s = 1 and at q = 0. ∂/∂q = −s ζ(s+1, q); ∂/∂s is summed as the function is, to any order.
 *
 * Source: Euler–Maclaurin summation (DLMF 25.11.28), reflection (DLMF 25.4.1).
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { zeta } from "@adjoint/special";
 *
 * zeta([2, 4, -1]).toArray(); // => [1.6449340668482264, 1.0823232337111382, -0.08333333333333333]
 * zeta(3, [0.5, 2]).toArray(); // => [8.414398322117158, 0.20205690315959428]
 * ```
 */
export function zeta(s: TensorLike, q: TensorLike = 1): Tensor {
  const [a, b] = broadcastOperands("zeta", s, q, "s", "q");
  return derivative(0, asFloat("zeta", "s", a), asFloat("zeta", "q", b));
}

/** ζ differentiated `order` times by s. */
function derivative(order: number, s: Tensor, q: Tensor): Tensor {
  return bind(zetaPrimitive, [s, q], { order })[0];
}

const zetaPrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ zipPrimitive<OrderParams>({
  name: "zeta",
  kernel: (s, q, { order }) => hurwitzZetaOf(order, s, q),
  tangents: [
    (t, s, q, { order }) => mul(t, derivative(order + 1, s, q)),
    // ∂ⁿ/∂sⁿ of −s ζ(s+1, q).
    (t, s, q, { order }) => {
      const first = mul(s, derivative(order, add(s, 1), q));
      return neg(mul(t, order === 0 ? first : add(first, mul(order, derivative(order - 1, add(s, 1), q)))));
    },
  ],
});
