import { uniform } from "@adjoint/random";
import {
  abs,
  add,
  astype,
  div,
  exp,
  log,
  log1p,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, finite, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { realLine } from "./support.ts";

/** The parameters of a __kebab__ distribution. */
export type __Pascal__Parameters = { readonly mean: Tensor; readonly scale: Tensor };

/** A __kebab__ distribution. */
export type __Pascal__ = Distribution<__Pascal__Parameters>;

/** What `__camel__` is made of. */
export interface __Pascal__Options {
  /** The mean μ, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale s > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The __kebab__ distribution, here the logistic one: p(x) = e^(−z) / (s (1 + e^(−z))²) with z = (x − μ)/s, for real x.
 *
 * Parameters broadcast. Samples are quantiles of uniform numbers, so they differentiate with respect to μ and s.
 *
 * @throws DomainError unless the mean is finite and the scale positive and finite.
 * @example
 * ```ts
 * import { __camel__ } from "@adjoint/probability";
 *
 * __camel__({ mean: 1, scale: 2 }).cdf(1).item(); // => 0.5
 * __camel__().prob(0).item(); // => 0.25
 * ```
 */
export function __camel__({ mean = 0, scale = 1 }: __Pascal__Options = {}): __Pascal__ {
  return distribution(
    __camel__Family,
    checkParameters("__camel__", { mean, scale }, __camel__Family.constraints),
  );
}

export const __camel__Family: Family<__Pascal__Parameters> = {
  name: "__camel__",
  constraints: { mean: finite, scale: positive },
  eventShape: () => [],
  support: realLine,
  mean: ({ mean }) => mean,
  variance: ({ scale }) => mul(square(scale), Math.PI ** 2 / 3),
  mode: ({ mean }) => mean,
  entropy: ({ scale }) => add(log(scale), 2),
  logProb: (params, x) => {
    const size = abs(standardize(params, x));
    return neg(add(size, add(mul(2, log1p(exp(neg(size)))), log(params.scale))));
  },
  cdf: (params, x) => sigmoid(standardize(params, x)),
  logCdf: (params, x) => neg(softplus(neg(standardize(params, x)))),
  survival: (params, x) => sigmoid(neg(standardize(params, x))),
  quantile: ({ mean, scale }, p) => add(mean, mul(scale, sub(log(p), log1p(neg(p))))),
  sample: (params, key, shape) =>
    __camel__Family.quantile(params, astype(uniform(key, shape), params.mean.dtype)),
};

function standardize({ mean, scale }: __Pascal__Parameters, x: Tensor): Tensor {
  return div(sub(x, mean), scale);
}
