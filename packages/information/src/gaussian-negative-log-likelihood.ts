import {
  add,
  asFloat,
  checkOptions,
  dataIfKnown,
  div,
  DomainError,
  exp,
  log,
  mul,
  neg,
  square,
  sub,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** What `gaussianNegativeLogLikelihood` compares; the spread is given in one of three ways. */
export interface GaussianNegativeLogLikelihoodOptions {
  /** The predicted mean μ. */
  readonly mean: TensorLike;
  /** What was observed. */
  readonly target: TensorLike;
  /** The predicted variance σ². */
  readonly variance?: TensorLike;
  /** The predicted standard deviation σ. */
  readonly scale?: TensorLike;
  /** The logarithm of the variance, log σ²: any number, and the gradient stays bounded. */
  readonly logVariance?: TensorLike;
}

/** log 2π */
const logTwoPi = 1.8378770664093453;

/**
 * The negative log-likelihood ½ (log 2πσ² + (x − μ)²/σ²) of observations under normal distributions, elementwise with
 * broadcasting, in nats: the loss of a regression that predicts its own uncertainty.
 *
 * With the constant ½ log 2π, so that it is a likelihood; PyTorch's `gaussian_nll_loss` leaves it out unless `full`.
 *
 * @returns one loss for each element; take the `mean` to train.
 * @throws DomainError unless exactly one of `variance`, `scale` and `logVariance` is given, or for one that is not
 * positive; ShapeError if the shapes do not broadcast.
 *
 * Source: D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability distribution", ICNN 1994.
 *
 * @example
 * ```ts
 * import { gaussianNegativeLogLikelihood } from "@adjoint/information";
 *
 * gaussianNegativeLogLikelihood({ mean: 0, target: [0, 2], scale: 1 }).toArray(); // => [0.9189385332046727, 2.9189385332046727]
 * ```
 */
export function gaussianNegativeLogLikelihood(options: GaussianNegativeLogLikelihoodOptions): Tensor {
  const given = checkOptions("gaussianNegativeLogLikelihood", options, [
    "mean",
    "target",
    "variance",
    "scale",
    "logVariance",
  ]);
  const mean = asFloat("gaussianNegativeLogLikelihood", "mean", given.mean);
  const offset = sub(asFloat("gaussianNegativeLogLikelihood", "target", given.target), mean);
  const { logVariance, squares } = spreadOf(given, offset);
  return mul(0.5, add(add(logVariance, logTwoPi), squares));
}

/** log σ² and (x − μ)²/σ². */
function spreadOf(
  options: GaussianNegativeLogLikelihoodOptions,
  offset: Tensor,
): { readonly logVariance: Tensor; readonly squares: Tensor } {
  const names = (["variance", "scale", "logVariance"] as const).filter((name) => options[name] !== undefined);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new DomainError(
      `gaussianNegativeLogLikelihood: give one of variance, scale and logVariance, got ${names.join(" and ") || "none"}`,
      { operation: "gaussianNegativeLogLikelihood", given: names },
    );
  }
  const spread = asFloat("gaussianNegativeLogLikelihood", name, options[name]!);
  if (name === "logVariance") return { logVariance: spread, squares: mul(square(offset), exp(neg(spread))) };
  const wrong = dataIfKnown(spread)?.find((value) => !(value > 0));
  if (wrong !== undefined) {
    throw new DomainError(`gaussianNegativeLogLikelihood: ${name} must be positive, got ${wrong}`, {
      operation: "gaussianNegativeLogLikelihood",
      [name]: wrong,
    });
  }
  // Divided first: the square of a small scale underflows.
  if (name === "scale") return { logVariance: mul(2, log(spread)), squares: square(div(offset, spread)) };
  return { logVariance: log(spread), squares: div(square(offset), spread) };
}
