import { parser } from "@lezer/javascript";

/** A statement at the top level of a source: where it is, its line, and what kind of node it is. */
export interface Statement {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** The expression inside an expression statement. */
  readonly expression: { readonly kind: string; readonly from: number; readonly to: number } | null;
}

const typescript = parser.configure({ dialect: "ts" });

/** The top-level statements of a source, in order; none when the source does not parse cleanly. */
export function statements(source: string): readonly Statement[] {
  const tree = typescript.parse(source);
  const found: Statement[] = [];
  let broken = false;
  tree.iterate({
    enter: (node) => {
      broken ||= node.type.isError;
      return !broken;
    },
  });
  if (broken) return found;
  let line = 1;
  let at = 0;
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name.endsWith("Comment")) continue;
    for (; at < node.from; at++) if (source[at] === "\n") line += 1;
    const inner = node.name === "ExpressionStatement" ? node.firstChild : null;
    found.push({
      kind: node.name,
      from: node.from,
      to: node.to,
      line,
      expression: inner && { kind: inner.name, from: inner.from, to: inner.to },
    });
  }
  return found;
}
