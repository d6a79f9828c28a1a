import {
  abs,
  add,
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  exp,
  lessEqual,
  log,
  mul,
  neg,
  reciprocal,
  sin,
  square,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { i0e } from "./bessel.ts";
import { vonMisesCdfOf, vonMisesQuantileOf } from "./scalar/von-mises.ts";
import { vonMisesSlope } from "./von-mises-slope.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * P(T ≤ x) of an angle T in [−π, π] with the von Mises density e^(κ cos t)/(2π I₀(κ)), elementwise with broadcasting, to
 * 1e-13 relative also where it is small.
 *
 * 0 below −π, 1 above π; NaN for κ below 0. Differentiable in both arguments to any order.
 *
 * Source: double exponential quadrature from x to π (H. Takahasi, M. Mori 1974), of the density divided by that at x.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { vonMisesCdf } from "@adjoint/special";
 *
 * vonMisesCdf(2, [-1, 0, 1]).toArray(); // => [0.110422263, 0.5, 0.889577737]
 * ```
 */
export function vonMisesCdf(concentration: TensorLike, x: TensorLike): Tensor {
  return bind(cdfPrimitive, operands("vonMisesCdf", "x", concentration, x), { isLog: false })[0];
}

/**
 * log P(T ≤ x), the logarithm of `vonMisesCdf`, elementwise with broadcasting: also where the probability underflows, or
 * rounds to 1. Values at the edges and source are those of `vonMisesCdf`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logVonMisesCdf } from "@adjoint/special";
 *
 * logVonMisesCdf(1000, -2).item(); // => -1420.42418959
 * ```
 */
export function logVonMisesCdf(concentration: TensorLike, x: TensorLike): Tensor {
  return bind(cdfPrimitive, operands("logVonMisesCdf", "x", concentration, x), { isLog: true })[0];
}

/**
 * The x with P(T ≤ x) = p, the inverse of `vonMisesCdf`, elementwise with broadcasting.
 *
 * −π at p = 0, π at p = 1; NaN for p outside [0, 1]. Its derivatives are implicit: ∂x/∂p = 1/f(x) with the density f,
 * and ∂x/∂κ is `vonMisesSlope`. Source: safeguarded Newton steps on the logarithm of the smaller tail.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { vonMisesQuantile } from "@adjoint/special";
 *
 * vonMisesQuantile(0, [0.25, 0.5]).toArray(); // => [-1.5707963267948966, 0]
 * ```
 */
export function vonMisesQuantile(concentration: TensorLike, p: TensorLike): Tensor {
  return bind(quantilePrimitive, operands("vonMisesQuantile", "p", concentration, p), null)[0];
}

type LogParams = { readonly isLog: boolean };

function operands(
  operation: string,
  name: string,
  concentration: TensorLike,
  x: TensorLike,
): [kappa: Tensor, x: Tensor] {
  const [s, t] = broadcastOperands(operation, concentration, x, "concentration", name);
  return [asFloat(operation, "concentration", s), asFloat(operation, name, t)];
}

const cdfPrimitive: BinaryPrimitive<LogParams> = /* @__PURE__ */ zipPrimitive<LogParams>({
  name: "vonMisesCdf",
  kernel: (kappa, x, { isLog }) => vonMisesCdfOf(isLog, kappa, x),
  tangents: [
    (t, kappa, x, params) => neg(mul(t, mul(hazard(kappa, x, params), slopeInside(kappa, x)))),
    (t, kappa, x, params) => mul(t, hazard(kappa, x, params)),
  ],
});

// Through the function again, not the value at hand, so that it keeps its dependence on the arguments.
const quantilePrimitive: BinaryPrimitive = /* @__PURE__ */ zipPrimitive({
  name: "vonMisesQuantile",
  kernel: (kappa, p) => vonMisesQuantileOf(kappa, p),
  tangents: [
    (t, kappa, p) => mul(t, vonMisesSlope(kappa, vonMisesQuantile(kappa, p))),
    (t, kappa, p) => mul(t, reciprocal(exp(logDensity(kappa, vonMisesQuantile(kappa, p))))),
  ],
});

/** The density, or for the logarithm the density divided by the tail; 0 beyond ±π. */
function hazard(kappa: Tensor, x: Tensor, { isLog }: LogParams): Tensor {
  const isInside = lessEqual(abs(x), Math.PI);
  const inside = where(isInside, x, 0);
  const height = logDensity(kappa, inside);
  return where(isInside, exp(isLog ? sub(height, logVonMisesCdf(kappa, inside)) : height), 0);
}

function slopeInside(kappa: Tensor, x: Tensor): Tensor {
  return vonMisesSlope(kappa, where(lessEqual(abs(x), Math.PI), x, 0));
}

function logDensity(kappa: Tensor, x: Tensor): Tensor {
  const fall = mul(2, mul(kappa, square(sin(mul(0.5, x)))));
  return neg(add(log(mul(2 * Math.PI, i0e(kappa))), fall));
}
