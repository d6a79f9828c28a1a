import type { Distribution, Support } from "@adjoint/probability";
import { greaterEqual, lessEqual, logicalAnd, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * Where all the mass of p lies in the support of q, as booleans: elsewhere D(p‖q) = ∞. A density gives no mass to
 * single points, so a discrete and a continuous distribution are infinitely far from each other, either way.
 */
export function supportWithin(p: Distribution, q: Distribution): Tensor {
  const [inner, outer]: readonly Support[] = [p.support, q.support];
  // A circle has no ends, wherever it is cut.
  if (isCircular(p) && isCircular(q)) return tensor(true);
  if (inner!.kind !== outer!.kind) return tensor(false);
  return logicalAnd(greaterEqual(inner!.low, outer!.low), lessEqual(inner!.high, outer!.high));
}

/** Whether the variable is an angle. */
export function isCircular({ family }: Distribution): boolean {
  return family === "vonMises";
}
