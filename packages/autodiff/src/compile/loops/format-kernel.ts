import type { Combination, ScalarFunction } from "@adjoint/tensor";
import type { BufferNames } from "./buffer-names.ts";
import { loopLetters } from "./buffer-names.ts";
import { formatAccess } from "./format-access.ts";
import type { Access, LoopKernel, LoopNode, NodeId } from "./loop-kernel.ts";
import type { Buffer } from "./schedule.ts";

/** What a schedule is written with. */
export interface ScheduleScope extends BufferNames {
  readonly buffers: BufferNames["buffers"];
  readonly all: readonly Buffer[];
  /** The names of functions that are no named operations. */
  readonly functions: ReadonlyMap<ScalarFunction, string>;
}

/** A loop nest as lines of pseudo-code; one line if it computes one thing. */
export function formatKernel(kernel: LoopKernel, scope: ScheduleScope): readonly string[] {
  const { lengths, nodes, stores, reductions } = kernel;
  const loops = lengths.map((_, loop) => loopLetters[loop] ?? `i${loop}`);
  const place = (access: Access): string => {
    const size = scope.all[access.buffer]!.size;
    const shape = scope.shapeOf(access.buffer);
    return scope.nameOf(access.buffer) + formatAccess(access, { lengths, loops, size, shape });
  };
  const body: string[] = [];
  const texts: Text[] = [];
  const uses = countUses(kernel);
  nodes.forEach((node, id) => {
    if (uses[id] === 0) return;
    const text = formatNode(node, texts, place, scope.functions);
    texts[id] = text;
    if (node.kind !== "apply" || uses[id] === 1) return;
    const name = `t${body.length + 1}`;
    body.push(`${name} = ${text.text}`);
    texts[id] = { text: name, binds: strongest };
  });
  for (const { node, access } of stores) body.push(`${place(access)} = ${texts[node]!.text}`);
  for (const { node, combine, access } of reductions) {
    body.push(combined(combine, place(access), texts[node]!));
  }
  if (loops.length === 0) return body;
  const head = `for ${loops.map((loop, k) => `${loop} < ${lengths[k]!}`).join(", ")}:`;
  return body.length === 1 ? [`${head} ${body[0]!}`] : [head, ...body.map((line) => `  ${line}`)];
}

/** A number of a loop, and how strongly its parts hold together. */
interface Text {
  readonly text: string;
  readonly binds: number;
}

const strongest = 9;

const infixes: { readonly [name: string]: readonly [symbol: string, binds: number] } = {
  logicalOr: ["or", 1],
  logicalXor: ["xor", 1],
  logicalAnd: ["and", 2],
  equal: ["==", 3],
  notEqual: ["≠", 3],
  less: ["<", 3],
  lessEqual: ["≤", 3],
  greater: [">", 3],
  greaterEqual: ["≥", 3],
  add: ["+", 4],
  sub: ["−", 4],
  mul: ["·", 5],
  div: ["/", 5],
};

function formatNode(
  node: LoopNode,
  texts: readonly Text[],
  place: (access: Access) => string,
  functions: ReadonlyMap<ScalarFunction, string>,
): Text {
  if (node.kind === "load") return { text: place(node.access), binds: strongest };
  if (node.kind === "constant") {
    const text = (Object.is(node.value, -0) ? "-0" : String(node.value)).replace("-", "−");
    return { text, binds: text.startsWith("−") ? 6 : strongest };
  }
  const parts = node.inputs.map((input) => texts[input]!);
  const name = typeof node.function === "string" ? node.function : (functions.get(node.function) ?? "f");
  const infix = infixes[name];
  if (infix !== undefined) {
    const [symbol, binds] = infix;
    const [left, right] = parts as [Text, Text];
    // a − (b − c) and a·(b / c) are other numbers than without their brackets; so are sums in another order.
    return { text: `${within(left, binds)} ${symbol} ${within(right, binds + 1)}`, binds };
  }
  if (name === "neg") return { text: `−${within(parts[0]!, 6)}`, binds: 6 };
  if (name === "square") return { text: `${within(parts[0]!, 8)}²`, binds: 7 };
  if (name === "abs") return { text: `|${parts[0]!.text}|`, binds: strongest };
  const called = name === "cast" ? node.dtype : name;
  return { text: `${called}(${parts.map(({ text }) => text).join(", ")})`, binds: strongest };
}

function within({ text, binds }: Text, least: number): string {
  return binds < least ? `(${text})` : text;
}

function combined(combine: Combination, place: string, value: Text): string {
  switch (combine) {
    case "add":
      return `${place} += ${value.text}`;
    case "mul":
      return `${place} ·= ${value.text}`;
    case "minimum":
    case "maximum":
      return `${place} = ${combine}(${place}, ${value.text})`;
    case "or":
    case "and":
      return `${place} = ${place} ${combine} ${within(value, 3)}`;
  }
}

function countUses({ nodes, stores, reductions }: LoopKernel): readonly number[] {
  const uses = new Array<number>(nodes.length).fill(0);
  const use = (node: NodeId): void => void uses[node]!++;
  for (const { node } of [...stores, ...reductions]) use(node);
  for (const [id, node] of [...nodes.entries()].toReversed()) {
    if (node.kind === "apply" && uses[id]! > 0) node.inputs.forEach(use);
  }
  return uses;
}
