import { cos as cosKernel, sin as sinKernel, tanh as tanhKernel } from "@adjoint/kernels";
import { add, mul, neg, square, sub } from "./arithmetic.ts";
import {
  complexCos,
  complexCosh,
  complexSin,
  complexSinh,
  complexTan,
  complexTanh,
} from "./complex-functions.ts";
import { asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The sine of angles in radians, elementwise.
 *
 * @example
 * ```ts
 * import { sin } from "@adjoint/tensor";
 *
 * sin([0, Math.PI / 2]).toArray(); // => [0, 1]
 * ```
 */
export function sin(x: TensorLike): Tensor {
  return bind(sinPrimitive, [asInexact("sin", "x", x)], null)[0];
}

/**
 * The cosine of angles in radians, elementwise.
 *
 * @example
 * ```ts
 * import { cos } from "@adjoint/tensor";
 *
 * cos([0, Math.PI]).toArray(); // => [1, -1]
 * ```
 */
export function cos(x: TensorLike): Tensor {
  return bind(cosPrimitive, [asInexact("cos", "x", x)], null)[0];
}

/**
 * The tangent of angles in radians, elementwise.
 *
 * @example
 * ```ts
 * import { tan } from "@adjoint/tensor";
 *
 * tan([0, Math.PI / 4]).toArray(); // => [0, 1]
 * ```
 */
export function tan(x: TensorLike): Tensor {
  return bind(tanPrimitive, [asInexact("tan", "x", x)], null)[0];
}

/**
 * (eˣ − e⁻ˣ) / 2, elementwise.
 *
 * @example
 * ```ts
 * import { sinh } from "@adjoint/tensor";
 *
 * sinh(1).item(); // => 1.1752011936438014
 * ```
 */
export function sinh(x: TensorLike): Tensor {
  return bind(sinhPrimitive, [asInexact("sinh", "x", x)], null)[0];
}

/**
 * (eˣ + e⁻ˣ) / 2, elementwise.
 *
 * @example
 * ```ts
 * import { cosh } from "@adjoint/tensor";
 *
 * cosh([0, 1]).toArray(); // => [1, 1.5430806348152437]
 * ```
 */
export function cosh(x: TensorLike): Tensor {
  return bind(coshPrimitive, [asInexact("cosh", "x", x)], null)[0];
}

/**
 * The hyperbolic tangent, elementwise.
 *
 * @example
 * ```ts
 * import { tanh } from "@adjoint/tensor";
 *
 * tanh([0, 1000]).toArray(); // => [0, 1]
 * ```
 */
export function tanh(x: TensorLike): Tensor {
  return bind(tanhPrimitive, [asInexact("tanh", "x", x)], null)[0];
}

const sinPrimitive = /* @__PURE__ */ unary({
  name: "sin",
  kernel: sinKernel,
  complex: complexSin,
  tangent: (t, x) => mul(t, cos(x)),
});

const cosPrimitive = /* @__PURE__ */ unary({
  name: "cos",
  kernel: cosKernel,
  complex: complexCos,
  tangent: (t, x) => neg(mul(t, sin(x))),
});

const tanPrimitive = /* @__PURE__ */ unary({
  name: "tan",
  kernel: Math.tan,
  complex: complexTan,
  tangent: (t, _x, y) => mul(t, add(1, square(y))),
});

const sinhPrimitive = /* @__PURE__ */ unary({
  name: "sinh",
  kernel: Math.sinh,
  complex: complexSinh,
  tangent: (t, x) => mul(t, cosh(x)),
});

const coshPrimitive = /* @__PURE__ */ unary({
  name: "cosh",
  kernel: Math.cosh,
  complex: complexCosh,
  tangent: (t, x) => mul(t, sinh(x)),
});

const tanhPrimitive = /* @__PURE__ */ unary({
  name: "tanh",
  kernel: tanhKernel,
  complex: complexTanh,
  tangent: (t, _x, y) => mul(t, sub(1, square(y))),
});
