import type { TypedArray } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { Tensor } from "./tensor.ts";

/** The key under which an object other than a plain one explains itself as a tree. */
export const treeNode: unique symbol = Symbol.for("@adjoint/tensor/tree");

/** An object with methods that is a tree of its parameters, such as a distribution. */
export interface TreeNode<Children extends object = Readonly<Record<string, unknown>>> {
  [treeNode](): {
    readonly children: Children;
    /** Trees of one type and one form differ in their leaves alone; one without a type is taken to differ from all others. */
    readonly type?: unknown;
    rebuild(children: Readonly<Record<string, unknown>>): unknown;
  };
}

/** What a tree has at its ends. */
export type Leaf = Tensor | number | boolean | TypedArray;

/** The form of a tree without its leaves. */
export type Structure =
  | { readonly kind: "leaf" }
  | { readonly kind: "array"; readonly children: readonly Structure[] }
  | { readonly kind: "object"; readonly keys: readonly string[]; readonly children: readonly Structure[] }
  | {
      readonly kind: "node";
      readonly keys: readonly string[];
      readonly children: readonly Structure[];
      readonly type: unknown;
      readonly rebuild: (children: Readonly<Record<string, unknown>>) => unknown;
    };

const leaf: Structure = { kind: "leaf" };

/**
 * Takes a tree of arrays and plain objects apart into its leaves, depth first, and its structure.
 *
 * @throws DTypeError naming the place of anything that is neither a branch nor a leaf.
 * @example
 * ```ts
 * import { flatten, unflatten } from "@adjoint/tensor";
 *
 * const { leaves, structure } = flatten("example", { w: [1, 2], b: 3 });
 * leaves; // => [1, 2, 3]
 * unflatten(structure, [10, 20, 30]); // => { w: [10, 20], b: 30 }
 * ```
 */
export function flatten(operation: string, tree: unknown): { leaves: Leaf[]; structure: Structure } {
  const leaves: Leaf[] = [];
  const visit = (node: unknown, path: string): Structure => {
    if (
      node instanceof Tensor ||
      typeof node === "number" ||
      typeof node === "boolean" ||
      ArrayBuffer.isView(node)
    ) {
      leaves.push(node as Leaf);
      return leaf;
    }
    if (Array.isArray(node)) {
      return { kind: "array", children: node.map((child, i) => visit(child, `${path}[${i}]`)) };
    }
    if (isTreeNode(node)) {
      const described = node[treeNode]();
      return {
        kind: "node",
        ...visitEntries(described.children, path),
        type: described.type,
        rebuild: (children) => described.rebuild(children),
      };
    }
    if (isPlainObject(node)) return { kind: "object", ...visitEntries(node, path) };
    throw new DTypeError(
      `${operation}: expected a tensor, a number, or arrays and objects of these${path === "" ? "" : ` at ${path}`}, ` +
        `got ${typeof node === "string" ? JSON.stringify(node) : nameOf(node)}`,
      { operation, path },
    );
  };
  const visitEntries = (
    entries: Readonly<Record<string, unknown>>,
    path: string,
  ): { keys: readonly string[]; children: readonly Structure[] } => ({
    keys: Object.keys(entries),
    children: Object.entries(entries).map(([key, child]) => visit(child, `${path}.${key}`)),
  });
  const structure = visit(tree, "");
  return { leaves, structure };
}

/**
 * Puts leaves back into a structure; undoes `flatten`.
 *
 * @example
 * ```ts
 * import { flatten, unflatten } from "@adjoint/tensor";
 *
 * const { structure } = flatten("example", [1, { a: 2 }]);
 * unflatten(structure, [10, 20]); // => [10, { a: 20 }]
 * ```
 */
export function unflatten(structure: Structure, leaves: readonly unknown[]): unknown {
  return assemble(structure, leaves, (rebuild, children) => rebuild(children));
}

/**
 * Puts leaves into a structure in which every `TreeNode` becomes a plain object:
 * the gradient with respect to a distribution is a record of numbers, not a distribution.
 *
 * @example
 * ```ts
 * import { flatten, treeNode, unflattenAsData } from "@adjoint/tensor";
 *
 * const line = { at: (x: number) => 2 * x, [treeNode]: () => ({ children: { slope: 2 }, rebuild: () => line }) };
 * const { structure } = flatten("example", line);
 * unflattenAsData(structure, [3]); // => { slope: 3 }
 * ```
 */
export function unflattenAsData(structure: Structure, leaves: readonly unknown[]): unknown {
  return assemble(structure, leaves, (_rebuild, children) => children);
}

function assemble(
  structure: Structure,
  leaves: readonly unknown[],
  node: (
    rebuild: (children: Readonly<Record<string, unknown>>) => unknown,
    children: Readonly<Record<string, unknown>>,
  ) => unknown,
): unknown {
  let next = 0;
  const build = (part: Structure): unknown => {
    if (part.kind === "leaf") return leaves[next++];
    const children = part.children.map(build);
    if (part.kind === "array") return children;
    const entries = Object.fromEntries(part.keys.map((key, i) => [key, children[i]]));
    return part.kind === "node" ? node(part.rebuild, entries) : entries;
  };
  return build(structure);
}

/**
 * Checks that two trees have the same form.
 *
 * @throws ShapeError naming the first place where they differ.
 * @example
 * ```ts
 * import { checkSameStructure, flatten } from "@adjoint/tensor";
 *
 * const structureOf = (tree: unknown) => flatten("example", tree).structure;
 * checkSameStructure("example", structureOf([1, 2]), structureOf([3, 4]));
 * ```
 */
export function checkSameStructure(operation: string, expected: Structure, got: Structure, path = ""): void {
  const differs =
    expected.kind !== got.kind ||
    (expected.kind !== "leaf" &&
      got.kind !== "leaf" &&
      (expected.children.length !== got.children.length ||
        ("keys" in expected && "keys" in got && expected.keys.some((key, i) => key !== got.keys[i]))));
  if (differs) {
    throw new ShapeError(
      `${operation}: trees differ${path === "" ? "" : ` at ${path}`}: ` +
        `expected ${formatStructure(expected)}, got ${formatStructure(got)}`,
      { operation, path },
    );
  }
  if (expected.kind === "leaf" || got.kind === "leaf") return;
  expected.children.forEach((child, i) => {
    const step = "keys" in expected ? `.${expected.keys[i]}` : `[${i}]`;
    checkSameStructure(operation, child, got.children[i]!, path + step);
  });
}

/**
 * A structure as it is written in messages.
 *
 * @example
 * ```ts
 * import { flatten, formatStructure } from "@adjoint/tensor";
 *
 * formatStructure(flatten("example", { w: [1, 2], b: 3 }).structure); // => "{w: [·, ·], b: ·}"
 * ```
 */
export function formatStructure(structure: Structure): string {
  if (structure.kind === "leaf") return "·";
  const children = structure.children.map(formatStructure);
  if (structure.kind === "array") return `[${children.join(", ")}]`;
  return `{${structure.keys.map((key, i) => `${key}: ${children[i]}`).join(", ")}}`;
}

function isTreeNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && treeNode in value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value instanceof Promise) return "a Promise (make the function synchronous)";
  if (typeof value === "object") return value.constructor?.name ?? "an object";
  if (typeof value === "bigint" || typeof value === "symbol") return `a ${typeof value} ${value.toString()}`;
  return `a ${typeof value}`;
}
