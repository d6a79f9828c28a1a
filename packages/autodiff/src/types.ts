import type { Tensor, TensorLike, TreeNode, TypedArray } from "@adjoint/tensor";

/** What a derivative treats as one value. */
type Value = Tensor | number | boolean | TypedArray;

/**
 * The type of a gradient: a tree of the form of the argument, with tensors at its ends.
 * The gradient with respect to a number is a scalar tensor, with respect to a distribution the record of its parameters.
 */
export type Gradient<Argument> = [TensorLike] extends [Argument]
  ? Tensor
  : Argument extends Value
    ? Tensor
    : Argument extends TreeNode<infer Children>
      ? Gradient<Children>
      : { readonly [Key in keyof Argument]: Gradient<Argument[Key]> };

/** What may be passed where a function declares a tree of tensors: numbers and typed arrays stand for tensors. */
export type Accepts<Argument> = [TensorLike] extends [Argument]
  ? Argument
  : Argument extends Tensor
    ? Tensor | number | TypedArray
    : Argument extends Value | TreeNode<object>
      ? Argument
      : { readonly [Key in keyof Argument]: Accepts<Argument[Key]> };

/** A Jacobian: for every end of the result a tree of the form of the argument. */
export type JacobianTree<Result, Argument> = Result extends Value
  ? Gradient<Argument>
  : { readonly [Key in keyof Result]: JacobianTree<Result[Key], Argument> };

/** A function that can be differentiated: from trees of tensors to a tree of tensors. */
export type Differentiable<Args extends readonly unknown[], Result> = (...args: Args) => Result;
