import {
  add,
  argmax,
  arange,
  astype,
  broadcastShapes,
  checkOptions,
  div,
  DomainError,
  equal,
  expandDims,
  formatShape,
  sameShape,
  type Shape,
  ShapeError,
  softmax,
  stopGradient,
  sub,
  type Tensor,
} from "@adjoint/tensor";
import { gumbel } from "./gumbel.ts";
import type { Key } from "./key.ts";
import { logitsOf, type OutcomeOptions } from "./logits.ts";

/** The parameters of `gumbelSoftmax`. */
export interface GumbelSoftmaxOptions extends OutcomeOptions {
  /** How soft the choice is: near 0 the draws are nearly one-hot and gradients vary much; 1 unless given. */
  readonly temperature?: number;
  /** Whether draws are one-hot while their derivatives are those of the soft ones (straight-through). */
  readonly hard?: boolean;
}

/**
 * Choices among outcomes along the last axis that carry derivatives: softmax((logits + Gumbel noise)/temperature).
 * Their largest element is where a categorical draw would be.
 *
 * Source: E. Jang, S. Gu, B. Poole, arXiv:1611.01144; C. Maddison, A. Mnih, Y. W. Teh, arXiv:1611.00712 (2017).
 *
 * @param shape - that of the result with the outcomes as its last axis; that of the parameters unless given.
 * @throws ShapeError when the parameters do not broadcast into the shape, DomainError unless the temperature is positive
 * and exactly one of `probs` and `logits` is given.
 *
 * @example
 * ```ts
 * import { gumbelSoftmax, key } from "@adjoint/random";
 *
 * gumbelSoftmax(key(1), undefined, { logits: [1000, 0, 0], hard: true }).toArray(); // => [1, 0, 0]
 * ```
 */
export function gumbelSoftmax(key: Key, shape: Shape | undefined, options: GumbelSoftmaxOptions): Tensor {
  const names = ["probs", "logits", "temperature", "hard"] as const;
  const { temperature = 1, hard = false, ...outcomes } = checkOptions("gumbelSoftmax", options, names);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new DomainError(`gumbelSoftmax: temperature must be positive and finite, got ${temperature}`, {
      temperature,
    });
  }
  const logits = logitsOf("gumbelSoftmax", outcomes);
  const drawn = shape ?? logits.shape;
  if (!sameShape(broadcastShapes("gumbelSoftmax", drawn, logits.shape), drawn)) {
    throw new ShapeError(
      `gumbelSoftmax: parameters of shape ${formatShape(logits.shape)} do not broadcast into the shape ` +
        `${formatShape(drawn)}; the shape is that of the whole result`,
      { operation: "gumbelSoftmax", shape: drawn, parameters: logits.shape },
    );
  }
  const soft = softmax(div(add(logits, gumbel(key, drawn)), temperature), { axis: -1 });
  // The difference is exactly 0.
  return hard ? add(stopGradient(oneHotOf(soft)), sub(soft, stopGradient(soft))) : soft;
}

function oneHotOf(soft: Tensor): Tensor {
  const places = arange(soft.shape[soft.shape.length - 1]!);
  return astype(equal(expandDims(argmax(soft, { axis: -1 }), -1), places), soft.dtype);
}
