import { vonMisesSlope } from "@adjoint/special";
import {
  add,
  bind,
  broadcastTo,
  checkOptions,
  mul,
  round,
  type Shape,
  sizeOf,
  stopGradient,
  sub,
  type Tensor,
  type TensorLike,
  type UnaryPrimitive,
} from "@adjoint/tensor";
import { checkKey } from "./blocks.ts";
import { type DrawDefinition, drawEach, type DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { mostAttempts, type Uniforms } from "./uniforms.ts";

/** The parameters of `vonMises`. */
export interface VonMisesOptions {
  /** The angle that is most probable, in radians, 0 unless given. */
  readonly mean?: TensorLike;
  /** How narrow the distribution is: 0, unless given, is uniform, and a large κ has the variance 1/κ. */
  readonly concentration?: TensorLike;
}

/**
 * Angles in [−π, π] with the von Mises distribution, of density proportional to exp(κ cos(θ − mean)), by rejection from
 * the wrapped Cauchy distribution.
 *
 * The method is that of Best and Fisher with its differences rewritten, so that it needs no other one near κ = 0 nor for
 * large κ. Derivatives flow to the mean, and to the concentration as that of the quantile at the level of the draw.
 *
 * Source: D. J. Best, N. I. Fisher, "Efficient simulation of the von Mises distribution", Applied Statistics 28 (1979);
 * M. Figurnov, S. Mohamed, A. Mnih, arXiv:1805.08498 (2018).
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless they are finite and the concentration at
 * least 0.
 *
 * @example
 * ```ts
 * import { key, vonMises } from "@adjoint/random";
 *
 * const angles = vonMises(key(1), [100], { mean: 3, concentration: 2 });
 * angles.data.every((angle) => Math.abs(angle) <= Math.PI); // => true
 * ```
 */
export function vonMises(key: Key, shape?: Shape, options: VonMisesOptions = {}): Tensor {
  const { mean = 0, concentration = 0 } = checkOptions("vonMises", options, ["mean", "concentration"]);
  const { params, shape: drawn } = sampleShape("vonMises", shape, { mean, concentration });
  checkParameter("vonMises", "mean", params.mean, Number.isFinite, "finite");
  checkParameter(
    "vonMises",
    "concentration",
    params.concentration,
    (kappa) => kappa >= 0 && kappa < Infinity,
    "at least 0 and finite",
  );
  const draw = { key: checkKey("vonMises", key), count: sizeOf(drawn) };
  const angle = bind(vonMisesPrimitive, [broadcastTo(params.concentration, drawn)], draw)[0];
  if (options.mean === undefined) return angle;
  const turned = add(params.mean, angle);
  const turns = round(mul(stopGradient(turned), 0.5 / Math.PI));
  return sub(turned, mul(2 * Math.PI, turns));
}

const definition: DrawDefinition<[concentration: number]> = { name: "vonMises", each: 2, draw: drawAngle };

const vonMisesPrimitive: UnaryPrimitive<DrawParams> = {
  name: "vonMises",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([kappa], params) => [drawEach(kappa, definition, params)],
  jvp: ([t], [kappa], [angle]) => [t && mul(t, vonMisesSlope(kappa, angle))],
  transpose: "not linear",
  batch: ([kappa], _batched, _size, params) => bind(vonMisesPrimitive, [kappa], params),
};

/**
 * A wrapped Cauchy angle is 2 atan(q tan φ/2) of a uniform φ with q = (1 − ρ)/(1 + ρ). With Best and Fisher's
 * ρ = 2κ/d it is accepted with probability c e^(1−c), where c = κ((1 + ρ²)/2ρ − cos θ); what would cancel for small or
 * for large κ is multiplied out.
 */
function drawAngle(kappa: number, uniforms: Uniforms, index: number): number {
  if (!(kappa >= 0 && kappa < Infinity)) return Number.NaN;
  const root = Math.hypot(1, 2 * kappa);
  const tau = 1 + root;
  const d = Math.sqrt(tau) * (Math.sqrt(tau) + Math.SQRT2);
  const rho = (2 * kappa) / d;
  const rest = (1 + 1 / (root + 2 * kappa) + Math.sqrt(2 * tau)) / d;
  const q = rest / (1 + rho);
  const base = (rest * rest * d) / 4;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const angle = 2 * Math.atan(q * Math.tan(Math.PI * (uniforms(index, attempt, 0) - 0.5)));
    const c = base + 2 * kappa * Math.sin(0.5 * angle) ** 2;
    if (1 - uniforms(index, attempt, 1) <= c * Math.exp(1 - c)) return angle;
  }
  throw new Error(`vonMises: ${mostAttempts} attempts were rejected, which happens once in 10^90 draws`);
}
