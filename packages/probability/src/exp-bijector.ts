import { exp, log } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector } from "./bijector.ts";
import { increasing } from "./elementwise-bijector.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { halfLine } from "./support.ts";

/**
 * The exponential y = exp(x), from all numbers to the positive ones, each by itself; log |dy/dx| = x.
 *
 * @example
 * ```ts
 * import { expBijector } from "@adjoint/probability";
 *
 * expBijector().forward([0, 1]).toArray(); // => [1, 2.718281828459045]
 * expBijector().logDeterminant(1000).item(); // => 1000
 * ```
 */
export function expBijector(): Bijector<NoParameters> {
  return bijector(expKind, {});
}

const expKind = /* @__PURE__ */ increasing({
  name: "expBijector",
  image: halfLine,
  forward: exp,
  inverse: log,
  logSlope: (x) => x,
});
