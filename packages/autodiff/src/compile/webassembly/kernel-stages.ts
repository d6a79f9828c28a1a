import type { ScalarFunction } from "@adjoint/tensor";
import type { Access, LoopKernel, LoopNode, NodeId } from "../loops/loop-kernel.ts";
import { elementaryModule } from "./scalar-calls.ts";

export type Apply = LoopNode & { readonly kind: "apply" };

/** A node whose function is no operation of vectors. */
export type CallNode = Apply & { readonly function: Exclude<ScalarFunction, string> };

/** One loop over a strip, and what is called behind it. */
export interface Stage {
  /** The nodes that it loads or computes, in order. */
  readonly nodes: readonly NodeId[];
  /** The nodes that it reads from strips. */
  readonly fetched: readonly NodeId[];
  /** The nodes that it writes to strips for later stages. */
  readonly kept: readonly NodeId[];
  /** The functions that are called with values of this stage. */
  readonly calls: readonly Call[];
  readonly stores: readonly number[];
  readonly reductions: readonly number[];
}

/** A function called on strips: its arguments are in the places, and its results will be in the first. */
export interface Call {
  readonly node: NodeId;
  readonly places: readonly number[];
  /** A copy of the argument, for results that may have to be computed again. */
  readonly copy: number | undefined;
}

/** How the innermost loop is cut into stages by the functions that are called in it. */
export interface Stages {
  readonly stages: readonly Stage[];
  /** The strip that holds a node which later stages read. */
  readonly strips: ReadonlyMap<NodeId, number>;
  /** How many strips there are at a time. */
  readonly places: number;
}

/** Whether a node is a call of a function that is no operation of vectors. */
export function isCall(node: LoopNode): node is CallNode {
  return node.kind === "apply" && typeof node.function !== "string";
}

/**
 * Puts the nodes of the innermost loop into stages.
 *
 * A function's results are there one stage after its arguments. Cheap nodes are computed again in a later stage that needs
 * them, others are kept in strips. What is stored over values that are still to be loaded waits for the last of those loads.
 *
 * @param isInner - whether a node varies in the innermost loop; the others are known before it.
 * @param overlaps - whether a store writes over what a load reads.
 */
export function stagesOf(
  kernel: LoopKernel,
  isInner: (node: NodeId) => boolean,
  overlaps: (store: Access, load: Access) => boolean,
): Stages {
  const { nodes, stores, reductions } = kernel;
  const ready = readyStages(nodes, isInner);
  const count = 1 + Math.max(0, ...nodes.map((_, id) => (isInner(id) ? ready[id]! : 0)));
  const work = Array.from({ length: count }, () => ({
    nodes: new Set<NodeId>(),
    fetched: new Set<NodeId>(),
    kept: new Set<NodeId>(),
    calls: new Set<NodeId>(),
    stores: [] as number[],
    reductions: [] as number[],
  }));
  const lastUse = new Map<NodeId, number>();

  const isCheap = (node: LoopNode): boolean =>
    node.kind !== "apply" ||
    node.inputs.every((input) => !isInner(input) || nodes[input]!.kind === "load" || isCall(nodes[input]!));

  const use = (asked: NodeId, inStage: number): void => {
    // A list in place of recursion, since chains may be long.
    const open = [{ id: asked, stage: inStage }];
    while (open.length > 0) {
      const { id, stage } = open.pop()!;
      const now = work[stage]!;
      if (!isInner(id) || now.nodes.has(id) || now.fetched.has(id)) continue;
      const node = nodes[id]!;
      const inputsIn = (at: number): void => {
        if (node.kind === "apply") for (const input of node.inputs) open.push({ id: input, stage: at });
      };
      if (!isCall(node) && (stage === ready[id] || isCheap(node))) {
        now.nodes.add(id);
        inputsIn(stage);
        continue;
      }
      now.fetched.add(id);
      lastUse.set(id, Math.max(stage, lastUse.get(id) ?? 0));
      if (!isCall(node)) {
        work[ready[id]!]!.kept.add(id);
        open.push({ id, stage: ready[id]! });
      } else if (!work[ready[id]! - 1]!.calls.has(id)) {
        work[ready[id]! - 1]!.calls.add(id);
        inputsIn(ready[id]! - 1);
      }
    }
  };

  reductions.forEach(({ node }, i) => {
    const stage = isInner(node) ? ready[node]! : 0;
    work[stage]!.reductions.push(i);
    use(node, stage);
  });
  // Calls that are found on the way add loads to earlier stages, never to later ones.
  stores.forEach(({ node }) => use(node, isInner(node) ? ready[node]! : 0));
  stores.forEach(({ node, access }, i) => {
    let stage = isInner(node) ? ready[node]! : 0;
    for (let later = count - 1; later > stage; later--) {
      const isRead = [...work[later]!.nodes].some((id) => {
        const other = nodes[id]!;
        return other.kind === "load" && overlaps(access, other.access);
      });
      if (isRead) stage = later;
    }
    work[stage]!.stores.push(i);
    use(node, stage);
  });
  return placed(nodes, work, lastUse);
}

/** The first stage in which each node can be computed, or read in the case of a call. */
function readyStages(nodes: readonly LoopNode[], isInner: (node: NodeId) => boolean): readonly number[] {
  const ready: number[] = [];
  nodes.forEach((node, id) => {
    if (node.kind !== "apply" || !isInner(id)) ready.push(0);
    else {
      const inputs = node.inputs.reduce((stage, input) => Math.max(stage, ready[input]!), 0);
      ready.push(isCall(node) ? inputs + 1 : inputs);
    }
  });
  return ready;
}

interface Work {
  readonly nodes: ReadonlySet<NodeId>;
  readonly fetched: ReadonlySet<NodeId>;
  readonly kept: ReadonlySet<NodeId>;
  readonly calls: ReadonlySet<NodeId>;
  readonly stores: readonly number[];
  readonly reductions: readonly number[];
}

/** Gives strips their places, which are free again behind the last stage that reads them. */
function placed(
  nodes: readonly LoopNode[],
  work: readonly Work[],
  lastUse: ReadonlyMap<NodeId, number>,
): Stages {
  const busyUntil: number[] = [];
  const take = (from: number, until: number): number => {
    const free = busyUntil.findIndex((last) => last < from);
    const place = free < 0 ? busyUntil.length : free;
    busyUntil[place] = until;
    return place;
  };
  const strips = new Map<NodeId, number>();
  const ascending = (a: number, b: number): number => a - b;
  const stages = work.map((stage, s): Stage => {
    const kept = [...stage.kept].sort(ascending);
    for (const id of kept) strips.set(id, take(s, lastUse.get(id)!));
    const calls = [...stage.calls].sort(ascending).map((node): Call => {
      const { inputs } = nodes[node] as Apply;
      const places = inputs.map((_, i) => take(s, i === 0 ? lastUse.get(node)! : s));
      strips.set(node, places[0]!);
      const { function: f, dtype } = nodes[node] as Apply;
      const isRepaired = elementaryModule(f, dtype)?.isPartial === true;
      return { node, places, copy: isRepaired ? take(s, s) : undefined };
    });
    return {
      nodes: [...stage.nodes].sort(ascending),
      fetched: [...stage.fetched].sort(ascending),
      kept,
      calls,
      stores: stage.stores,
      reductions: stage.reductions,
    };
  });
  return { stages, strips, places: busyUntil.length };
}
