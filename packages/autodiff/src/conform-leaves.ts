import { astype, checkSameStructure, isInexact, sameShape, ShapeError } from "@adjoint/tensor";
import type { Spec, Structure, Tangent } from "@adjoint/tensor";
import { flattenTensors } from "./flat-function.ts";
import { formatSpec } from "./format-spec.ts";

/**
 * The leaves of a tree that must have a given form and given shapes, as derivatives of the leaves of `like`: with
 * their dtypes, and zero where these are integers.
 *
 * @throws ShapeError if the form or a shape differs.
 */
export function conformLeaves(
  operation: string,
  structure: Structure,
  like: readonly Spec[],
  tree: unknown,
): readonly Tangent[] {
  const given = flattenTensors(operation, tree);
  checkSameStructure(operation, structure, given.structure);
  return given.leaves.map((leaf, i) => {
    const { shape, dtype } = like[i]!;
    if (!isInexact(dtype)) return null;
    if (sameShape(leaf.shape, shape)) return astype(leaf, dtype);
    throw new ShapeError(
      `${operation}: tensor ${i} is ${formatSpec(leaf)}, but belongs to a value that is ${formatSpec({ shape, dtype })}; ` +
        `the shapes must be equal`,
      { operation, place: i, expected: shape, got: leaf.shape },
    );
  });
}
