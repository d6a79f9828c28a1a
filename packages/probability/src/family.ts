import type { Key } from "@adjoint/random";
import type { Shape, Tensor } from "@adjoint/tensor";
import type { Constraint } from "./constraint.ts";
import type { Support } from "./support.ts";

/** The parameters of a distribution by name. They broadcast against each other. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** Why a family lacks a function, in words that complete "there is none: …". */
export type Reason = string;

/**
 * Everything that a family of distributions knows, as pure functions of its parameters.
 *
 * A new distribution is one file with one such record, its fields in this order. Every function broadcasts: the
 * batch axes of the parameters against each other, and against those of `x` or `p`. What a family cannot say is
 * written as the reason instead of a function; calling it throws the reason.
 */
export interface Family<Params extends object = Parameters> {
  readonly name: string;

  /** What each parameter must satisfy, by name. Parameters without one, such as other distributions, check themselves. */
  readonly constraints: Readonly<Record<string, Constraint>>;

  /** How many distributions there are; unless given, the batch shapes of the parameters broadcast together. */
  batchShape?(params: Params): Shape;
  /** The shape of one draw; `[]` for numbers. */
  eventShape(params: Params): Shape;
  support(params: Params): Support;

  readonly mean: ((params: Params) => Tensor) | Reason;
  readonly variance: ((params: Params) => Tensor) | Reason;
  /** Of shape [...batch, n, n] for vectors of n numbers; families of one variable leave it out. */
  readonly covariance?: ((params: Params) => Tensor) | Reason;
  readonly mode: ((params: Params) => Tensor) | Reason;

  /** −E[log p(X)], in nats. */
  readonly entropy: ((params: Params) => Tensor) | Reason;

  /** The logarithm of the density, or of the probability of a discrete value; −∞ outside the support. */
  logProb(params: Params, x: Tensor): Tensor;

  /** P(X ≤ x). */
  readonly cdf: ((params: Params, x: Tensor) => Tensor) | Reason;

  /** log P(X ≤ x), accurate in both tails. */
  readonly logCdf: ((params: Params, x: Tensor) => Tensor) | Reason;

  /** P(X > x), accurate in the upper tail. */
  readonly survival: ((params: Params, x: Tensor) => Tensor) | Reason;

  /** log P(X > x), accurate in both tails. */
  readonly logSurvival: ((params: Params, x: Tensor) => Tensor) | Reason;

  /** The smallest x with P(X ≤ x) ≥ p. */
  readonly quantile: ((params: Params, p: Tensor) => Tensor) | Reason;

  /** The smallest x with P(X > x) ≤ q, accurate for tiny q: the quantile of 1 − q. */
  readonly upperQuantile: ((params: Params, q: Tensor) => Tensor) | Reason;

  /** Independent draws of the given full shape, as a differentiable function of the parameters where possible. */
  readonly sample: (params: Params, key: Key, shape: Shape) => Tensor;

  /**
   * The parameters of greatest likelihood for observations along axis 0, each counted by its weight, a tensor of
   * shape [n] with the sum 1.
   */
  readonly fit: ((samples: Tensor, weights: Tensor) => Params) | Reason;
}
