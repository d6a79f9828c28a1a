import type { Key } from "@adjoint/random";
import type { Shape, Tensor } from "@adjoint/tensor";
import type { Constraint } from "./constraint.ts";
import type { Support } from "./support.ts";

/** The parameters of a distribution by name. They broadcast against each other. */
export type Parameters = Readonly<Record<string, Tensor>>;

/**
 * Everything that a family of distributions knows, as pure functions of its parameters.
 *
 * A new distribution is one file with one such record, its fields in this order. Every function broadcasts:
 * the parameters against each other, and against `x` or `p`.
 */
export interface Family<Params extends object = Parameters> {
  readonly name: string;

  /** What each parameter must satisfy, by name. */
  readonly constraints: Readonly<Record<string, Constraint>>;

  /** The shape of one draw; `[]` for numbers. */
  eventShape(params: Params): Shape;
  support(params: Params): Support;

  mean(params: Params): Tensor;
  variance(params: Params): Tensor;
  mode(params: Params): Tensor;

  /** −E[log p(X)], in nats. */
  entropy(params: Params): Tensor;

  /** The logarithm of the density, or of the probability of a discrete value; −∞ outside the support. */
  logProb(params: Params, x: Tensor): Tensor;

  /** P(X ≤ x). */
  cdf(params: Params, x: Tensor): Tensor;

  /** log P(X ≤ x), accurate in both tails. */
  logCdf(params: Params, x: Tensor): Tensor;

  /** P(X > x), accurate in the upper tail. */
  survival(params: Params, x: Tensor): Tensor;

  /** The smallest x with P(X ≤ x) ≥ p. */
  quantile(params: Params, p: Tensor): Tensor;

  /** Independent draws of the given full shape, as a differentiable function of the parameters where possible. */
  sample(params: Params, key: Key, shape: Shape): Tensor;
}
