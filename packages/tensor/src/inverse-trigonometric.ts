import { add, div, mul, neg, square, sub } from "./arithmetic.ts";
import { broadcastOperands } from "./broadcast-sum.ts";
import { equal } from "./comparison.ts";
import { complexAcos, complexAsin, complexAtan } from "./complex-inverse-functions.ts";
import { asFloat, asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { binary, unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import { hypot, sqrt } from "./power.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * The angle in [−π/2, π/2] whose sine is x, elementwise; NaN outside [−1, 1], where complex numbers have a value: the
 * principal one. Integers give float64.
 *
 * Its derivative, 1/√(1 − x²), is ∞ at ±1.
 *
 * @example
 * ```ts
 * import { asin } from "@adjoint/tensor";
 *
 * asin([0, 1]).toArray(); // => [0, 1.5707963267948966]
 * ```
 */
export function asin(x: TensorLike): Tensor {
  return bind(asinPrimitive, [asInexact("asin", "x", x)], null)[0];
}

/**
 * The angle in [0, π] whose cosine is x, elementwise; NaN outside [−1, 1], where complex numbers have a value: the
 * principal one. Integers give float64.
 *
 * Its derivative, −1/√(1 − x²), is −∞ at ±1.
 *
 * @example
 * ```ts
 * import { acos } from "@adjoint/tensor";
 *
 * acos([1, -1]).toArray(); // => [0, 3.141592653589793]
 * ```
 */
export function acos(x: TensorLike): Tensor {
  return bind(acosPrimitive, [asInexact("acos", "x", x)], null)[0];
}

/**
 * The angle in [−π/2, π/2] whose tangent is x, elementwise. Integers give float64.
 *
 * @example
 * ```ts
 * import { atan } from "@adjoint/tensor";
 *
 * atan([1, -Infinity]).toArray(); // => [0.7853981633974483, -1.5707963267948966]
 * ```
 */
export function atan(x: TensorLike): Tensor {
  return bind(atanPrimitive, [asInexact("atan", "x", x)], null)[0];
}

/**
 * The angle in [−π, π] of the point (x, y), elementwise with broadcasting; the signs of zeros choose the side, as in C.
 *
 * ∂/∂y = x/(x² + y²) and ∂/∂x = −y/(x² + y²); at the origin, where there is no angle, both are taken as 0.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { atan2 } from "@adjoint/tensor";
 *
 * atan2([1, 0], [1, -1]).toArray(); // => [0.7853981633974483, 3.141592653589793]
 * ```
 */
export function atan2(y: TensorLike, x: TensorLike): Tensor {
  const [a, b] = broadcastOperands("atan2", y, x, "y", "x");
  return bind(atan2Primitive, [asFloat("atan2", "y", a), asFloat("atan2", "x", b)], null)[0];
}

const asinPrimitive = /* @__PURE__ */ unary({
  name: "asin",
  kernel: Math.asin,
  complex: complexAsin,
  tangent: (t, x) => div(t, cathetus(x)),
});

const acosPrimitive = /* @__PURE__ */ unary({
  name: "acos",
  kernel: Math.acos,
  complex: complexAcos,
  tangent: (t, x) => neg(div(t, cathetus(x))),
});

const atanPrimitive = /* @__PURE__ */ unary({
  name: "atan",
  kernel: Math.atan,
  complex: complexAtan,
  tangent: (t, x) => div(t, add(1, square(x))),
});

const atan2Primitive = /* @__PURE__ */ binary({
  name: "atan2",
  kernel: Math.atan2,
  tangents: [(t, y, x) => mul(t, overSquare(x, y, x)), (t, y, x) => neg(mul(t, overSquare(y, y, x)))],
  add,
});

/** √(1 − x²) without the cancellation of 1 − x² near ±1. */
function cathetus(x: Tensor): Tensor {
  return mul(sqrt(sub(1, x)), sqrt(add(1, x)));
}

/** part / (x² + y²), of which the squares might overflow; 0 at the origin. */
function overSquare(part: Tensor, y: Tensor, x: Tensor): Tensor {
  const radius = hypot(x, y);
  const guarded = where(equal(radius, 0), 1, radius);
  return div(div(part, guarded), guarded);
}
