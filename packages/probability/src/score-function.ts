import { add, asFloat, checkOptions, exp, mul, stopGradient, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import type { Distribution } from "./distribution.ts";

/** How `scoreFunction` is steadied. */
export interface ScoreFunctionOptions {
  /** What is taken from the costs, 0 unless given: near their mean, gradients vary least. It may not depend on x. */
  readonly baseline?: TensorLike;
}

/**
 * Costs of draws x of a distribution, such that their derivatives also count how its parameters make x more or less
 * probable: the score-function estimator, or REINFORCE, for draws through which no derivative flows.
 *
 * Formula: (c − b) exp(log p(x) − ⟂ log p(x)) + b, where ⟂ stops derivatives. The value is the cost c; the gradient is
 * (c − b) ∇log p(x) + ∇c, whose expectation is ∇E[c]. The same holds for derivatives of any order.
 *
 * A baseline b leaves the expectation as it is, but not the variance: take the mean of other draws' costs, or a moving
 * average of past ones. It and x are taken as constants, so a cost of x that carries derivatives itself, as a normal draw
 * does, has to be computed from `stopGradient(x)`.
 *
 * Source: R. J. Williams, Machine Learning 8 (1992); J. Foerster et al., "DiCE", arXiv:1802.05098 (2018).
 *
 * @param cost - of the shape of `distribution.logProb(x)`, or one that broadcasts with it.
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { grad } from "@adjoint/autodiff";
 * import { bernoulli, scoreFunction } from "@adjoint/probability";
 * import { tensor } from "@adjoint/tensor";
 *
 * // the draw 1 cost 3, which speaks against p by 3/p
 * grad((p) => scoreFunction(bernoulli({ probs: p }), 1, 3))(tensor(0.5)).item(); // => 6
 * ```
 */
export function scoreFunction(
  distribution: Distribution,
  x: TensorLike,
  cost: TensorLike,
  options: ScoreFunctionOptions = {},
): Tensor {
  const { baseline = 0 } = checkOptions("scoreFunction", options, ["baseline"]);
  const logProb = distribution.logProb(stopGradient(asFloat("scoreFunction", "x", x)));
  const one = exp(sub(logProb, stopGradient(logProb)));
  const constant = stopGradient(asFloat("scoreFunction", "baseline", baseline));
  return add(mul(sub(cost, constant), one), constant);
}
