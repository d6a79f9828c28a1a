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
import { type DrawDefinition, drawEach, type DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { mostAttempts, type Uniforms } from "./uniforms.ts";

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
  return bind(logGammaPrimitive, [broadcastTo(concentration, shape)], { key, count: sizeOf(shape) })[0];
}

/** Refuses parameters that are not positive and finite. */
export function checkPositive(operation: string, name: string, value: Tensor): void {
  checkParameter(operation, name, value, (x) => x > 0 && x < Infinity, "positive and finite");
}

const definition: DrawDefinition<[concentration: number]> = { name: "gamma", each: 4, draw: drawLogGamma };

const logGammaPrimitive: UnaryPrimitive<DrawParams> = {
  name: "logGamma",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a], params) => [drawEach(a, definition, params)],
  jvp: ([t], [a], [y]) => [t && mul(t, gammaQuantileSlope(a, y))],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(logGammaPrimitive, [a], params),
};

function drawLogGamma(a: number, uniforms: Uniforms, index: number): number {
  if (!(a > 0)) return Number.NaN;
  if (a >= 1) return largeLogGamma(a, uniforms, index);
  // 1 − u lies in (0, 1].
  return largeLogGamma(a + 1, uniforms, index) + Math.log(1 - uniforms(index, 0, 3)) / a;
}

/** For a ≥ 1: d v with v = (1 + c z)³, d = a − ⅓, c = 1/√(9d) and normal z is nearly right, and rejection makes it so. */
function largeLogGamma(a: number, uniforms: Uniforms, index: number): number {
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniforms(index, attempt, 0)));
    const z = radius * Math.cos(2 * Math.PI * uniforms(index, attempt, 1));
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root ** 3;
    const u = 1 - uniforms(index, attempt, 2);
    if (u < 1 - 0.0331 * z ** 4 || Math.log(u) < 0.5 * z * z + d * (1 - v + 3 * Math.log(root))) {
      return Math.log(d) + 3 * Math.log(root);
    }
  }
  throw new Error(`gamma: ${mostAttempts} attempts were rejected, which happens once in 10^200 draws`);
}
