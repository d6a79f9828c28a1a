import { DTypeError, formatStructure, ShapeError } from "@adjoint/tensor";
import type { Structure } from "@adjoint/tensor";

/**
 * Which axis of each tensor of a tree is meant: one axis for all of them, `null` for those without,
 * or a list or an object of the form of the tree with axes at its ends. A branch may be named by one axis as a whole.
 */
export type Axes = number | null | readonly Axes[] | { readonly [key: string]: Axes };

/**
 * The axis of each leaf of a tree, in order.
 *
 * @param name - the option that gave the axes, for messages: `vmap: inAxes`.
 * @throws ShapeError if a list or an object of axes does not have the form of the tree,
 * DTypeError if there is something else than an axis or `null` at its ends.
 */
export function axesOfLeaves(name: string, axes: Axes, structure: Structure): (number | null)[] {
  if (axes === null || typeof axes === "number") return leavesOf(structure).map(() => axes);
  if (typeof axes !== "object") {
    throw new DTypeError(
      `${name} must be one axis, null, or a list or an object of these of the form of the tree, got ${String(axes)}`,
      { operation: name, axes },
    );
  }
  if (structure.kind === "leaf") throw otherForm(name, axes, structure);
  const keys = structure.kind === "array" ? Object.keys(structure.children) : structure.keys;
  const given = Object.keys(axes);
  if (
    Array.isArray(axes) !== (structure.kind === "array") ||
    given.length !== keys.length ||
    keys.some((key) => !Object.hasOwn(axes, key))
  ) {
    throw otherForm(name, axes, structure);
  }
  return keys.flatMap((key, i) => {
    const place = structure.kind === "array" ? `${name}[${key}]` : `${name}.${key}`;
    return axesOfLeaves(place, (axes as { readonly [key: string]: Axes })[key]!, structure.children[i]!);
  });
}

function leavesOf(structure: Structure): readonly Structure[] {
  return structure.kind === "leaf" ? [structure] : structure.children.flatMap(leavesOf);
}

function otherForm(name: string, axes: Axes, structure: Structure): ShapeError {
  return new ShapeError(
    `${name} is ${JSON.stringify(axes)}, which does not have the form ${formatStructure(structure)}; ` +
      `give one axis or null for a whole branch, or one for each of its parts`,
    { operation: name, axes },
  );
}
