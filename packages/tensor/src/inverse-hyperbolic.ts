import { add, div, mul, square, sub } from "./arithmetic.ts";
import { complexAcosh, complexAsinh, complexAtanh } from "./complex-inverse-functions.ts";
import { asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import { hypot, sqrt } from "./power.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The number whose hyperbolic sine is x, log(x + √(x² + 1)), elementwise. Integers give float64.
 *
 * @example
 * ```ts
 * import { asinh } from "@adjoint/tensor";
 *
 * asinh([0, 1]).toArray(); // => [0, 0.881373587019543]
 * ```
 */
export function asinh(x: TensorLike): Tensor {
  return bind(asinhPrimitive, [asInexact("asinh", "x", x)], null)[0];
}

/**
 * The number from 0 whose hyperbolic cosine is x, log(x + √(x² − 1)), elementwise; NaN below 1, where
 * complex numbers have a value: the principal one. Integers give float64.
 *
 * Its derivative, 1/√(x² − 1), is ∞ at 1.
 *
 * @example
 * ```ts
 * import { acosh } from "@adjoint/tensor";
 *
 * acosh([1, 2]).toArray(); // => [0, 1.3169578969248166]
 * ```
 */
export function acosh(x: TensorLike): Tensor {
  return bind(acoshPrimitive, [asInexact("acosh", "x", x)], null)[0];
}

/**
 * The number whose hyperbolic tangent is x, ½ log((1 + x)/(1 − x)), elementwise; ±∞ at ±1 and NaN beyond,
 * where complex numbers have a value: the principal one. Integers give float64.
 *
 * @example
 * ```ts
 * import { atanh } from "@adjoint/tensor";
 *
 * atanh([0.5, 1]).toArray(); // => [0.5493061443340548, Infinity]
 * ```
 */
export function atanh(x: TensorLike): Tensor {
  return bind(atanhPrimitive, [asInexact("atanh", "x", x)], null)[0];
}

const asinhPrimitive = /* @__PURE__ */ unary({
  name: "asinh",
  kernel: Math.asinh,
  complex: complexAsinh,
  // x² would overflow where the derivative is still a number; hypot is for real ones.
  tangent: (t, x) => div(t, x.dtype === "complex128" ? sqrt(add(1, square(x))) : hypot(1, x)),
});

const acoshPrimitive = /* @__PURE__ */ unary({
  name: "acosh",
  kernel: Math.acosh,
  complex: complexAcosh,
  tangent: (t, x) => div(t, mul(sqrt(sub(x, 1)), sqrt(add(x, 1)))),
});

const atanhPrimitive = /* @__PURE__ */ unary({
  name: "atanh",
  kernel: Math.atanh,
  complex: complexAtanh,
  tangent: (t, x) => div(t, mul(sub(1, x), add(1, x))),
});
