import { gammaQuantileSlope } from "@adjoint/special";
import {
  bind,
  broadcastTo,
  checkOptions,
  div,
  exp,
  mul,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorLike,
  type UnaryPrimitive,
} from "@adjoint/tensor";
import { checkKey } from "./blocks.ts";
import type { DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { drawLogGammas } from "./log-gamma-draws.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `gamma`. */
export interface GammaOptions {
  /** The shape parameter a > 0, 1 unless given. */
  readonly concentration?: TensorLike;
  /** The inverse scale, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * Numbers with the gamma distribution, of density proportional to xᵃ⁻¹ e^(−x · rate).
 *
 * The squeeze of Marsaglia and Tsang for a ≥ 1; below, draws for a + 1 are multiplied by U^(1/a), in the logarithm,
 * where nothing underflows before the end. Derivatives flow to both parameters: to the concentration as that of the
 * quantile at the level of the draw (implicit reparametrisation).
 *
 * Source: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000);
 * M. Figurnov, S. Mohamed, A. Mnih, arXiv:1805.08498 (2018).
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless they are positive and finite.
 *
 * @example
 * ```ts
 * import { gamma, key } from "@adjoint/random";
 *
 * gamma(key(1), [2, 3], { concentration: 2.5 }).shape; // => [2, 3]
 * ```
 */
export function gamma(key: Key, shape?: Shape, options: GammaOptions = {}): Tensor {
  const { concentration = 1, rate = 1 } = checkOptions("gamma", options, ["concentration", "rate"]);
  const sampled = sampleShape("gamma", shape, { concentration, rate });
  checkPositive("gamma", "concentration", sampled.params.concentration);
  checkPositive("gamma", "rate", sampled.params.rate);
  const x = exp(logGamma(key, sampled.params.concentration, sampled.shape));
  return options.rate === undefined ? x : div(x, sampled.params.rate);
}

/** Logarithms of draws with the rate 1, also where the draws would underflow. */
export function logGamma(key: Key, concentration: Tensor, shape: Shape): Tensor {
  return bind(logGammaPrimitive, [broadcastTo(concentration, shape)], {
    key: checkKey("gamma", key),
    count: sizeOf(shape),
  })[0];
}

/** Refuses parameters that are not positive and finite. */
export function checkPositive(operation: string, name: string, value: Tensor): void {
  checkParameter(operation, name, value, (x) => x > 0 && x < Infinity, "positive and finite");
}

const logGammaPrimitive: UnaryPrimitive<DrawParams> = {
  name: "logGamma",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a], params) => [drawLogGammas(a, params)],
  jvp: ([t], [a], [y]) => [t && mul(t, gammaQuantileSlope(a, y))],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(logGammaPrimitive, [a], params),
};
