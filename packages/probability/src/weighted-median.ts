import {
  add,
  argsort,
  cumsum,
  expandDims,
  gather,
  less,
  lessEqual,
  mul,
  squeeze,
  sum,
  take,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * The median over axis 0 with weights of shape [n] and the sum 1: the middle of all m with Σᵢ wᵢ |xᵢ − m| least.
 */
export function weightedMedian(samples: Tensor, weights: Tensor): Tensor {
  const order = argsort(samples, { axis: 0 });
  const sorted = gather(samples, order, { axis: 0 });
  const reached = cumsum(take(weights, order), { axis: 0 });
  // A half that is reached but for rounding counts as reached.
  const first = countOf(less(reached, 0.5 - 1e-12));
  const last = countOf(lessEqual(reached, 0.5 + 1e-12));
  const elementAt = (place: Tensor): Tensor => squeeze(gather(sorted, expandDims(place, 0), { axis: 0 }), 0);
  return mul(0.5, add(elementAt(first), elementAt(last)));
}

function countOf(condition: Tensor): Tensor {
  return sum(condition, { axis: 0 });
}
