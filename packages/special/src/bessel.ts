import {
  abs,
  add,
  asFloat,
  bind,
  mul,
  type Tensor,
  type TensorLike,
  unary,
  type UnaryPrimitive,
} from "@adjoint/tensor";
import { mapPrimitive, type OrderParams } from "./map-primitive.ts";
import { besselIOf, scaledBesselDerivativeOf, scaledBesselIOf } from "./scalar/bessel.ts";

/**
 * The modified Bessel function I₀(x) = (1/π) ∫₀^π e^(x cos θ) dθ, elementwise, to 4 ulp; ∞ from |x| = 713.99 on.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is `i1`.
 *
 * Source: power series below 8 (DLMF 10.25.2), Chebyshev interpolation of √x e⁻ˣ I₀(x) in 1/x above.
 *
 * @example
 * ```ts
 * import { i0 } from "@adjoint/special";
 *
 * i0([0, 1, -700]).toArray(); // => [1, 1.2660658777520084, 1.529593347671874e302]
 * ```
 */
export function i0(x: TensorLike): Tensor {
  return bind(besselPrimitive, [asFloat("i0", "x", x)], { order: 0 })[0];
}

/**
 * The modified Bessel function I₁(x) = I₀′(x), elementwise, to 4 ulp; an odd function.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is (I₀ + I₂)/2. Source: as for `i0`.
 *
 * @example
 * ```ts
 * import { i1 } from "@adjoint/special";
 *
 * i1([0, 1, -1]).toArray(); // => [0, 0.565159103992485, -0.565159103992485]
 * ```
 */
export function i1(x: TensorLike): Tensor {
  return bind(besselPrimitive, [asFloat("i1", "x", x)], { order: 1 })[0];
}

/**
 * The scaled function e^(−|x|) I₀(x), elementwise, to 4 ulp: 1/√(2πx) for large x, where I₀ overflows.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is computed to any order without the
 * cancellation of e^(−x) (I₁ − I₀), and is 0 at the kink at 0. Source: as for `i0`; DLMF 13.7.2.
 *
 * @example
 * ```ts
 * import { i0e } from "@adjoint/special";
 *
 * i0e([0, 1e6]).toArray(); // => [1, 0.00039894233027123424]
 * ```
 */
export function i0e(x: TensorLike): Tensor {
  return scaledDerivative(0, abs(asFloat("i0e", "x", x)));
}

/**
 * The scaled function e^(−|x|) I₁(x), elementwise, to 4 ulp; an odd function.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative keeps its digits as that of `i0e` does.
 *
 * @example
 * ```ts
 * import { i1e } from "@adjoint/special";
 *
 * i1e([0, 1, -1e6]).toArray(); // => [0, 0.2079104153497085, -0.00039894213080001]
 * ```
 */
export function i1e(x: TensorLike): Tensor {
  return bind(scaledOnePrimitive, [asFloat("i1e", "x", x)], null)[0];
}

const besselPrimitive: UnaryPrimitive<OrderParams> = /* @__PURE__ */ mapPrimitive<OrderParams>({
  name: "besselI",
  kernel: (x, { order }) => besselIOf(order, x),
  tangent: (t, x, { order }) => {
    const above = bind(besselPrimitive, [x], { order: order + 1 })[0];
    if (order === 0) return mul(t, above);
    return mul(t, mul(0.5, add(bind(besselPrimitive, [x], { order: order - 1 })[0], above)));
  },
});

/** The derivative of an order of e⁻ˣ I₀(x) for x ≥ 0. */
function scaledDerivative(order: number, x: Tensor): Tensor {
  return bind(scaledZeroPrimitive, [x], { order })[0];
}

const scaledZeroPrimitive: UnaryPrimitive<OrderParams> = /* @__PURE__ */ mapPrimitive<OrderParams>({
  name: "scaledBesselI0",
  kernel: (x, { order }) => (order === 0 ? scaledBesselIOf(0, x) : scaledBesselDerivativeOf(order, x)),
  tangent: (t, x, { order }) => mul(t, scaledDerivative(order + 1, x)),
});

const scaledOnePrimitive: UnaryPrimitive = /* @__PURE__ */ unary({
  name: "scaledBesselI1",
  kernel: (x) => scaledBesselIOf(1, x),
  // e⁻ˣ I₁ = e⁻ˣ I₀ + (e⁻ˣ I₀)′.
  tangent: (t, x) => {
    const magnitude = abs(x);
    return mul(t, add(scaledDerivative(1, magnitude), scaledDerivative(2, magnitude)));
  },
});
