import {
  astype,
  broadcastTo,
  checkOptions,
  div,
  exp,
  mul,
  type Shape,
  stopGradient,
  sub,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { checkPositive, logGamma } from "./gamma.ts";
import { type Key, split } from "./key.ts";
import { drawPoisson } from "./poisson.ts";
import { checkParameter, sampleShape } from "./sample-shape.ts";

/** The parameters of `negativeBinomial`. */
export interface NegativeBinomialOptions {
  /** How many successes are waited for; any positive number. */
  readonly total: TensorLike;
  /** The probability of success in each trial, ½ unless given. */
  readonly probs?: TensorLike;
}

/**
 * How many trials fail before `total` successes, float64 integers: Poisson counts whose rate is a gamma draw
 * of shape `total` times (1 − p)/p. No derivative flows to the parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless `total` is positive and 0 < probs ≤ 1.
 *
 * @example
 * ```ts
 * import { key, negativeBinomial } from "@adjoint/random";
 *
 * negativeBinomial(key(1), [3], { total: 2, probs: 1 }).toArray(); // => [0, 0, 0]
 * ```
 */
export function negativeBinomial(
  key: Key,
  shape: Shape | undefined,
  options: NegativeBinomialOptions,
): Tensor {
  const { total, probs = 0.5 } = checkOptions("negativeBinomial", options, ["total", "probs"]);
  const { params, shape: drawn } = sampleShape("negativeBinomial", shape, { total, probs });
  checkPositive("negativeBinomial", "total", params.total);
  checkParameter("negativeBinomial", "probs", params.probs, (p) => p > 0 && p <= 1, "within (0, 1]");
  const [forRate, forCount] = split(key);
  const p = astype(params.probs, "float64");
  const draw = exp(logGamma(forRate, astype(params.total, "float64"), drawn));
  const rate = mul(draw, div(sub(1, p), p));
  return drawPoisson(forCount, stopGradient(broadcastTo(rate, drawn)), drawn);
}
