import {
  add,
  asFloat,
  binary,
  bind,
  broadcastOperands,
  equal,
  mul,
  sigmoid,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";

/**
 * log(eᵃ + eᵇ), elementwise with broadcasting, where the exponentials may overflow: the sum of two probabilities given
 * by their logarithms.
 *
 * −∞ is the logarithm of 0. ∂/∂a = 1/(1 + eᵇ⁻ᵃ), which is ½ where both are the same infinity.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logAddExp } from "@adjoint/special";
 *
 * logAddExp([0, 1000, -Infinity], [0, 999, -5]).toArray(); // => [0.6931471805599453, 1000.3132616875182, -5]
 * ```
 */
export function logAddExp(a: TensorLike, b: TensorLike): Tensor {
  const [s, t] = broadcastOperands("logAddExp", a, b);
  return bind(logAddExpPrimitive, [asFloat("logAddExp", "a", s), asFloat("logAddExp", "b", t)], null)[0];
}

const logAddExpPrimitive = /* @__PURE__ */ binary({
  name: "logAddExp",
  kernel: (a, b) => {
    const greater = Math.max(a, b);
    return Number.isFinite(greater) ? greater + Math.log1p(Math.exp(Math.min(a, b) - greater)) : greater;
  },
  tangents: [(t, a, b) => mul(t, share(a, b)), (t, a, b) => mul(t, share(b, a))],
  add,
});

/** eᵃ/(eᵃ + eᵇ); the difference of two infinities is not a number. */
function share(a: Tensor, b: Tensor): Tensor {
  const isEqual = equal(a, b);
  return sigmoid(sub(where(isEqual, 0, a), where(isEqual, 0, b)));
}
