import { unflatten } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import {
  asGradient,
  checkRealResults,
  flattenCotangent,
  flattenReal,
  flattenFunction,
} from "./flat-function.ts";
import { hvp } from "./hessian.ts";
import { tangentsFor } from "./jvp.ts";
import { linearizeFlat } from "./linearize.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { Accepts, Differentiable, Gradient } from "./types.ts";
import { pullBack } from "./vjp.ts";

/**
 * The generalized Gauss–Newton matrix of a loss of a model, times a vector, without the matrix: G·v = Jᵀ·H·J·v, with
 * J the Jacobian of the model at `x` and H the Hessian of the loss at the model's result.
 *
 * G is the Hessian of loss(model(x)) without the model's own curvature; for a convex loss it is positive semidefinite
 * where the Hessian need not be, and for a model that is linear in `x` the two are equal.
 *
 * Source: N. N. Schraudolph, "Fast curvature matrix-vector products for second-order gradient descent", Neural
 * Computation 14 (2002).
 *
 * @param model - from the parameters to any tree of results.
 * @param loss - from these results to a scalar.
 * @param x - the parameters, any tree.
 * @param v - the direction, of the same form.
 * @throws ShapeError if the loss is not a scalar or `v` does not have the form of `x`.
 * @example
 * ```ts
 * import { gaussNewtonProduct } from "@adjoint/autodiff";
 * import { matmul, square, sum, tensor } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const a = [[1, 2], [3, 4], [5, 6]];
 * const loss = (y: Tensor) => sum(square(y));
 * gaussNewtonProduct((x) => matmul(a, x), loss, tensor([1, 1]), tensor([1, 0])).toArray(); // => [70, 88]
 * ```
 */
export function gaussNewtonProduct<
  Argument = Tensor,
  Result = Tensor,
  Actual extends Accepts<Argument> = Accepts<Argument>,
>(
  model: Differentiable<[Argument], Result>,
  loss: Differentiable<[Result], TensorLike>,
  x: Actual,
  v: Actual,
): Gradient<Actual> {
  const operation = "gaussNewtonProduct";
  const { leaves, structure } = flattenReal(operation, [x]);
  const { flat, outputStructure } = flattenFunction(operation, model, structure);
  const linearized = linearizeFlat(flat, leaves);
  checkRealResults(operation, linearized.values);
  const directions = tangentsFor(operation, leaves, structure, [v]);
  const pushed = linearized.tangentsOf(evaluateProgram(linearized.program, directions));
  const inForm = (parts: readonly Tensor[]): never => unflatten(outputStructure(), parts) as never;
  const curved = flattenCotangent(operation, hvp(loss, inForm(linearized.values), inForm(pushed)));
  const [product] = asGradient(structure, pullBack(linearized, leaves, curved.leaves)) as [Gradient<Actual>];
  return product;
}
