import { checkOptions, exp } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { entropy } from "./entropy.ts";
import { outcomesOf } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import type { AxisOptions } from "./tsallis.ts";

/**
 * The perplexity e^H(p): the number of equally likely outcomes that would be as uncertain.
 *
 * That of a language model is `exp` of the mean of its `softmaxCrossEntropy`.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; the result has the shape without the axis.
 * @throws DomainError for negative probabilities or a sum that is not 1, ShapeError for a scalar.
 *
 * Source: F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker, "Perplexity – a measure of the difficulty of speech
 * recognition tasks", J. Acoust. Soc. Am. 62 (1977).
 *
 * @example
 * ```ts
 * import { perplexity } from "@adjoint/information";
 *
 * perplexity([0.25, 0.25, 0.25, 0.25, 0]).item(); // => 4
 * ```
 */
export function perplexity(p: Probabilities, options: AxisOptions = {}): Tensor {
  const { axis = -1 } = checkOptions("perplexity", options, ["axis"]);
  // Before anything else, so that messages name this function.
  outcomesOf("perplexity", "p", p, axis);
  return exp(entropy(p, { axis }));
}
