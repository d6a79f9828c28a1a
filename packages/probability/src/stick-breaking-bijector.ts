import {
  add,
  all,
  abs,
  arange,
  concat,
  cumsum,
  exp,
  expandDims,
  greater,
  less,
  log,
  logicalAnd,
  neg,
  slice,
  softplus,
  sub,
  sum,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { bijector } from "./bijector.ts";
import type { Bijector, BijectorKind } from "./bijector.ts";
import type { NoParameters } from "./elementwise-bijector.ts";
import { restrictToVectors } from "./restrict.ts";
import { probabilityVectors, realVectors } from "./support.ts";

/**
 * Vectors of n − 1 free numbers to probability vectors of n, by breaking a stick: the part σ(xₖ − log(n − k)) of what is
 * left is broken off for yₖ, k = 1, …, n − 1, and the rest is yₙ. Zeros give equal probabilities.
 *
 * The determinant is that of y₁, …, yₙ₋₁, so that densities on the simplex are those of a Dirichlet distribution.
 *
 * Method: sums of logarithms, in which nothing cancels; the inverse adds what is left from the end.
 *
 * Source: Stan reference manual, "Unit simplex"; M. Betancourt, "Cruising the simplex" (2012), arXiv:1010.3436.
 *
 * @example
 * ```ts
 * import { stickBreakingBijector } from "@adjoint/probability";
 *
 * const simplex = stickBreakingBijector();
 * simplex.forward([0, 0, 0]).toArray(); // => [0.25, 0.25, 0.25, 0.25]
 * simplex.inverse([0.5, 0.25, 0.25]).toArray(); // => [0.6931471805599453, 0]
 * ```
 */
export function stickBreakingBijector(): Bijector<NoParameters> {
  return bijector(stickBreakingKind, {});
}

const stickBreakingKind: BijectorKind<NoParameters> = {
  name: "stickBreakingBijector",
  constraints: {},
  ranks: () => ({ domain: 1, image: 1 }),
  domain: realVectors,
  image: probabilityVectors,
  imageShape: (_, shape) => [...shape.slice(0, -1), shape.at(-1)! + 1],
  domainShape: (_, shape) => [...shape.slice(0, -1), shape.at(-1)! - 1],
  forward: (_, x) => {
    const { broken, before, rest } = logParts(x);
    return exp(concat([add(broken, before), rest], { axis: -1 }));
  },
  inverse: (_, y) => {
    const left = cumsum(y, { axis: -1, reverse: true });
    const parts = slice(y, "...", [0, -1]);
    const ratio = sub(log(parts), log(slice(left, "...", [1, y.shape.at(-1)!])));
    return add(ratio, offsets(parts));
  },
  logDeterminant: (_, x) => {
    const { broken, left, before } = logParts(x);
    return sum(add(add(broken, left), before), { axis: -1 });
  },
  direction: "it maps vectors to vectors",
  restrict: (_, y) => {
    const positive = all(greater(y, 0), { axis: -1 });
    const whole = less(abs(sub(sum(y, { axis: -1 }), 1)), y.dtype === "float32" ? 1e-4 : 1e-6);
    const inside = logicalAnd(positive, whole);
    return { inside, value: where(expandDims(inside, -1), y, 1 / y.shape.at(-1)!) };
  },
  restrictDomain: (_, x) => restrictToVectors(x),
};

interface LogParts {
  /** Of what is left, the part that is broken off. */
  readonly broken: Tensor;
  /** The part that stays. */
  readonly left: Tensor;
  /** What is left of the whole before a part is broken off. */
  readonly before: Tensor;
  /** What is left at the end. */
  readonly rest: Tensor;
}

/** All as logarithms. */
function logParts(x: Tensor): LogParts {
  const t = sub(x, offsets(x));
  const left = neg(softplus(t));
  const zero = zeros([...x.shape.slice(0, -1), 1], { dtype: x.dtype });
  const all = concat([zero, cumsum(left, { axis: -1 })], { axis: -1 });
  return {
    broken: neg(softplus(neg(t))),
    left,
    before: slice(all, "...", [0, -1]),
    rest: slice(all, "...", [-1, null]),
  };
}

/** log(n − k) for k = 1, …, n − 1. */
function offsets(x: Tensor): Tensor {
  const length = x.shape.at(-1)!;
  return log(sub(length, arange(0, length, 1, { dtype: x.dtype })));
}
