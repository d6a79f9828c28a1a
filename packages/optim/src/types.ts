import type { Tensor, TensorLike, TreeNode, TypedArray } from "@adjoint/tensor";

/**
 * What a function is given and what `minimize` returns for a start of this type: the same tree, with tensors in place of
 * numbers and typed arrays.
 */
export type Point<Start> = [TensorLike] extends [Start]
  ? Start
  : Start extends Tensor | number | boolean | TypedArray
    ? Tensor
    : Start extends TreeNode<object>
      ? Start
      : { -readonly [Key in keyof Start]: Point<Start[Key]> };

/** A function of a point, with a scalar value. */
export type ScalarFunction<Start> = (x: Point<Start>) => TensorLike;
