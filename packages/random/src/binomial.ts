import {
  astype,
  bind,
  type BinaryPrimitive,
  broadcastTo,
  checkOptions,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { checkKey } from "./blocks.ts";
import { countPairDraw, type DrawParams } from "./draw-primitive.ts";
import type { Key } from "./key.ts";
import { logBinomialWeight } from "./log-mass.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";
import { mostAttempts, type Uniforms } from "./uniforms.ts";

/** The parameters of `binomial`. */
export interface BinomialOptions {
  /** How many trials: an integer from 0. */
  readonly total: TensorLike;
  /** The probability of success in each, ½ unless given. */
  readonly probs?: TensorLike;
}

/**
 * How many of `total` trials succeed, float64 integers: by inversion while the mean is below 10, above by
 * transformed rejection with squeeze. No derivative flows to the parameters.
 *
 * Source: W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993), algorithm BTRS.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless `total` is an integer from 0 to 1e15 and
 * `probs` within [0, 1].
 *
 * @example
 * ```ts
 * import { binomial, key } from "@adjoint/random";
 *
 * binomial(key(1), undefined, { total: 5, probs: [0, 1] }).toArray(); // => [0, 5]
 * ```
 */
export function binomial(key: Key, shape: Shape | undefined, options: BinomialOptions): Tensor {
  const { total, probs = 0.5 } = checkOptions("binomial", options, ["total", "probs"]);
  const { params, shape: drawn } = sampleShape("binomial", shape, { total, probs });
  const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 1e15;
  checkParameter("binomial", "total", params.total, isCount, "an integer from 0 to 1e15");
  checkParameter("binomial", "probs", params.probs, (p) => p >= 0 && p <= 1, "within [0, 1]");
  return drawBinomial(key, params.total, params.probs, drawn);
}

/** Counts for parameters that have been checked, or that cannot be, inside a trace. */
export function drawBinomial(key: Key, total: Tensor, probs: Tensor, shape: Shape): Tensor {
  const spread = (x: Tensor): Tensor => broadcastTo(astype(x, "float64"), shape);
  return bind(binomialPrimitive, [spread(total), spread(probs)], {
    key: checkKey("binomial", key),
    count: sizeOf(shape),
  })[0];
}

const binomialPrimitive: BinaryPrimitive<DrawParams> = /* @__PURE__ */ countPairDraw({
  name: "binomial",
  each: 2,
  draw: (n, p, uniforms, index) => {
    if (!(n >= 0 && p >= 0 && p <= 1)) return Number.NaN;
    // 1 − p is exact here; failures are counted where they are the rarer ones
    if (p > 0.5) return n - smaller(n, 1 - p, uniforms, index);
    return smaller(n, p, uniforms, index);
  },
});

function smaller(n: number, p: number, uniforms: Uniforms, index: number): number {
  if (n === 0 || p === 0) return 0;
  return n * p < 10 ? invert(n, p, uniforms(index, 0, 0)) : reject(n, p, uniforms, index);
}

/** The first k at which the distribution function passes u. */
function invert(n: number, p: number, u: number): number {
  const odds = p / (1 - p);
  let term = Math.exp(n * Math.log1p(-p));
  let rest = u - term;
  let k = 0;
  // Beyond 150 there is less than the 53 bits of u can tell.
  while (rest >= 0 && k < n && k < 150) {
    k++;
    term *= ((n - k + 1) / k) * odds;
    rest -= term;
  }
  return k;
}

function reject(n: number, p: number, uniforms: Uniforms, index: number): number {
  const q = 1 - p;
  const spread = Math.sqrt(n * p * q);
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const top = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const u = uniforms(index, attempt, 0) - 0.5;
    const v = uniforms(index, attempt, 1);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= top) return k;
    if (k < 0 || k > n) continue;
    const height = Math.log((v * alpha) / (a / (us * us) + b));
    const mode = Math.floor((n + 1) * p);
    if (height <= logBinomialWeight(k, n, p, q) - logBinomialWeight(mode, n, p, q)) return k;
  }
  throw new Error(`binomial: ${mostAttempts} attempts were rejected, which happens once in 10^100 draws`);
}
