import type { Distribution } from "@adjoint/probability";
import {
  add,
  broadcastShapes,
  broadcastTo,
  dataIfKnown,
  DomainError,
  full,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectedLogDensity } from "./closed-forms/log-density-forms.ts";
import { sameFamily } from "./closed-forms/same-family.ts";
import { supportWithin } from "./closed-forms/support-within.ts";

/**
 * D(p‖q) of two distributions, in nats.
 *
 * Of one family: its own form. Of two: −H(p) − E[log q(X)], where p's family knows the expectations of which log q
 * is made. ∞ where p has mass outside the support of q.
 *
 * @throws DomainError naming both families if there is no closed form.
 */
export function klDivergenceOf(p: Distribution, q: Distribution): Tensor {
  return withinSupport("klDivergence", p, q, () => finiteDivergence("klDivergence", p, q));
}

/**
 * −E[log q(X)] for X ~ p, in nats; ∞ where p has mass outside the support of q.
 *
 * @throws DomainError naming both families if there is no closed form.
 */
export function crossEntropyOf(p: Distribution, q: Distribution): Tensor {
  return withinSupport(
    "crossEntropy",
    p,
    q,
    () => expectedLogDensity(p, q) ?? add(p.entropy(), finiteDivergence("crossEntropy", p, q)),
  );
}

function finiteDivergence(operation: string, p: Distribution, q: Distribution): Tensor {
  if (p.family === "independent" && q.family === "independent") return sumOfParts(operation, p, q);
  const own = kindOf(p) === kindOf(q) ? sameFamily[kindOf(p)] : undefined;
  if (own !== undefined) return own(p, q);
  const crossEntropy = expectedLogDensity(p, q);
  if (crossEntropy !== undefined) return sub(crossEntropy, p.entropy());
  throw new DomainError(
    `${operation}: no closed form for p ${p.family} and q ${q.family}; ` +
      `estimateKlDivergence(p, q, key) takes the mean over samples, with its standard error`,
    { operation, p: p.family, q: q.family },
  );
}

/** Normal vectors have one form, however their covariance is given. */
function kindOf({ family }: Distribution): string {
  return family === "lowRankMultivariateNormal" ? "multivariateNormal" : family;
}

/** Independent parts add up. */
function sumOfParts(operation: string, p: Distribution, q: Distribution): Tensor {
  const [first, second] = [p, q].map((d) => (d.parameters as { readonly base: Distribution }).base) as [
    Distribution,
    Distribution,
  ];
  const parts = withinSupport(operation, first, second, () => finiteDivergence(operation, first, second));
  const count = p.eventShape.length - first.eventShape.length;
  return sum(parts, { axis: Array.from({ length: count }, (_, k) => -1 - k) });
}

/** The value where p's support lies within q's, and ∞ elsewhere. */
function withinSupport(operation: string, p: Distribution, q: Distribution, value: () => Tensor): Tensor {
  const shape = broadcastShapes(operation, p.batchShape, q.batchShape);
  const inside = supportWithin(p, q);
  const data = dataIfKnown(inside);
  if (data?.every((flag) => flag === 0)) return full(shape, Infinity);
  const finite = value();
  return broadcastTo(data?.every((flag) => flag === 1) ? finite : where(inside, finite, Infinity), shape);
}
