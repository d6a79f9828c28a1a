import { checkOptions, type Shape, sigmoid, sub, type Tensor, type TensorLike } from "@adjoint/tensor";
import { checkPositive, logGamma } from "./gamma.ts";
import { type Key, split } from "./key.ts";
import { sampleShape } from "./sample-shape.ts";

/** The parameters of `beta`. */
export interface BetaOptions {
  /** The first shape parameter, 1 unless given. */
  readonly alpha?: TensorLike;
  /** The second shape parameter, 1 unless given. */
  readonly beta?: TensorLike;
}

/**
 * Numbers with the beta distribution, of density proportional to xᵅ⁻¹ (1 − x)ᵝ⁻¹: G/(G + H) of two gamma draws, from
 * their logarithms, so that small parameters lose nothing before the end.
 *
 * Derivatives flow to both parameters through the gamma draws.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless they are positive and finite.
 *
 * @example
 * ```ts
 * import { beta, key } from "@adjoint/random";
 *
 * const x = beta(key(1), [100], { alpha: 2, beta: 5 });
 * x.data.every((value) => value > 0 && value < 1); // => true
 * ```
 */
export function beta(key: Key, shape?: Shape, options: BetaOptions = {}): Tensor {
  const { alpha = 1, beta: second = 1 } = checkOptions("beta", options, ["alpha", "beta"]);
  const { params, shape: drawn } = sampleShape("beta", shape, { alpha, beta: second });
  checkPositive("beta", "alpha", params.alpha);
  checkPositive("beta", "beta", params.beta);
  const [left, right] = split(key);
  return sigmoid(sub(logGamma(left, params.alpha, drawn), logGamma(right, params.beta, drawn)));
}
