import type { Access, LoopKernel, LoopNode, NodeId } from "../loops/loop-kernel.ts";
import { Indices } from "./indices.ts";
import type { KernelContext } from "./kernel-context.ts";
import { elementText } from "./places.ts";
import type { Place } from "./places.ts";
import { reductionsOf } from "./reductions.ts";
import type { Reductions } from "./reduction-part.ts";
import { literal } from "./source.ts";
import type { Source } from "./source.ts";
import { sumStrip } from "./sums.ts";
import { operationText } from "./write-operation.ts";

/** Loops of so few turns are written out, if there is little in them. */
const fewTurns = 4;
const littleWork = 64;

/** Parts of long programs have about so many operations. */
export const longPart = 600;

/** Writes a loop nest. Each node is computed in the innermost loop that it varies with. */
export function writeKernel(kernel: LoopKernel, places: readonly Place[], source: Source): void {
  new KernelWriter(withoutIdleReductions(kernel), places, source).write();
}

class KernelWriter implements KernelContext {
  readonly kernel: LoopKernel;
  readonly source: Source;
  readonly #places: readonly Place[];
  readonly #levels: readonly number[];
  readonly #indices: Indices;
  readonly #values: string[] = [];
  readonly #reductions: Reductions;
  #turnOfStrip = "";

  constructor(kernel: LoopKernel, places: readonly Place[], source: Source) {
    this.kernel = kernel;
    this.source = source;
    this.#places = places;
    this.#levels = levelsOf(kernel.nodes);
    this.#reductions = reductionsOf(this);
    const loads = kernel.nodes.flatMap((node) => (node.kind === "load" ? [node.access] : []));
    const written = [...kernel.stores, ...kernel.reductions].map(({ access }) => access);
    const accesses = [...loads, ...written, ...this.#reductions.accesses];
    this.#indices = new Indices(
      source,
      accesses.map(({ strides }) => strides),
    );
  }

  write(): void {
    const { nodes, lengths } = this.kernel;
    if (this.source.isShared && lengths.length === 0 && nodes.length > longPart) this.#inParts();
    else this.#level(-1);
  }

  /** A long straight line in several functions; what later ones need goes through an array. */
  #inParts(): void {
    const { nodes, stores } = this.kernel;
    const partOf = (id: NodeId): number => Math.floor(id / longPart);
    const last = partOf(nodes.length - 1);
    const lastUse = nodes.map((_, id) => partOf(id));
    nodes.forEach((node, id) => {
      if (node.kind === "apply") for (const input of node.inputs) lastUse[input] = partOf(id);
    });
    for (const { node } of stores) lastUse[node] = last;
    const kept = this.source.capture(new Float64Array(nodes.length), "m");
    const isKept = nodes.map(({ kind }, id) => kind !== "constant" && lastUse[id]! > partOf(id));
    for (let part = 0; part <= last; part++) {
      this.source.part(() => {
        const begin = part * longPart;
        nodes.slice(begin, begin + longPart).forEach((node, i) => {
          this.#node(node, begin + i);
          if (isKept[begin + i]) this.source.line(`${kept}[${begin + i}] = ${this.value(begin + i)};`);
        });
        if (part === last) for (const { node, access } of stores) this.store(access, this.value(node));
        for (let id = begin; id < begin + longPart; id++) if (isKept[id]) this.#values[id] = `${kept}[${id}]`;
      });
    }
  }

  value(node: NodeId): string {
    return this.#values[node]!;
  }

  index(access: Access): string {
    return this.#indices.text(access);
  }

  loop(loop: number, body: () => void): void {
    const { lengths, nodes } = this.kernel;
    const length = lengths[loop]!;
    const work = lengths.slice(loop).reduce((turns, each) => turns * each, nodes.length);
    if (length > fewTurns || work > littleWork) this.#indices.loop(loop, length, body);
    else for (let turn = 0; turn < length; turn++) this.#indices.after(loop, turn, body);
  }

  store(access: Access, value: string): void {
    const place = this.#places[access.buffer]!;
    const isDeclared = place.kind === "number" && place.isSingle && this.kernel.lengths.length === 0;
    this.source.line(`${isDeclared ? "const " : ""}${elementText(place, this.index(access))} = ${value};`);
  }

  /** What is in a loop, and in those within it; level −1 is around all of them. */
  #level(level: number): void {
    const { nodes, stores, lengths } = this.kernel;
    nodes.forEach((node, id) => {
      if (this.#levels[id] === level) this.#node(node, id);
    });
    if (level === lengths.length - 1) {
      for (const { node, access } of stores) this.store(access, this.value(node));
      this.#reductions.turn(this.#turnOfStrip);
      return;
    }
    const next = level + 1;
    const isFirst = next === this.#reductions.first;
    if (isFirst) this.#reductions.begin();
    if (next === this.#reductions.cutLoop) this.#inStrips(next);
    else this.loop(next, () => this.#level(next));
    if (level === this.#reductions.rowsIn) this.#reductions.row();
    if (isFirst) this.#reductions.end();
  }

  /** A long loop in pieces, of which each is summed by itself. */
  #inStrips(loop: number): void {
    const length = this.kernel.lengths[loop]!;
    const whole = Math.floor(length / sumStrip);
    const strip = (count: number): void => {
      this.#indices.loop(loop, count, (counter) => {
        this.#turnOfStrip = counter;
        this.#level(loop);
      });
      this.#reductions.strip(count);
    };
    this.#indices.loop(loop, whole, () => strip(sumStrip), sumStrip);
    const rest = length % sumStrip;
    if (rest > 0) this.#indices.after(loop, length - rest, () => strip(rest));
  }

  #node(node: LoopNode, id: NodeId): void {
    if (node.kind === "constant") {
      this.#values[id] = literal(node.dtype === "float32" ? Math.fround(node.value) : node.value);
      return;
    }
    if (node.kind === "load" && this.#isVariable(node.access)) {
      this.#values[id] = elementText(this.#places[node.access.buffer]!, "0");
      return;
    }
    const name = this.source.fresh("x");
    this.source.line(`const ${name} = ${this.#expression(node)};`);
    this.#values[id] = name;
  }

  /** Whether what is loaded is a variable already, which keeps its value until the end. */
  #isVariable({ buffer }: Access): boolean {
    const isWritten = this.kernel.stores.some(({ access }) => access.buffer === buffer);
    return this.#places[buffer]!.kind === "number" && !isWritten;
  }

  #expression(node: LoopNode & { kind: "load" | "apply" }): string {
    if (node.kind === "load") {
      return elementText(this.#places[node.access.buffer]!, this.index(node.access));
    }
    const inputs = node.inputs.map((input) => ({
      text: this.value(input),
      dtype: this.kernel.nodes[input]!.dtype,
    }));
    return operationText(this.source, node.function, inputs, node.dtype);
  }
}

/** Where no loop is reduced, there is nothing to combine. */
function withoutIdleReductions(kernel: LoopKernel): LoopKernel {
  const { reduced, stores, reductions } = kernel;
  return reduced.includes(true) ? kernel : { ...kernel, stores: [...stores, ...reductions], reductions: [] };
}

/** For each node the innermost loop that it varies with, −1 if with none. */
function levelsOf(nodes: readonly LoopNode[]): readonly number[] {
  const levels: number[] = [];
  for (const node of nodes) {
    if (node.kind === "constant") levels.push(-1);
    else if (node.kind === "load") levels.push(node.access.strides.findLastIndex((stride) => stride !== 0));
    else levels.push(node.inputs.reduce((level, input) => Math.max(level, levels[input]!), -1));
  }
  return levels;
}
