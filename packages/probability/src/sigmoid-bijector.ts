import { logit } from "@adjoint/special";
import { add, neg, sigmoid, softplus } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector } from "./bijector.ts";
import { increasing } from "./elementwise-bijector.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { unitSegment } from "./support.ts";

/**
 * The logistic function y = 1 / (1 + exp(−x)), from all numbers to those between 0 and 1, each by itself;
 * log |dy/dx| = log σ(x) + log σ(−x).
 *
 * @example
 * ```ts
 * import { sigmoidBijector } from "@adjoint/probability";
 *
 * const fraction = sigmoidBijector();
 * fraction.forward(0).item(); // => 0.5
 * fraction.logDeterminant([-1000, 0]).toArray(); // => [-1000, -1.3862943611198906]
 * ```
 */
export function sigmoidBijector(): Bijector<NoParameters> {
  return bijector(sigmoidKind, {});
}

const sigmoidKind = /* @__PURE__ */ increasing({
  name: "sigmoidBijector",
  image: unitSegment,
  forward: sigmoid,
  inverse: logit,
  logSlope: (x) => neg(add(softplus(x), softplus(neg(x)))),
});
