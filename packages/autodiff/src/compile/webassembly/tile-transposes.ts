import type { Access, LoopKernel } from "../loops/loop-kernel.ts";

/** Elements of a line of the cache, of float64. */
const tile = 8;

/** Shorter columns stay in the first-level cache until their neighbours are read. */
const longColumn = 256;

/**
 * The same turns in tiles, where the innermost loop reads along columns: one after the other, long columns would fetch every
 * line of the cache anew for each of its elements. One loop nest for all whole tiles, and others for what is left.
 */
export function tileTransposes(kernel: LoopKernel): readonly LoopKernel[] {
  const { lengths, reductions } = kernel;
  const inner = lengths.length - 1;
  const across = reductions.length > 0 ? undefined : columnsLoop(kernel);
  if (across === undefined) return [kernel];
  const [rows, columns] = [lengths[across]!, lengths[inner]!];
  const [wholeRows, wholeColumns] = [rows - (rows % tile), columns - (columns % tile)];
  const whole = partOf(partOf(kernel, across, 0, wholeRows), inner, 0, wholeColumns);
  const parts = [splitLoop(splitLoop(whole, across), inner)];
  if (wholeRows < rows) parts.push(partOf(kernel, across, wholeRows, rows - wholeRows));
  if (wholeColumns < columns) {
    parts.push(partOf(partOf(kernel, across, 0, wholeRows), inner, wholeColumns, columns - wholeColumns));
  }
  return parts;
}

/** The loop along which lie side by side what the innermost loop reads far apart. */
function columnsLoop({ lengths, nodes }: LoopKernel): number | undefined {
  const inner = lengths.length - 1;
  if (inner < 1 || lengths[inner]! < longColumn) return undefined;
  for (const node of nodes) {
    if (node.kind !== "load" || Math.abs(node.access.strides[inner]!) < tile) continue;
    const loop = node.access.strides.findIndex((stride) => Math.abs(stride) === 1);
    if (loop >= 0 && lengths[loop]! >= tile) return loop;
  }
  return undefined;
}

/** Some turns of a loop, from `first` on. */
function partOf(kernel: LoopKernel, loop: number, first: number, count: number): LoopKernel {
  const moved = mapAccesses(kernel, (access) => ({
    ...access,
    offset: access.offset + first * access.strides[loop]!,
  }));
  return { ...moved, lengths: kernel.lengths.with(loop, count) };
}

/** A loop over tiles in its place, and one over the turns of a tile innermost. */
function splitLoop(kernel: LoopKernel, loop: number): LoopKernel {
  const split = mapAccesses(kernel, (access) => {
    const stride = access.strides[loop]!;
    return { ...access, strides: [...access.strides.with(loop, stride * tile), stride] };
  });
  return {
    ...split,
    lengths: [...kernel.lengths.with(loop, kernel.lengths[loop]! / tile), tile],
    reduced: [...kernel.reduced, false],
  };
}

function mapAccesses(kernel: LoopKernel, change: (access: Access) => Access): LoopKernel {
  return {
    ...kernel,
    nodes: kernel.nodes.map((node) =>
      node.kind === "load" ? { ...node, access: change(node.access) } : node,
    ),
    stores: kernel.stores.map((store) => ({ ...store, access: change(store.access) })),
  };
}
