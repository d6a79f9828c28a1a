import { poissonDeviance } from "@adjoint/special";
import { abs, add, greater, less, log, logicalAnd, mul, sub, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * p log(p/q) + q − p ≥ 0, elementwise: the terms of a divergence of tables with equal totals, of which none cancels
 * another. Where p is 0 it is q, and the derivative in p is that of the rest, without −∞.
 *
 * @param factors - nonnegative tensors with q = Π factors / Π divisors, positive where p is: their logarithms are
 * wanted where q itself has underflowed.
 */
export function relativeExcess(
  p: Tensor,
  q: Tensor,
  factors: readonly Tensor[],
  divisors: readonly Tensor[] = [],
): Tensor {
  const possible = greater(p, 0);
  const near = logicalAnd(possible, less(abs(sub(p, q)), mul(0.5, p)));
  const close = poissonDeviance(where(near, p, 1), where(near, q, 1));
  const logOn = (x: Tensor): Tensor => log(where(possible, x, 1));
  const logQ = divisors.reduce(
    (total, x) => sub(total, logOn(x)),
    factors.map(logOn).reduce((total, x) => add(total, x)),
  );
  const apart = add(mul(p, sub(logOn(p), logQ)), sub(q, where(possible, p, 0)));
  return where(near, close, apart);
}
