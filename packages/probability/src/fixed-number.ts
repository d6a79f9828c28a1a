import { treeNode } from "@adjoint/tensor";
import type { TreeNode } from "@adjoint/tensor";

/** A number in a tree that is no leaf: nothing differentiates with respect to it or maps over it, as over a dimension. */
export interface FixedNumber extends TreeNode<Readonly<Record<string, never>>> {
  readonly value: number;
}

/** A number that belongs to the structure of a tree. */
export function fixedNumber(value: number): FixedNumber {
  const node: FixedNumber = { value, [treeNode]: () => ({ children: {}, type: value, rebuild: () => node }) };
  return node;
}
