import {
  asFloat,
  bind,
  div,
  exp,
  greater,
  mul,
  square,
  type Tensor,
  type TensorLike,
  unary,
  where,
} from "@adjoint/tensor";
import { erfcx } from "./erfcx.ts";
import { logNormalCdfOf, normalCdfOf } from "./scalar/normal-cdf.ts";

/**
 * The standard normal distribution function Φ(x) = (1/√2π) ∫₋∞ˣ exp(−t²/2) dt, elementwise, to 4 ulp also in the
 * lower tail.
 *
 * Shape and floating dtype are kept; integers become float64.
 *
 * @example
 * ```ts
 * import { normalCdf } from "@adjoint/special";
 *
 * normalCdf([0, 1.959963984540054]).toArray(); // => [0.5, 0.975]
 * normalCdf(-30).item(); // => 4.906713927148187e-198
 * ```
 */
export function normalCdf(x: TensorLike): Tensor {
  return bind(normalCdfPrimitive, [asFloat("normalCdf", "x", x)], null)[0];
}

/**
 * log Φ(x), elementwise, to 4 ulp: finite where Φ underflows, not 0 where Φ rounds to 1.
 *
 * Shape and floating dtype are kept; integers become float64. The derivative is φ(x)/Φ(x), through `erfcx`.
 *
 * @example
 * ```ts
 * import { logNormalCdf } from "@adjoint/special";
 *
 * logNormalCdf([-100, 0, 10]).toArray(); // => [-5005.524208694205, -0.6931471805599453, -7.61985302416047e-24]
 * ```
 */
export function logNormalCdf(x: TensorLike): Tensor {
  return bind(logNormalCdfPrimitive, [asFloat("logNormalCdf", "x", x)], null)[0];
}

const inverseSqrtTwoPi = 0.3989422804014327;
const sqrtTwoOverPi = 0.7978845608028654;

const normalCdfPrimitive = /* @__PURE__ */ unary({
  name: "normalCdf",
  kernel: normalCdfOf,
  tangent: (t, x) => mul(t, mul(inverseSqrtTwoPi, exp(mul(-0.5, square(x))))),
});

const logNormalCdfPrimitive = /* @__PURE__ */ unary({
  name: "logNormalCdf",
  kernel: logNormalCdfOf,
  tangent: (t, x) => mul(t, inverseMillsRatio(x)),
});

/**
 * φ(x)/Φ(x): as it stands above 0, where erfcx overflows and the quotient's derivatives would be NaN,
 * and by erfcx below, where both φ and Φ underflow.
 */
function inverseMillsRatio(x: Tensor): Tensor {
  const isAbove = greater(x, 0);
  const above = where(isAbove, x, 0);
  const below = where(isAbove, 0, x);
  const density = mul(inverseSqrtTwoPi, exp(mul(-0.5, square(above))));
  return where(isAbove, div(density, normalCdf(above)), div(sqrtTwoOverPi, erfcx(mul(-Math.SQRT1_2, below))));
}
