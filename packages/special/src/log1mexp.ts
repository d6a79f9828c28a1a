import { asFloat, bind, div, exp, expm1, mul, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { log1mexpOf } from "./scalar/log1mexp.ts";

/**
 * log(1 − eˣ) for x ≤ 0, elementwise, to 2 ulp: the log-probability of the complement. NaN for x > 0.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is −1/(e⁻ˣ − 1).
 *
 * Source: M. Mächler, "Accurately computing log(1 − exp(−|a|))" (2012).
 *
 * @example
 * ```ts
 * import { log1mexp } from "@adjoint/special";
 *
 * log1mexp([-1e-20, -1, -50]).toArray(); // => [-46.051701859880914, -0.4586751453870819, -1.9287498479639178e-22]
 * ```
 */
export function log1mexp(x: TensorLike): Tensor {
  return bind(log1mexpPrimitive, [asFloat("log1mexp", "x", x)], null)[0];
}

const log1mexpPrimitive = /* @__PURE__ */ unary({
  name: "log1mexp",
  kernel: log1mexpOf,
  // eˣ/(eˣ − 1), in which nothing overflows where x is far below 0, nor in its own derivatives.
  tangent: (t, x) => mul(t, div(exp(x), expm1(x))),
});
