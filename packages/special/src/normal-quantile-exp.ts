import { asFloat, bind, mul, type Tensor, type TensorLike, unary } from "@adjoint/tensor";
import { erfcx } from "./erfcx.ts";
import { normalQuantileExpOf } from "./scalar/normal-quantile-exp.ts";

/**
 * The x with log Φ(x) = y, elementwise: the normal quantile of a probability that is given by its logarithm, so that it
 * goes on where the probability underflows. To 1e-14 relative, or 1e-15 absolute near its zero at −log 2.
 *
 * −∞ at −∞, ∞ at 0, NaN above. Shape and floating dtype are kept; integers become float64. SciPy calls it `ndtri_exp`.
 *
 * Source: Newton's method on `logNormalCdf`, from the asymptotic expansion DLMF 7.17.
 *
 * @example
 * ```ts
 * import { normalQuantileExp } from "@adjoint/special";
 *
 * normalQuantileExp([-5005.524208694205, Math.log(0.975)]).toArray(); // => [-100, 1.959963984540054]
 * ```
 */
export function normalQuantileExp(y: TensorLike): Tensor {
  return bind(normalQuantileExpPrimitive, [asFloat("normalQuantileExp", "y", y)], null)[0];
}

const sqrtHalfPi = 1.2533141373155003;

const normalQuantileExpPrimitive = /* @__PURE__ */ unary({
  name: "normalQuantileExp",
  kernel: normalQuantileExpOf,
  // ∂x/∂y = Φ(x)/φ(x) = √(π/2) erfcx(−x/√2)
  tangent: (t, y) => mul(t, mul(sqrtHalfPi, erfcx(mul(-Math.SQRT1_2, normalQuantileExp(y))))),
});
