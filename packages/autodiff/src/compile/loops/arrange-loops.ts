import type { Access, LoopKernel } from "./loop-kernel.ts";

/** The same turns in an order that generators know, with loops of one turn left out and neighbours that move alike put together. */
export function arrangeLoops(kernel: LoopKernel): LoopKernel {
  const { lengths, reduced } = kernel;
  const real = lengths.flatMap((length, loop) => (length === 1 ? [] : [loop]));
  return joined(withoutReductionsOfOne(reordered(kernel, order(real, reduced))));
}

/** Where no loop is reduced, there is nothing to combine but the 0 that sums begin with: that of −0 is 0. */
function withoutReductionsOfOne(kernel: LoopKernel): LoopKernel {
  if (kernel.reduced.includes(true)) return kernel;
  const nodes = [...kernel.nodes];
  const single = kernel.reductions.map(({ node, access, combine }) => {
    const { dtype } = nodes[node]!;
    if (combine !== "add" || (dtype !== "float64" && dtype !== "float32")) return { node, access };
    const zero = nodes.push({ kind: "constant", value: 0, dtype }) - 1;
    return { node: nodes.push({ kind: "apply", function: "add", inputs: [node, zero], dtype }) - 1, access };
  });
  return { ...kernel, nodes, stores: [...kernel.stores, ...single], reductions: [] };
}

/** Reduced loops innermost; in front of the last loop if that is not reduced, since its elements lie side by side. */
function order(loops: readonly number[], reduced: readonly boolean[]): readonly number[] {
  const inner = loops.filter((loop) => reduced[loop]);
  const outer = loops.filter((loop) => !reduced[loop]);
  if (inner.length === 0 || inner.includes(loops.at(-1)!)) return [...outer, ...inner];
  return [...outer.slice(0, -1), ...inner, ...outer.slice(-1)];
}

function reordered(kernel: LoopKernel, loops: readonly number[]): LoopKernel {
  const move = (access: Access): Access => ({
    ...access,
    strides: loops.map((loop) => access.strides[loop]!),
  });
  return mapAccesses(
    {
      ...kernel,
      lengths: loops.map((loop) => kernel.lengths[loop]!),
      reduced: loops.map((loop) => kernel.reduced[loop]!),
    },
    move,
  );
}

function joined(kernel: LoopKernel): LoopKernel {
  const accesses = accessesOf(kernel);
  for (let loop = kernel.lengths.length - 2; loop >= 0; loop--) {
    const length = kernel.lengths[loop + 1]!;
    const alike =
      kernel.reduced[loop] === kernel.reduced[loop + 1] &&
      accesses.every(({ strides }) => strides[loop] === strides[loop + 1]! * length);
    if (!alike) continue;
    const without = <T>(list: readonly T[]): T[] => list.filter((_, k) => k !== loop);
    const lengths = kernel.lengths.with(loop + 1, kernel.lengths[loop]! * length);
    return joined(
      mapAccesses({ ...kernel, lengths: without(lengths), reduced: without(kernel.reduced) }, (access) => ({
        ...access,
        strides: without(access.strides),
      })),
    );
  }
  return kernel;
}

function accessesOf({ nodes, stores, reductions }: LoopKernel): readonly Access[] {
  const loads = nodes.flatMap((node) => (node.kind === "load" ? [node.access] : []));
  return [...loads, ...stores.map(({ access }) => access), ...reductions.map(({ access }) => access)];
}

function mapAccesses(kernel: LoopKernel, change: (access: Access) => Access): LoopKernel {
  return {
    ...kernel,
    nodes: kernel.nodes.map((node) =>
      node.kind === "load" ? { ...node, access: change(node.access) } : node,
    ),
    stores: kernel.stores.map((store) => ({ ...store, access: change(store.access) })),
    reductions: kernel.reductions.map((reduction) => ({ ...reduction, access: change(reduction.access) })),
  };
}
