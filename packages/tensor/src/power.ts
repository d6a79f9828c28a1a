import { pow as power } from "@adjoint/kernels";
import { add, div, mul, sub } from "./arithmetic.ts";
import { broadcastOperands } from "./broadcast-sum.ts";
import { equal } from "./comparison.ts";
import { complexPow, complexSqrt } from "./complex-functions.ts";
import { asFloat, asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { log } from "./exponential.ts";
import { binary, unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * aᵇ, elementwise with broadcasting; NaN for a negative base with a fractional exponent. Integers give float64.
 * Complex numbers have the principal value exp(b log a).
 *
 * ∂/∂a = b·aᵇ⁻¹, which is 0 for b = 0 also where a = 0; ∂/∂b = aᵇ·log a, which is taken as 0 where a = 0.
 * So polynomials have the right derivatives of every order at 0.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { pow } from "@adjoint/tensor";
 *
 * pow([1, 2, 3], 2).toArray(); // => [1, 4, 9]
 * ```
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = broadcastOperands("pow", a, b);
  return bind(powPrimitive, [asInexact("pow", "a", x), asInexact("pow", "b", y)], null)[0];
}

/**
 * The square root, elementwise; NaN below 0, and of complex numbers the root in the right half-plane.
 * Its derivative at 0 is ∞.
 *
 * @example
 * ```ts
 * import { sqrt } from "@adjoint/tensor";
 *
 * sqrt([4, 2]).toArray(); // => [2, 1.4142135623730951]
 * ```
 */
export function sqrt(x: TensorLike): Tensor {
  return bind(sqrtPrimitive, [asInexact("sqrt", "x", x)], null)[0];
}

/**
 * √(a² + b²), elementwise with broadcasting, without overflow; ∞ if either is infinite. Integers give float64.
 *
 * ∂/∂a = a/√(a² + b²), and the same for b; at the origin, where there is a kink, both are taken as 0.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { hypot } from "@adjoint/tensor";
 *
 * hypot([3, 5e200], [4, 12e200]).toArray(); // => [5, 1.3e+201]
 * ```
 */
export function hypot(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = broadcastOperands("hypot", a, b);
  return bind(hypotPrimitive, [asFloat("hypot", "a", x), asFloat("hypot", "b", y)], null)[0];
}

const powPrimitive = /* @__PURE__ */ binary({
  name: "pow",
  kernel: power,
  complex: complexPow,
  tangents: [
    (t, a, b) => {
      const constant = equal(b, 0);
      return mul(t, where(constant, 0, mul(b, pow(a, where(constant, 1, sub(b, 1))))));
    },
    (t, a, _b, y) => mul(t, mul(y, log(where(equal(a, 0), 1, a)))),
  ],
  add,
});

const sqrtPrimitive = /* @__PURE__ */ unary({
  name: "sqrt",
  kernel: {
    at: Math.sqrt,
    map(x, y) {
      for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]!);
    },
  },
  operation: "sqrt",
  complex: complexSqrt,
  tangent: (t, _x, y) => div(t, mul(2, y)),
});

const hypotPrimitive = /* @__PURE__ */ binary({
  name: "hypot",
  kernel: Math.hypot,
  tangents: [
    (t, a, _b, y) => mul(t, div(a, where(equal(y, 0), 1, y))),
    (t, _a, b, y) => mul(t, div(b, where(equal(y, 0), 1, y))),
  ],
  add,
});
