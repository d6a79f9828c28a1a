import type { DType } from "@adjoint/tensor";
import type { Access, LoopKernel, LoopNode, NodeId } from "../loops/loop-kernel.ts";
import { isCall, stagesOf } from "./kernel-stages.ts";
import type { Stages } from "./kernel-stages.ts";

/**
 * How the reductions of a kernel run: none at all, along the innermost loop, or as rows, which are combined element by
 * element.
 */
export type ReductionForm = "none" | "inner" | "rows";

/** What is decided about a kernel before it is written. */
export interface KernelShape {
  readonly kernel: LoopKernel;
  /** The innermost loop. */
  readonly inner: number;
  readonly form: ReductionForm;
  /** The first reduced loop; the number of loops if there is none. */
  readonly firstReduced: number;
  /** For each node the innermost loop that it varies with, -1 if with none. */
  readonly levels: readonly number[];
  readonly lanes: 2 | 4;
  /** How many vectors are computed side by side. */
  readonly vectors: number;
  /** Whether elements are taken one by one, because of their order. */
  readonly isSequential: boolean;
  /** How many elements of the innermost loop go through all stages before the next do. */
  readonly strip: number;
  /** How many turns of the next loop go through all stages together, where the innermost loop is short; else 1. */
  readonly rows: number;
  readonly stages: Stages;
  /** How many strips of scratch the reductions of rows need besides those of the stages. */
  readonly rowPlaces: number;
}

/** The scratch that all strips together should fit into: part of the first-level cache. */
const scratchInCache = 24_576;

/** Elements behind each strip, so that whole groups of them can be written. */
export const slack = 16;

/** Elements that are added without compensation. */
const sumBlock = 128;

/** Longer rows are worth calls of their own. */
const longestRow = 64;

/** Rows, or elements one after the other, that are added without compensation. */
export const rowBlock = 16;

export function shapeOf(given: LoopKernel, overlaps: (store: Access, load: Access) => boolean): KernelShape {
  const kernel = given.lengths.length === 0 ? withOneTurn(given) : given;
  const { lengths, reduced, nodes, reductions } = kernel;
  const inner = lengths.length - 1;
  const first = reductions.length === 0 ? -1 : reduced.indexOf(true);
  const form = first < 0 ? "none" : reduced[inner]! ? "inner" : "rows";
  const levels = levelsOf(nodes);
  const stages = stagesOf(kernel, (id) => levels[id] === inner, overlaps);
  const dtypes = nodes.map(({ dtype }) => dtype);
  const lanes = dtypes.includes("float64") ? 2 : 4;
  const addsFloats = reductions.some((reduction) =>
    isCompensated(reduction.combine, dtypes[reduction.node]!),
  );
  const isSequential =
    form === "inner" &&
    reductions.some(({ combine, node }) => combine === "mul" && isFloating(dtypes[node]!));
  const rowPlaces =
    form === "rows"
      ? reductions.reduce(
          (sum, { combine, node }) => sum + (isCompensated(combine, dtypes[node]!) ? 3 : 1),
          0,
        )
      : 0;
  const places = stages.places + rowPlaces;
  const block = form === "inner" && addsFloats ? (isSequential ? rowBlock : sumBlock) : Infinity;
  const strip = stripOf(lengths[inner]!, places, block);
  const isWhole = strip === lengths[inner]!;
  const isTiled = isWhole && (form === "none" || (form === "inner" && first === inner));
  return {
    kernel,
    inner,
    form,
    firstReduced: first < 0 ? lengths.length : first,
    levels,
    lanes,
    vectors: form === "inner" && addsFloats ? (lanes === 2 ? 4 : 2) : vectorsFor(kernel, stages),
    isSequential,
    strip,
    rows: isTiled && stages.places > 0 ? rowsOf(lengths, places) : 1,
    stages,
    rowPlaces,
  };
}

export function isFloating(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/** Whether rounding errors are added up apart from the sum. */
export function isCompensated(combine: string, dtype: DType): boolean {
  return combine === "add" && isFloating(dtype);
}

/** A kernel without loops, as one with a loop of one turn. */
function withOneTurn(kernel: LoopKernel): LoopKernel {
  const still = (access: Access): Access => ({ ...access, strides: [0] });
  return {
    lengths: [1],
    reduced: [false],
    nodes: kernel.nodes.map((node) =>
      node.kind === "load" ? { ...node, access: still(node.access) } : node,
    ),
    stores: kernel.stores.map((store) => ({ ...store, access: still(store.access) })),
    reductions: kernel.reductions.map((reduction) => ({ ...reduction, access: still(reduction.access) })),
  };
}

function levelsOf(nodes: readonly LoopNode[]): readonly number[] {
  const levels: number[] = [];
  for (const node of nodes) {
    if (node.kind === "constant") levels.push(-1);
    else if (node.kind === "load") levels.push(node.access.strides.findLastIndex((stride) => stride !== 0));
    else levels.push(node.inputs.reduce((level, input) => Math.max(level, levels[input]!), -1));
  }
  return levels;
}

function stripOf(length: number, places: number, block: number): number {
  if (block < Infinity) return Math.min(length, block);
  if (places === 0) return length;
  let strip = 512;
  while (strip > 32 && places * (strip + slack) * 8 > scratchInCache) strip /= 2;
  return Math.min(length, strip);
}

/** Functions are called with many short rows at a time. */
function rowsOf(lengths: readonly number[], places: number): number {
  const row = lengths.at(-1)!;
  const count = lengths.at(-2) ?? 1;
  return row > longestRow
    ? 1
    : Math.min(count, Math.max(1, Math.floor(stripOf(512, places, Infinity) / row)));
}

/** As many vectors as the registers hold together with what is computed for each; two, since chains of operations wait otherwise. */
function vectorsFor({ nodes, stores, reductions }: LoopKernel, { stages }: Stages): number {
  const most = Math.max(
    ...stages.map((stage) => {
      const inStage = new Set([...stage.nodes, ...stage.fetched]);
      const lastUse = new Map<NodeId, number>();
      const order = [...inStage].sort((a, b) => a - b);
      for (const id of order) {
        const node = nodes[id]!;
        if (node.kind === "apply" && !isCall(node)) for (const input of node.inputs) lastUse.set(input, id);
      }
      const atEnd = [
        ...stage.stores.map((i) => stores[i]!.node),
        ...stage.reductions.map((i) => reductions[i]!.node),
        ...stage.kept,
      ];
      for (const id of atEnd) lastUse.set(id, Infinity);
      const endings = new Map<NodeId, number>();
      for (const id of order) {
        const last = lastUse.get(id);
        if (last !== undefined) endings.set(last, (endings.get(last) ?? 0) + 1);
      }
      let live = 0;
      let top = 0;
      for (const id of order) {
        top = Math.max(top, ++live);
        live -= endings.get(id) ?? 0;
      }
      return top + stage.reductions.length;
    }),
  );
  return most <= 3 ? 4 : 2;
}
