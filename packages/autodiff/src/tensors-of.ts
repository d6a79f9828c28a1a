import type { Tensor, TensorLike, TreeNode, TypedArray } from "@adjoint/tensor";
import type { Accepts } from "./types.ts";

/** A tree as a transformed function receives it: with a tensor in the place of every number and typed array. */
export type TensorsOf<Tree> = [TensorLike] extends [Tree]
  ? Tensor
  : Tree extends Tensor | number | boolean | TypedArray
    ? Tensor
    : Tree extends TreeNode<object>
      ? Tree
      : { readonly [Key in keyof Tree]: TensorsOf<Tree[Key]> };

/** A list of arguments as a transformed function receives them. */
export type TensorsOfEach<Trees extends readonly unknown[]> = { [Key in keyof Trees]: TensorsOf<Trees[Key]> };

/** The arguments that a function accepts after it has been wrapped, each as in `Accepts`. */
export type AcceptsEach<Args extends readonly unknown[]> = { [Key in keyof Args]: Accepts<Args[Key]> };
