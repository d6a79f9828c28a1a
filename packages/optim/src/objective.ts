import { hessian, valueAndGrad } from "@adjoint/autodiff";
import type { Gradient } from "@adjoint/autodiff";
import {
  astype,
  asTensor,
  DTypeError,
  flatten,
  formatShape,
  isFloat,
  reshape,
  slice,
  tensor,
  unflatten,
  unflattenAsData,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkFunction, scalarResult } from "./scalar-result.ts";
import type { Point, ScalarFunction } from "./types.ts";

/** A point of ℝⁿ with the value and the gradient of the objective there. */
export interface Evaluation {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A function of ℝⁿ with its derivatives: all that a method sees. */
export interface Objective {
  readonly value: (x: Float64Array) => number;
  readonly evaluate: (x: Float64Array) => Evaluation;
  /** The Hessian, `[n, n]`. */
  readonly hessian: (x: Float64Array) => Tensor;
}

/** A function of a tree seen as one of ℝⁿ, and the way back. */
export interface TreeObjective<Start> extends Objective {
  readonly start: Float64Array;
  /** How often the function has run. */
  readonly evaluations: () => number;
  readonly pointAt: (x: Float64Array) => Point<Start>;
  readonly gradientAt: (gradient: Float64Array) => Gradient<Start>;
}

/**
 * The objective that `f` and its start make.
 *
 * @throws DTypeError if the start holds anything but floating-point numbers.
 */
export function objectiveOf<Start>(
  operation: string,
  f: ScalarFunction<Start>,
  x0: Start,
): TreeObjective<Start> {
  checkFunction(operation, f);
  const { leaves, structure } = flatten(operation, x0);
  const parts = leaves.map((leaf) => asTensor(operation, "x0", leaf as TensorLike));
  for (const { dtype, shape } of parts) {
    if (isFloat(dtype)) continue;
    throw new DTypeError(
      `${operation}: cannot vary a tensor of dtype ${dtype} (shape ${formatShape(shape)}); ` +
        `convert it with astype(x, "float64"), or use it inside the function without varying it`,
      { operation, dtype, shape },
    );
  }
  const split = (x: Tensor): Tensor[] => {
    let before = 0;
    return parts.map(({ shape, size, dtype }) =>
      astype(reshape(slice(x, [before, (before += size)]), shape), dtype),
    );
  };
  let evaluations = 0;
  const flat = (x: Tensor): Tensor => {
    evaluations++;
    return scalarResult(operation, f(unflatten(structure, split(x)) as Point<Start>));
  };
  const differentiate = valueAndGrad(flat);
  const differentiateTwice = hessian(flat);
  return {
    start: Float64Array.from(parts.flatMap(({ data }) => Array.from(data))),
    value: (x) => flat(tensor(x)).item(),
    evaluate: (x) => {
      const { value, grad } = differentiate(tensor(x));
      return { x, value: value.item(), gradient: Float64Array.from(grad.data) };
    },
    hessian: (x) => differentiateTwice(tensor(x)),
    evaluations: () => evaluations,
    pointAt: (x) => unflatten(structure, split(tensor(x))) as Point<Start>,
    gradientAt: (gradient) => unflattenAsData(structure, split(tensor(gradient))) as Gradient<Start>,
  };
}
