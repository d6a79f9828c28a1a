import type { Bernoulli, Distribution, Normal } from "@adjoint/probability";
import { add, div, DomainError, expm1, greater, log, mul, square, sub, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** What is known in closed form about a pair of distributions, in nats. */
export interface ClosedForm {
  /** −E[log q(X)] for X ~ p. */
  crossEntropy(p: Distribution, q: Distribution): Tensor;
  /** E[log p(X) − log q(X)] for X ~ p. */
  klDivergence(p: Distribution, q: Distribution): Tensor;
}

/**
 * The closed form for two distributions.
 *
 * @throws DomainError naming both families if there is none.
 */
export function closedFormOf(operation: string, p: Distribution, q: Distribution): ClosedForm {
  const form = closedForms[`${p.family}, ${q.family}`];
  if (form !== undefined) return form;
  throw new DomainError(
    `${operation}: no closed form for p ${p.family} and q ${q.family} (known: ${Object.keys(closedForms).join("; ")}); ` +
      `estimate it as the mean of p.logProb(x) - q.logProb(x) over x = p.sample(key, [n])`,
    { operation, p: p.family, q: q.family },
  );
}

/** Forgets the types of the families; the table's key remembers them. */
function between<P, Q>(form: {
  readonly crossEntropy: (p: P, q: Q) => Tensor;
  readonly klDivergence: (p: P, q: Q) => Tensor;
}): ClosedForm {
  return form as unknown as ClosedForm;
}

/** ½ log 2π */
const halfLogTwoPi = 0.9189385332046728;

const normals = between<Normal, Normal>({
  crossEntropy({ parameters: p }, { parameters: q }) {
    const spread = square(div(p.scale, q.scale));
    const offset = square(div(sub(p.mean, q.mean), q.scale));
    return add(add(log(q.scale), halfLogTwoPi), mul(0.5, add(spread, offset)));
  },
  // ½(r² − 1 − log r²) + ½((μ₁ − μ₂)/σ₂)² with r = σ₁/σ₂; r² − 1 as expm1(log r²), for scales that are nearly equal.
  klDivergence({ parameters: p }, { parameters: q }) {
    const logRatio = mul(2, log(div(p.scale, q.scale)));
    const offset = square(div(sub(p.mean, q.mean), q.scale));
    return mul(0.5, add(sub(expm1(logRatio), logRatio), offset));
  },
});

const bernoullis = between<Bernoulli, Bernoulli>({
  crossEntropy: (p, q) =>
    sub(
      0,
      overOutcomes(p, (logProb) => logProb(q)),
    ),
  klDivergence: (p, q) => overOutcomes(p, (logProb) => sub(logProb(p), logProb(q))),
});

/** E[f(log-probability of X)] for X ~ p, where outcomes that p excludes add 0 and have no derivative. */
function overOutcomes(p: Bernoulli, f: (logProb: (d: Bernoulli) => Tensor) => Tensor): Tensor {
  const term = (outcome: 0 | 1, weight: Tensor): Tensor => {
    const possible = greater(weight, 0);
    // Asked for at a place outside the support, a log-probability is −∞ without an infinite derivative.
    const place = where(possible, outcome, -1);
    return mul(
      weight,
      f((d) => where(possible, d.logProb(place), 0)),
    );
  };
  return add(term(0, p.cdf(0)), term(1, p.mean));
}

const closedForms: Readonly<Record<string, ClosedForm>> = {
  "normal, normal": normals,
  "bernoulli, bernoulli": bernoullis,
};
