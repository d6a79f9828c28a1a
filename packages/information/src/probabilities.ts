import {
  asFloat,
  dataIfKnown,
  DomainError,
  formatShape,
  normalizeAxis,
  ShapeError,
  sizeOf,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/**
 * How far a sum of probabilities may be from 1: rounding of float32 softmax over thousands of classes stays below,
 * forgetting to normalize does not.
 */
export const sumTolerance = 1e-4;

/**
 * A floating tensor with at least one axis.
 *
 * @throws ShapeError for a scalar: it would broadcast to probabilities that nobody gave.
 */
export function asOutcomes(operation: string, argument: string, value: TensorLike): Tensor {
  const p = asFloat(operation, argument, value);
  if (p.shape.length > 0) return p;
  throw new ShapeError(
    `${operation}: ${argument} is a scalar; give the probabilities of all outcomes, ` +
      `such as [p, 1 - p], or a distribution such as bernoulli({ probs: p })`,
    { operation, argument },
  );
}

/**
 * A tensor of probabilities along an axis, checked where the values are known.
 *
 * @throws ShapeError for a scalar or no such axis, DomainError for negative numbers and sums that are not 1.
 */
export function asProbabilities(
  operation: string,
  argument: string,
  value: TensorLike,
  axis: number,
): { readonly p: Tensor; readonly at: number } {
  const p = asOutcomes(operation, argument, value);
  const at = normalizeAxis(operation, axis, p.shape.length);
  const data = dataIfKnown(p);
  if (data !== undefined) checkSums(operation, argument, p, at, data);
  return { p, at };
}

function checkSums(
  operation: string,
  argument: string,
  p: Tensor,
  axis: number,
  data: ArrayLike<number>,
): void {
  const length = p.shape[axis]!;
  const inner = sizeOf(p.shape.slice(axis + 1));
  const outer = sizeOf(p.shape.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let sum = 0;
      for (let k = 0; k < length; k++) {
        const value = data[(o * length + k) * inner + i]!;
        if (!(value >= 0)) {
          throw new DomainError(
            `${operation}: ${argument} has the probability ${value} at place ${k} of axis ${axis}; ` +
              `probabilities are numbers from 0: softmax turns logits into them`,
            { operation, argument, axis, value },
          );
        }
        sum += value;
      }
      if (!(Math.abs(sum - 1) <= sumTolerance)) {
        throw new DomainError(
          `${operation}: ${argument} sums to ${sum} along axis ${axis} (shape ${formatShape(p.shape)}), not to 1; ` +
            `divide by the sum, use softmax for logits, or name another axis`,
          { operation, argument, axis, sum },
        );
      }
    }
  }
}
