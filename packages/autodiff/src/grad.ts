import { checkOptions, ones } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { asAsked, chooseArguments } from "./argnums.ts";
import type { Argnums, GradientOf, GradOptions } from "./argnums.ts";
import {
  asGradient,
  checkFunction,
  flattenDifferentiable,
  flattenFunction,
  scalarOf,
} from "./flat-function.ts";
import type { Accepts, Differentiable } from "./types.ts";
import { vjpFlat } from "./vjp.ts";

/**
 * The gradient of a scalar function, as a function of the same arguments.
 *
 * grad f = ∇f has the form of the argument: a tensor for a tensor, a tree for a tree. It is computed in reverse, at
 * a small multiple of the cost of `f` however many variables there are, and can itself be differentiated.
 *
 * @param f - a synchronous function that returns a scalar.
 * @throws ShapeError if the result is not a scalar, NotDifferentiableError if it is a Promise.
 * @example
 * ```ts
 * import { grad } from "@adjoint/autodiff";
 * import { exp, mul, sin, square, sum } from "@adjoint/tensor";
 *
 * grad(sin)(0).item(); // => 1
 * grad(grad((x) => mul(x, square(x))))(2).item(); // => 12
 *
 * const { w, b } = grad((p: { w: number; b: number }) => exp(sum([p.w, p.b])))({ w: 0, b: 0 });
 * [w.item(), b.item()]; // => [1, 1]
 * ```
 */
export function grad<Args extends readonly unknown[] = Tensor[], const Chosen extends Argnums = 0>(
  f: Differentiable<Args, TensorLike>,
  options: GradOptions<Chosen> = {},
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => GradientOf<Actual & readonly unknown[], Chosen> {
  const evaluate = differentiator("grad", f, options);
  return (...args) => evaluate(args).grad as never;
}

/**
 * The value of a scalar function and its gradient, from one evaluation.
 *
 * @throws ShapeError if the result is not a scalar, NotDifferentiableError if it is a Promise.
 * @example
 * ```ts
 * import { valueAndGrad } from "@adjoint/autodiff";
 * import { square } from "@adjoint/tensor";
 *
 * const { value, grad } = valueAndGrad((x) => square(x))(3);
 * [value.item(), grad.item()]; // => [9, 6]
 * ```
 */
export function valueAndGrad<Args extends readonly unknown[] = Tensor[], const Chosen extends Argnums = 0>(
  f: Differentiable<Args, TensorLike>,
  options: GradOptions<Chosen> = {},
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => { readonly value: Tensor; readonly grad: GradientOf<Actual & readonly unknown[], Chosen> } {
  const evaluate = differentiator("valueAndGrad", f, options);
  return (...args) => evaluate(args) as never;
}

/** `valueAndGrad` on behalf of another operation, which its messages name. */
export function differentiator(
  operation: string,
  f: (...args: never[]) => unknown,
  options: GradOptions,
): (args: readonly unknown[]) => { value: Tensor; grad: unknown } {
  checkFunction(operation, f);
  checkOptions(operation, options, ["argnums"]);
  const { argnums = 0 } = options;
  return (args) => {
    const { chosen, places, call } = chooseArguments(operation, f, args, argnums);
    const { leaves, structure } = flattenDifferentiable(operation, chosen, places);
    const { flat, outputStructure } = flattenFunction(operation, call, structure);
    const { values, pullback } = vjpFlat(
      (inputs) => [scalarOf(operation, flat(inputs), outputStructure())],
      leaves,
    );
    const value = values[0]!;
    const gradients = asGradient(
      structure,
      pullback([ones([], { dtype: value.dtype })]),
    ) as readonly unknown[];
    return { value, grad: asAsked(argnums, gradients) };
  };
}
