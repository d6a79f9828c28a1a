import {
  exp as expKernel,
  expm1 as expm1Kernel,
  log as logKernel,
  log1p as log1pKernel,
  sigmoid as sigmoidKernel,
  softplus as softplusKernel,
} from "@adjoint/kernels";
import { add, div, mul, neg } from "./arithmetic.ts";
import { complexExp, complexExpm1, complexLog, complexLog1p, complexLogOver } from "./complex-functions.ts";
import { asFloat, asInexact } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { unary } from "./families.ts";
import { bind } from "./interpreter.ts";
import type { Tensor } from "./tensor.ts";

/**
 * eˣ, elementwise.
 *
 * @example
 * ```ts
 * import { exp } from "@adjoint/tensor";
 *
 * exp([0, 1]).toArray(); // => [1, 2.718281828459045]
 * ```
 */
export function exp(x: TensorLike): Tensor {
  return bind(expPrimitive, [asInexact("exp", "x", x)], null)[0];
}

/**
 * eˣ − 1, elementwise, without cancellation near 0.
 *
 * @example
 * ```ts
 * import { expm1 } from "@adjoint/tensor";
 *
 * expm1(1e-12).item(); // => 1.0000000000005e-12
 * ```
 */
export function expm1(x: TensorLike): Tensor {
  return bind(expm1Primitive, [asInexact("expm1", "x", x)], null)[0];
}

/**
 * The natural logarithm, elementwise; −∞ at 0 and NaN below, and of complex numbers log |z| + i arg z.
 *
 * @example
 * ```ts
 * import { log } from "@adjoint/tensor";
 *
 * log([1, 0, -1]).toArray(); // => [0, -Infinity, NaN]
 * ```
 */
export function log(x: TensorLike): Tensor {
  return bind(logPrimitive, [asInexact("log", "x", x)], null)[0];
}

/**
 * log(1 + x), elementwise, without cancellation near 0.
 *
 * @example
 * ```ts
 * import { log1p } from "@adjoint/tensor";
 *
 * log1p(1e-12).item(); // => 9.999999999995e-13
 * ```
 */
export function log1p(x: TensorLike): Tensor {
  return bind(log1pPrimitive, [asInexact("log1p", "x", x)], null)[0];
}

/**
 * The logarithm to the base 2, elementwise; exact for powers of 2, −∞ at 0 and NaN below.
 *
 * @example
 * ```ts
 * import { log2 } from "@adjoint/tensor";
 *
 * log2([1, 8, 0.5]).toArray(); // => [0, 3, -1]
 * ```
 */
export function log2(x: TensorLike): Tensor {
  return bind(log2Primitive, [asInexact("log2", "x", x)], null)[0];
}

/**
 * The logarithm to the base 10, elementwise; −∞ at 0 and NaN below.
 *
 * @example
 * ```ts
 * import { log10 } from "@adjoint/tensor";
 *
 * log10([1, 1000, 0.01]).toArray(); // => [0, 3, -2]
 * ```
 */
export function log10(x: TensorLike): Tensor {
  return bind(log10Primitive, [asInexact("log10", "x", x)], null)[0];
}

/**
 * 1 / (1 + e⁻ˣ), elementwise, without overflow.
 *
 * @example
 * ```ts
 * import { sigmoid } from "@adjoint/tensor";
 *
 * sigmoid([0, 1000, -1000]).toArray(); // => [0.5, 1, 0]
 * ```
 */
export function sigmoid(x: TensorLike): Tensor {
  return bind(sigmoidPrimitive, [asFloat("sigmoid", "x", x)], null)[0];
}

/**
 * log(1 + eˣ), elementwise, without overflow. Its derivative is `sigmoid`.
 *
 * @example
 * ```ts
 * import { softplus } from "@adjoint/tensor";
 *
 * softplus([0, 1000]).toArray(); // => [0.6931471805599453, 1000]
 * ```
 */
export function softplus(x: TensorLike): Tensor {
  return bind(softplusPrimitive, [asFloat("softplus", "x", x)], null)[0];
}

const expPrimitive = /* @__PURE__ */ unary({
  name: "exp",
  kernel: expKernel,
  complex: complexExp,
  tangent: (t, _x, y) => mul(t, y),
});

const expm1Primitive = /* @__PURE__ */ unary({
  name: "expm1",
  kernel: expm1Kernel,
  complex: complexExpm1,
  tangent: (t, _x, y) => add(mul(t, y), t),
});

const logPrimitive = /* @__PURE__ */ unary({
  name: "log",
  kernel: logKernel,
  complex: complexLog,
  tangent: (t, x) => div(t, x),
});

const log1pPrimitive = /* @__PURE__ */ unary({
  name: "log1p",
  kernel: log1pKernel,
  complex: complexLog1p,
  tangent: (t, x) => div(t, add(1, x)),
});

const log2Primitive = /* @__PURE__ */ unary({
  name: "log2",
  kernel: Math.log2,
  complex: (z) => complexLogOver(z, Math.LN2),
  tangent: (t, x) => div(t, mul(x, Math.LN2)),
});

const log10Primitive = /* @__PURE__ */ unary({
  name: "log10",
  kernel: Math.log10,
  complex: (z) => complexLogOver(z, Math.LN10),
  tangent: (t, x) => div(t, mul(x, Math.LN10)),
});

const sigmoidPrimitive = /* @__PURE__ */ unary({
  name: "sigmoid",
  kernel: sigmoidKernel,
  tangent: (t, x, y) => mul(t, mul(y, sigmoid(neg(x)))),
});

const softplusPrimitive = /* @__PURE__ */ unary({
  name: "softplus",
  kernel: softplusKernel,
  tangent: (t, x) => mul(t, sigmoid(x)),
});
