import { add, atanh, mul, softplus, sub, tanh, tensor } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector } from "./bijector.ts";
import { increasing } from "./elementwise-bijector.ts";
import type { NoParameters } from "./elementwise-bijector.ts";

/**
 * The hyperbolic tangent y = tanh(x), from all numbers to those between −1 and 1, each by itself;
 * log |dy/dx| = 2 (log 2 − x − log(1 + exp(−2x))).
 *
 * @example
 * ```ts
 * import { tanhBijector } from "@adjoint/probability";
 *
 * const signed = tanhBijector();
 * signed.inverse(signed.forward(0.5)).item(); // => 0.5
 * signed.logDeterminant([0, 1000]).toArray(); // => [0, -1998.6137056388801]
 * ```
 */
export function tanhBijector(): Bijector<NoParameters> {
  return bijector(tanhKind, {});
}

const tanhKind = /* @__PURE__ */ increasing({
  name: "tanhBijector",
  image: () => ({ kind: "interval", low: tensor(-1), high: tensor(1) }),
  forward: tanh,
  inverse: atanh,
  logSlope: (x) => mul(2, sub(Math.LN2, add(x, softplus(mul(-2, x))))),
});
