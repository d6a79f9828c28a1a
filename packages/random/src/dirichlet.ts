import {
  asFloat,
  broadcastShapes,
  checkOptions,
  formatShape,
  sameShape,
  type Shape,
  ShapeError,
  softmax,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { checkPositive, logGamma } from "./gamma.ts";
import type { Key } from "./key.ts";

/** The parameter of `dirichlet`. */
export interface DirichletOptions {
  /** A vector of positive numbers, or a batch of them along the last axis. */
  readonly concentration: TensorLike;
}

/**
 * Probability vectors with the Dirichlet distribution: gamma draws divided by their sum, from their logarithms, so that
 * tiny concentrations give proper corners.
 *
 * Derivatives flow to the concentration through the gamma draws.
 *
 * @param shape - that of the result with the vector as its last axis; the shape of the concentration unless given.
 * @throws ShapeError for a concentration without axes or one that does not broadcast, DomainError unless it is positive
 * and finite.
 *
 * @example
 * ```ts
 * import { dirichlet, key } from "@adjoint/random";
 *
 * dirichlet(key(1), [10, 3], { concentration: [1, 2, 3] }).shape; // => [10, 3]
 * ```
 */
export function dirichlet(key: Key, shape: Shape | undefined, options: DirichletOptions): Tensor {
  const { concentration } = checkOptions("dirichlet", options, ["concentration"]);
  const a = asFloat("dirichlet", "concentration", concentration);
  checkPositive("dirichlet", "concentration", a);
  const drawn = shape ?? a.shape;
  if (a.shape.length === 0 || !sameShape(broadcastShapes("dirichlet", drawn, a.shape), drawn)) {
    throw new ShapeError(
      `dirichlet: concentration must be a vector, or a batch of them, that broadcasts into the shape ` +
        `${formatShape(drawn)} of the whole result, got ${formatShape(a.shape)}`,
      { operation: "dirichlet", shape: drawn, concentration: a.shape },
    );
  }
  return softmax(logGamma(key, a, drawn), { axis: -1 });
}
