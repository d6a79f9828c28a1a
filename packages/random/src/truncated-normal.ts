import { logNormalCdf, normalQuantileExp } from "@adjoint/special";
import {
  add,
  checkOptions,
  clip,
  div,
  DomainError,
  equal,
  expm1,
  greater,
  less,
  log1p,
  mul,
  neg,
  type Shape,
  sub,
  type Tensor,
  type TensorLike,
  Tracer,
  where,
} from "@adjoint/tensor";
import { checkPositive } from "./gamma.ts";
import type { Key } from "./key.ts";
import { openUniform } from "./open-uniform.ts";
import { sampleShape } from "./sample-shape.ts";

/** The parameters of `truncatedNormal`. */
export interface TruncatedNormalOptions {
  /** The mean before truncation, 0 unless given. */
  readonly mean?: TensorLike;
  /** The standard deviation before truncation, 1 unless given. */
  readonly scale?: TensorLike;
  /** The lower end, −∞ unless given. */
  readonly low?: TensorLike;
  /** The upper end, ∞ unless given. */
  readonly high?: TensorLike;
}

/**
 * Normal numbers on condition that they lie between two ends, however far out these are: by inversion in the logarithm
 * of the tail on whose side the interval lies. Derivatives flow to all parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless the scale is positive and low < high.
 *
 * @example
 * ```ts
 * import { key, truncatedNormal } from "@adjoint/random";
 *
 * const x = truncatedNormal(key(1), [1000], { low: 40 });
 * Math.min(...x.data) >= 40 && Math.max(...x.data) < 41; // => true
 * ```
 */
export function truncatedNormal(key: Key, shape?: Shape, options: TruncatedNormalOptions = {}): Tensor {
  const names = ["mean", "scale", "low", "high"] as const;
  const {
    mean = 0,
    scale = 1,
    low = -Infinity,
    high = Infinity,
  } = checkOptions("truncatedNormal", options, names);
  const { params, shape: drawn } = sampleShape("truncatedNormal", shape, { mean, scale, low, high });
  checkPositive("truncatedNormal", "scale", params.scale);
  checkOrder(params.low, params.high);
  const standard = (end: Tensor): Tensor => div(sub(end, params.mean), params.scale);
  const [a, b] = [standard(params.low), standard(params.high)];
  // An interval in the upper half is mirrored: the lower tail keeps its digits.
  const isUpper = greater(add(a, b), 0);
  const [from, to] = [where(isUpper, neg(b), a), where(isUpper, neg(a), b)];
  // So far out that the logarithm of the tail overflows, all of the mass is at the nearer end.
  const isEnd = less(to, -furthest);
  const u = openUniform("truncatedNormal", key, drawn);
  const z = invert(u, where(isEnd, -1, from), where(isEnd, 0, to));
  const x = add(params.mean, mul(params.scale, where(isUpper, neg(z), z)));
  return where(isEnd, where(isUpper, params.low, params.high), clip(x, params.low, params.high));
}

/** The square of it is still finite. */
const furthest = 1e150;

/** The z with Φ(z) = Φ(a) + u (Φ(b) − Φ(a)), as log Φ(z) = log Φ(b) + log(1 − (1 − u)(1 − Φ(a)/Φ(b))). */
function invert(u: Tensor, a: Tensor, b: Tensor): Tensor {
  const logLow = logCdf(a, -Infinity);
  const logHigh = logCdf(b, Infinity);
  const share = neg(expm1(sub(logLow, logHigh)));
  return normalQuantileExp(add(logHigh, log1p(neg(mul(sub(1, u), share)))));
}

/** log Φ(x), without an undefined derivative at an infinite end. */
function logCdf(x: Tensor, end: number): Tensor {
  const isEnd = equal(x, end);
  return where(isEnd, end < 0 ? -Infinity : 0, logNormalCdf(where(isEnd, 0, x)));
}

function checkOrder(low: Tensor, high: Tensor): void {
  if (low instanceof Tracer || high instanceof Tracer) return;
  if (!less(low, high).data.includes(0)) return;
  throw new DomainError(
    `truncatedNormal: low must be less than high, got ${String(low)} and ${String(high)}`,
    { operation: "truncatedNormal", low, high },
  );
}
