import type { Structure } from "@adjoint/tensor";

/**
 * Where the leaves of a tree stand, in order, written as one would in code after the name of the whole:
 * `argument 0`, `argument 1.w[2]`.
 */
export function leafPaths(name: string, structure: Structure): readonly string[] {
  switch (structure.kind) {
    case "leaf":
      return [name];
    case "array":
      return structure.children.flatMap((child, i) => leafPaths(`${name}[${i}]`, child));
    default:
      return structure.keys.flatMap((key, i) => leafPaths(`${name}.${key}`, structure.children[i]!));
  }
}

/** The same for the leaves of a list of arguments, each with a name of its own. */
export function argumentPaths(names: readonly string[], structure: Structure): readonly string[] {
  return structure.kind === "array"
    ? structure.children.flatMap((child, i) => leafPaths(names[i]!, child))
    : [];
}
