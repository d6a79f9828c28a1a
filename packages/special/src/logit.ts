import { asFloat, bind, div, mul, sub, type Tensor, type TensorLike, unary } from "@adjoint/tensor";

/**
 * The log-odds log(p/(1 − p)), elementwise, to 2 ulp also next to ½, where it is 0: the inverse of `sigmoid`.
 *
 * ∓∞ at 0 and 1, NaN outside. Shape and floating dtype are kept; integers become float64. The derivative is
 * 1/(p (1 − p)).
 *
 * @example
 * ```ts
 * import { logit } from "@adjoint/special";
 *
 * logit([0, 0.5, 0.9]).toArray(); // => [-Infinity, 0, 2.1972245773362196]
 * ```
 */
export function logit(p: TensorLike): Tensor {
  return bind(logitPrimitive, [asFloat("logit", "p", p)], null)[0];
}

const logitPrimitive = /* @__PURE__ */ unary({
  name: "logit",
  // The difference 2p − 1 is exact where it matters.
  kernel: (p) =>
    p > 0.3 && p < 0.65 ? Math.log1p((2 * p - 1) / (1 - p)) : p <= 1 ? Math.log(p / (1 - p)) : Number.NaN,
  tangent: (t, p) => div(t, mul(p, sub(1, p))),
});
