import { checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import type { Argnums, GradientOf, GradOptions } from "./argnums.ts";
import type { ChunkOptions } from "./basis.ts";
import { differentiator } from "./grad.ts";
import { jacobianFunction } from "./jacobian.ts";
import { pushForward } from "./jvp.ts";
import type { Accepts, Differentiable, Gradient, JacobianTree } from "./types.ts";

/** The options of `hessian`. */
export interface HessianOptions<Chosen extends Argnums = Argnums> extends GradOptions<Chosen>, ChunkOptions {}

/** The second derivatives that `argnums` names: a Jacobian tree of the gradient tree. */
export type HessianOf<Args extends readonly unknown[], Chosen> =
  GradientOf<Args, Chosen> extends infer First ? JacobianTree<First, First> : never;

/**
 * The Hessian H = ∂²f/∂x²: Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ, of a scalar function.
 *
 * For an argument of shape `[…n]` it has the shape `[…n, …n]`; for a tree it is a tree of trees. It is computed
 * forward over reverse: the program of the gradient is recorded once, and each variable takes one pass over it, many
 * passes at a time.
 *
 * @throws ShapeError if the function's result is not a scalar.
 * @example
 * ```ts
 * import { hessian } from "@adjoint/autodiff";
 * import { dot, matmul, mul, tensor } from "@adjoint/tensor";
 *
 * const h = [[4, 1], [1, 3]];
 * hessian((x) => mul(0.5, dot(x, matmul(h, x))))(tensor([2, 3])).toArray(); // => [[4, 1], [1, 3]]
 * ```
 */
export function hessian<Args extends readonly unknown[] = Tensor[], const Chosen extends Argnums = 0>(
  f: Differentiable<Args, TensorLike>,
  options: HessianOptions<Chosen> = {},
): <Actual extends Accepts<Args>>(
  ...args: Actual & readonly unknown[]
) => HessianOf<Actual & readonly unknown[], Chosen> {
  const { argnums = 0 } = checkOptions("hessian", options, ["argnums", "chunkSize"]);
  const evaluate = differentiator("hessian", f, { argnums });
  const gradient = (...args: readonly unknown[]): unknown => evaluate(args).grad;
  return jacobianFunction("hessian", gradient, { ...options, mode: "forward" }) as never;
}

/**
 * The Hessian of `f` at `x` times a vector, H·v, without the Hessian: the derivative of the gradient in the
 * direction v, at a small multiple of the cost of `f`.
 *
 * Source: B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6 (1994).
 *
 * @example
 * ```ts
 * import { hvp } from "@adjoint/autodiff";
 * import { dot, matmul, mul, tensor } from "@adjoint/tensor";
 *
 * const h = [[4, 1], [1, 3]];
 * hvp((x) => mul(0.5, dot(x, matmul(h, x))), tensor([2, 3]), tensor([1, 1])).toArray(); // => [5, 4]
 * ```
 */
export function hvp<Argument = Tensor, Actual extends Accepts<Argument> = Accepts<Argument>>(
  f: Differentiable<[Argument], TensorLike>,
  x: Actual,
  v: Actual,
): Gradient<Actual> {
  const evaluate = differentiator("hvp", f, {});
  return pushForward("hvp", (at: unknown) => evaluate([at]).grad as Gradient<Actual>, [x], [v]).tangent;
}
