import {
  any,
  asFloat,
  astype,
  broadcastShapes,
  broadcastTo,
  checkOptions,
  clip,
  cumsum,
  div,
  DomainError,
  expandDims,
  flip,
  formatShape,
  greater,
  sameShape,
  type Shape,
  ShapeError,
  slice,
  stack,
  sub,
  type Tensor,
  type TensorLike,
  Tracer,
  where,
} from "@adjoint/tensor";
import { drawBinomial } from "./binomial.ts";
import { type Key, split } from "./key.ts";
import { checkParameter } from "./sample-shape.ts";

/** The parameters of `multinomial`. */
export interface MultinomialOptions {
  /** How many trials: an integer from 0, or a batch of them. */
  readonly total: TensorLike;
  /** The probabilities of the outcomes along the last axis; their sum is made 1. */
  readonly probs: TensorLike;
}

/**
 * How often each outcome comes in `total` independent trials, float64 integers along the last axis: binomial counts of
 * each outcome among the trials that are left. No derivative flows to the parameters.
 *
 * @param shape - that of the result with the outcomes as its last axis; that of the parameters unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless `total` is an integer from 0 to 1e15 and the
 * probabilities at least 0 and finite, not all 0.
 *
 * @example
 * ```ts
 * import { key, multinomial } from "@adjoint/random";
 *
 * multinomial(key(1), undefined, { total: 7, probs: [0, 1, 0] }).toArray(); // => [0, 7, 0]
 * ```
 */
export function multinomial(key: Key, shape: Shape | undefined, options: MultinomialOptions): Tensor {
  const { total, probs } = checkOptions("multinomial", options, ["total", "probs"]);
  const n = asFloat("multinomial", "total", total);
  const p = asFloat("multinomial", "probs", probs);
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 1e15;
  checkParameter("multinomial", "total", n, isCount, "an integer from 0 to 1e15");
  checkParameter(
    "multinomial",
    "probs",
    p,
    (value) => value >= 0 && value < Infinity,
    "at least 0 and finite",
  );
  checkPossible(p);
  const drawn = drawnShape(n, p, shape);
  const outcomes = drawn[drawn.length - 1]!;
  const batch = drawn.slice(0, -1);
  // What is left of the probability from each outcome on, as sums from the end: no difference cancels.
  const rest = flip(cumsum(flip(p, -1), { axis: -1 }), -1);
  const share = clip(where(greater(rest, 0), div(p, where(greater(rest, 0), rest, 1)), 0), 0, 1);
  const keys: readonly Key[] = split(key, outcomes);
  let left = broadcastTo(astype(n, "float64"), batch);
  const counts = keys.map((each, k) => {
    const isLast = k === outcomes - 1;
    const count = isLast ? left : drawBinomial(each, left, slice(share, "...", k), batch);
    left = sub(left, count);
    return count;
  });
  return stack(counts, { axis: -1 });
}

function checkPossible(probs: Tensor): void {
  if (probs instanceof Tracer || probs.shape.length === 0) return;
  const vector = any(greater(probs, 0), { axis: -1 }).data.indexOf(0);
  if (vector < 0) return;
  throw new DomainError(
    `multinomial: no outcome of vector ${vector} is possible: its probabilities must have a positive sum`,
    { operation: "multinomial", vector },
  );
}

function drawnShape(total: Tensor, probs: Tensor, shape: Shape | undefined): Shape {
  if (probs.shape.length === 0) {
    throw new ShapeError("multinomial: probs must be a vector, or a batch of them, got a scalar", {
      operation: "multinomial",
    });
  }
  const common = broadcastShapes("multinomial", probs.shape, expandDims(total, -1).shape);
  if (shape === undefined || sameShape(broadcastShapes("multinomial", shape, common), shape)) {
    return shape ?? common;
  }
  throw new ShapeError(
    `multinomial: parameters of shape ${formatShape(common)} do not broadcast into the shape ${formatShape(shape)}; ` +
      `the shape is that of the whole result`,
    { operation: "multinomial", shape, parameters: common },
  );
}
