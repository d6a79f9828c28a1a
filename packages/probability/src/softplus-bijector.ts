import { log1mexp } from "@adjoint/special";
import { add, greater, log, neg, expm1, softplus, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector } from "./bijector.ts";
import { increasing } from "./elementwise-bijector.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { halfLine } from "./support.ts";

/**
 * The soft plus y = log(1 + exp(x)), from all numbers to the positive ones, each by itself; log |dy/dx| = log σ(x).
 *
 * Method: the inverse y + log(1 − exp(−y)) becomes log(exp(y) − 1) where the sum would cancel.
 *
 * @example
 * ```ts
 * import { softplusBijector } from "@adjoint/probability";
 *
 * const positive = softplusBijector();
 * positive.forward([-1000, 0, 1000]).toArray(); // => [0, 0.6931471805599453, 1000]
 * positive.inverse(0.6931471805599453).item(); // => 0
 * positive.logDeterminant([-1000, 1000]).toArray(); // => [-1000, 0]
 * ```
 */
export function softplusBijector(): Bijector<NoParameters> {
  return bijector(softplusKind, {});
}

const softplusKind = /* @__PURE__ */ increasing({
  name: "softplusBijector",
  image: halfLine,
  forward: softplus,
  inverse: inverseSoftplus,
  logSlope: (x) => neg(softplus(neg(x))),
});

function inverseSoftplus(y: Tensor): Tensor {
  const large = greater(y, 1);
  const [above, below] = [where(large, y, 2), where(large, 0.5, y)];
  return where(large, add(above, log1mexp(neg(above))), log(expm1(below)));
}
