import {
  astype,
  bind,
  broadcastTo,
  checkOptions,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorLike,
  type UnaryPrimitive,
} from "@adjoint/tensor";
import { checkKey } from "./blocks.ts";
import { countDraw, type DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { logPoissonMass } from "./log-mass.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { mostAttempts, type Uniforms } from "./uniforms.ts";

/** The parameter of `poisson`. */
export interface PoissonOptions {
  /** The mean count, 1 unless given. */
  readonly rate?: TensorLike;
}

/**
 * Counts with the Poisson distribution, float64 integers: by inversion up to a rate of 10, above by
 * transformed rejection with squeeze. No derivative flows to the rate.
 *
 * Source: W. Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
 * Mathematics and Economics 12 (1993), algorithm PTRS.
 *
 * @param shape - that of the result, into which the rate broadcasts; the shape of the rate unless given.
 * @throws ShapeError when the rate does not broadcast, DomainError unless it is from 0 to 1e15.
 *
 * @example
 * ```ts
 * import { key, poisson } from "@adjoint/random";
 *
 * poisson(key(1), undefined, { rate: [0, 0] }).toArray(); // => [0, 0]
 * ```
 */
export function poisson(key: Key, shape?: Shape, options: PoissonOptions = {}): Tensor {
  const { rate = 1 } = checkOptions("poisson", options, ["rate"]);
  const sampled = sampleShape("poisson", shape, { rate });
  checkParameter("poisson", "rate", sampled.params.rate, (r) => r >= 0 && r <= 1e15, "from 0 to 1e15");
  return drawPoisson(key, sampled.params.rate, sampled.shape);
}

/** Counts for rates that have been checked, or that cannot be, inside a trace. */
export function drawPoisson(key: Key, rate: Tensor, shape: Shape): Tensor {
  return bind(poissonPrimitive, [broadcastTo(astype(rate, "float64"), shape)], {
    key: checkKey("poisson", key),
    count: sizeOf(shape),
  })[0];
}

const poissonPrimitive: UnaryPrimitive<DrawParams> = /* @__PURE__ */ countDraw({
  name: "poisson",
  each: 2,
  draw: (rate, uniforms, index) => {
    if (!(rate >= 0)) return Number.NaN;
    return rate < 10 ? invert(rate, uniforms(index, 0, 0)) : reject(rate, uniforms, index);
  },
});

/** The first k at which the distribution function passes u. */
function invert(rate: number, u: number): number {
  let p = Math.exp(-rate);
  let rest = u - p;
  let k = 0;
  // Beyond 150 there is less than the 53 bits of u can tell.
  while (rest >= 0 && k < 150) {
    k++;
    p *= rate / k;
    rest -= p;
  }
  return k;
}

function reject(rate: number, uniforms: Uniforms, index: number): number {
  if (rate === Infinity) return Infinity;
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const top = 0.9277 - 3.6224 / (b - 2);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const u = uniforms(index, attempt, 0) - 0.5;
    const v = uniforms(index, attempt, 1);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + rate + 0.43);
    if (us >= 0.07 && v <= top) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const height = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (height <= logPoissonMass(k, rate)) return k;
  }
  throw new Error(`poisson: ${mostAttempts} attempts were rejected, which happens once in 10^100 draws`);
}
