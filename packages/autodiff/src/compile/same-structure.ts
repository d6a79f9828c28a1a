import type { Structure } from "@adjoint/tensor";

/** Whether trees of two structures differ in their leaves alone. */
export function isSameStructure(a: Structure, b: Structure): boolean {
  if (a === b) return true;
  if (a.kind === "leaf" || b.kind === "leaf") return a.kind === b.kind;
  if (a.kind !== b.kind || a.children.length !== b.children.length) return false;
  if ("keys" in a && "keys" in b && a.keys.some((key, i) => key !== b.keys[i])) return false;
  if (a.kind === "node" && b.kind === "node" && (a.type === undefined || a.type !== b.type)) return false;
  for (let i = 0; i < a.children.length; i++) {
    if (!isSameStructure(a.children[i]!, b.children[i]!)) return false;
  }
  return true;
}
