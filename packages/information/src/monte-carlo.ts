import type { Distribution } from "@adjoint/probability";
import type { Key } from "@adjoint/random";
import { checkOptions, div, DomainError, mean, neg, sqrt, sub, variance } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** How an estimate is taken. */
export interface EstimateOptions {
  /** How many samples, 10,000 unless given. */
  readonly count?: number;
  /** The unit of the result, "nats" unless given. */
  readonly base?: Base;
}

/** A mean over samples, and how far it is off. */
export interface Estimate {
  readonly value: Tensor;
  /** The standard deviation of `value`: the truth lies within two of them in 95 of 100 cases. */
  readonly standardError: Tensor;
}

/**
 * The Kullback–Leibler divergence D(p‖q) as the mean of log p(x) − log q(x) over samples x of p, with its standard
 * error: for pairs that have no closed form, such as mixtures.
 *
 * Derivatives in q are those of the mean; in p they go through the samples, where these carry them. ∞ as soon as a
 * sample lies outside the support of q.
 *
 * @throws DomainError unless the count is an integer from 2.
 * @example
 * ```ts
 * import { estimateKlDivergence } from "@adjoint/information";
 * import { normal } from "@adjoint/probability";
 * import { key } from "@adjoint/random";
 *
 * const { value, standardError } = estimateKlDivergence(normal({ mean: 1 }), normal(), key(1));
 * Math.abs(value.item() - 0.5) < 3 * standardError.item(); // => true
 * standardError.item() < 0.011; // => true
 * ```
 */
export function estimateKlDivergence(
  p: Distribution,
  q: Distribution,
  key: Key,
  options: EstimateOptions = {},
): Estimate {
  return estimate("estimateKlDivergence", p, key, options, (x) => sub(p.logProb(x), q.logProb(x)));
}

/**
 * The entropy −E[log p(X)] as a mean over samples, with its standard error: for distributions whose entropy has no
 * closed form, such as mixtures.
 *
 * @throws DomainError unless the count is an integer from 2.
 * @example
 * ```ts
 * import { entropy, estimateEntropy } from "@adjoint/information";
 * import { normal } from "@adjoint/probability";
 * import { key } from "@adjoint/random";
 *
 * const { value, standardError } = estimateEntropy(normal(), key(1));
 * Math.abs(value.item() - entropy(normal()).item()) < 3 * standardError.item(); // => true
 * ```
 */
export function estimateEntropy(p: Distribution, key: Key, options: EstimateOptions = {}): Estimate {
  return estimate("estimateEntropy", p, key, options, (x) => neg(p.logProb(x)));
}

function estimate(
  operation: string,
  p: Distribution,
  key: Key,
  options: EstimateOptions,
  f: (x: Tensor) => Tensor,
): Estimate {
  const { count = 10_000, base = "nats" } = checkOptions(operation, options, ["count", "base"]);
  if (!Number.isInteger(count) || count < 2) {
    throw new DomainError(`${operation}: count must be an integer from 2, got ${String(count)}`, {
      operation,
      count,
    });
  }
  const values = f(p.sample(key, [count]));
  const spread = div(variance(values, { axis: 0 }), count - 1);
  return {
    value: inUnits(operation, mean(values, { axis: 0 }), base),
    standardError: inUnits(operation, sqrt(spread), base),
  };
}
