import type { Tensor } from "@adjoint/tensor";
import type { Family, Reason } from "./family.ts";

/** What stays of a family when its parameters are computed from others. */
export type Reparametrized<Params extends object> = Omit<Family<Params>, "name" | "constraints" | "fit">;

/** The functions of a family at parameters that are computed from others. */
/* @__NO_SIDE_EFFECTS__ */
export function reparametrized<Params extends object, Own extends object>(
  family: Family<Own>,
  own: (params: Params) => Own,
): Reparametrized<Params> {
  const value = (f: ((params: Own) => Tensor) | Reason): ((params: Params) => Tensor) | Reason =>
    typeof f === "string" ? f : (params) => f(own(params));
  const at = (
    f: ((params: Own, x: Tensor) => Tensor) | Reason,
  ): ((params: Params, x: Tensor) => Tensor) | Reason =>
    typeof f === "string" ? f : (params, x) => f(own(params), x);
  return {
    eventShape: (params) => family.eventShape(own(params)),
    support: (params) => family.support(own(params)),
    mean: value(family.mean),
    variance: value(family.variance),
    mode: value(family.mode),
    entropy: value(family.entropy),
    logProb: (params, x) => family.logProb(own(params), x),
    cdf: at(family.cdf),
    logCdf: at(family.logCdf),
    survival: at(family.survival),
    logSurvival: at(family.logSurvival),
    quantile: at(family.quantile),
    upperQuantile: at(family.upperQuantile),
    sample: (params, key, shape) => family.sample(own(params), key, shape),
  };
}
