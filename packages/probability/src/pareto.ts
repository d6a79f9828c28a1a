import { log1mexp } from "@adjoint/special";
import {
  add,
  checkOptions,
  div,
  exp,
  expm1,
  greater,
  greaterEqual,
  less,
  log,
  log1p,
  logicalAnd,
  min,
  mul,
  neg,
  reciprocal,
  square,
  sub,
  tensor,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters, positive } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";
import { guarded, piecewise } from "./piecewise.ts";
import { sampleByQuantile } from "./sample-by-quantile.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The parameters of a Pareto distribution. */
export type ParetoParameters = { readonly concentration: Tensor; readonly scale: Tensor };

/** A Pareto distribution. */
export type Pareto = Distribution<ParetoParameters>;

/** What `pareto` is made of. */
export interface ParetoOptions {
  /** The exponent α > 0 of the tail: P(X > x) falls as x⁻ᵅ. */
  readonly concentration: TensorLike;
  /** The smallest value m > 0, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * The Pareto distribution of x ≥ m, with a tail that falls as a power.
 *
 * Formula: p(x) = α mᵅ / xᵅ⁺¹.
 *
 * Moments: mean αm/(α − 1), infinite for α ≤ 1; variance αm²/((α − 1)² (α − 2)), infinite for α ≤ 2; entropy
 * log(m/α) + 1 + 1/α.
 *
 * Method: log(x/m) is exponential; it is computed from x − m, so that places close to m keep their digits. The fit has the
 * smallest observation as m. Samples are quantiles of uniform numbers, so they differentiate with respect to α and m.
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan, "Continuous univariate distributions", vol. 1 (1994), ch. 20.
 *
 * @throws DomainError unless the concentration and the scale are positive and finite.
 * @example
 * ```ts
 * import { pareto } from "@adjoint/probability";
 *
 * const wealth = pareto({ concentration: 2, scale: 10 });
 * wealth.survival(100).item(); // => 0.01
 * wealth.mean.item(); // => 20
 * wealth.variance.item(); // => Infinity
 * ```
 */
export function pareto(options: ParetoOptions): Pareto {
  const { concentration, scale = 1 } = checkOptions("pareto", options, ["concentration", "scale"]);
  return distribution(
    paretoFamily,
    checkParameters("pareto", { concentration, scale }, paretoFamily.constraints),
  );
}

/** The functions of the Pareto family. */
export const paretoFamily: Family<ParetoParameters> = {
  name: "pareto",
  constraints: { concentration: positive, scale: positive },
  eventShape: () => [],
  support: ({ scale }) => ({ kind: "interval", low: scale, high: tensor(Infinity) }),
  mean: ({ concentration, scale }) =>
    guarded(greater(concentration, 1), concentration, 2, (a) => mul(scale, div(a, sub(a, 1))), Infinity),
  variance: ({ concentration, scale }) => {
    const f = (a: Tensor): Tensor => mul(square(div(scale, sub(a, 1))), div(a, sub(a, 2)));
    return guarded(greater(concentration, 2), concentration, 3, f, Infinity);
  },
  mode: ({ scale }) => scale,
  entropy: ({ concentration, scale }) =>
    add(log(div(scale, concentration)), add(1, reciprocal(concentration))),
  logProb: (params, x) => {
    const { concentration, scale } = params;
    const inside = logicalAnd(greaterEqual(x, scale), less(x, Infinity));
    return piecewise(
      x,
      inside,
      mul(2, scale),
      (y) => sub(sub(log(concentration), log(y)), energy(params, y)),
      -Infinity,
    );
  },
  cdf: (params, x) => above(params, x, (e) => neg(expm1(neg(e))), [0, 1]),
  logCdf: (params, x) => above(params, x, (e) => log1mexp(neg(e)), [-Infinity, 0]),
  survival: (params, x) => above(params, x, (e) => exp(neg(e)), [1, 0]),
  logSurvival: (params, x) => above(params, x, neg, [0, -Infinity]),
  quantile,
  upperQuantile: ({ concentration, scale }, q) => mul(scale, exp(div(neg(log(q)), concentration))),
  sample: sampleByQuantile(quantile),
  fit: (samples, weights) => {
    const scale = min(samples, { axis: 0 });
    return { concentration: reciprocal(weightedMean(log(div(samples, scale)), weights)), scale };
  },
};

/** A function of α log(x/m) above m, and constants elsewhere. */
function above(
  params: ParetoParameters,
  x: Tensor,
  f: (energy: Tensor) => Tensor,
  outside: readonly [number, number],
): Tensor {
  const inside = logicalAnd(greater(x, params.scale), less(x, Infinity));
  return piecewise(x, inside, mul(2, params.scale), (y) => f(energy(params, y)), outside);
}

/** α log(x/m) */
function energy({ concentration, scale }: ParetoParameters, x: Tensor): Tensor {
  return mul(concentration, log1p(div(sub(x, scale), scale)));
}

function quantile({ concentration, scale }: ParetoParameters, p: Tensor): Tensor {
  return mul(scale, exp(div(neg(log1p(neg(p))), concentration)));
}
