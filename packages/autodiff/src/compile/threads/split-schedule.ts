import { arrangeLoops } from "../loops/arrange-loops.ts";
import type { Access, BufferId, LoopKernel } from "../loops/loop-kernel.ts";
import type { Buffer, Schedule, Whole } from "../loops/schedule.ts";

/** A schedule that does the same to each of many rows, which can be done apart from each other. */
export interface Rows {
  readonly count: number;
  /** For each buffer how many elements belong to a row; 0 if every row reads all of it. */
  readonly rowSizes: readonly number[];
  /** The schedule of so many rows. */
  readonly of: (count: number) => Schedule;
}

/** The schedule as one of rows, if it consists of elementwise loops that can be cut along their outermost loop. */
export function rowsOf(schedule: Schedule): Rows | undefined {
  const given = schedule.steps.map((step) => (step.kind === "loops" ? step.kernel : undefined));
  const kernels = given.filter((kernel) => kernel !== undefined && kernel.reductions.length === 0);
  if (kernels.length < given.length || kernels.length === 0) return undefined;
  const count = Math.min(...kernels.map((kernel) => kernel!.lengths[0] ?? 1));
  const cut = kernels.map((kernel) => withRows(kernel!, count));
  if (count < 2 || cut.includes(undefined)) return undefined;
  const rowSizes = rowSizesOf(schedule, cut as LoopKernel[], count);
  if (rowSizes === undefined) return undefined;
  // What the caller gets must come in rows.
  if (schedule.outputs.some(({ buffer }) => rowSizes[buffer] === 0)) return undefined;
  return { count, rowSizes, of: (rows) => ofRows(schedule, cut as LoopKernel[], rowSizes, rows) };
}

/** The kernel with an outermost loop of `count` turns, where its own is a multiple of it. */
function withRows(kernel: LoopKernel, count: number): LoopKernel | undefined {
  const [outer] = kernel.lengths;
  if (outer === undefined || outer % count !== 0) return undefined;
  const inner = outer / count;
  if (inner === 1) return kernel;
  const split = (access: Access): Access => {
    const [stride, ...others] = access.strides as [number, ...number[]];
    return { ...access, strides: [stride * inner, stride, ...others] };
  };
  return {
    ...kernel,
    lengths: [count, inner, ...kernel.lengths.slice(1)],
    reduced: [false, ...kernel.reduced],
    nodes: kernel.nodes.map((node) =>
      node.kind === "load" ? { ...node, access: split(node.access) } : node,
    ),
    stores: kernel.stores.map((store) => ({ ...store, access: split(store.access) })),
  };
}

/** How the buffers fall into rows; undefined if a row reads or writes what belongs to another. */
function rowSizesOf(
  { buffers }: Schedule,
  kernels: readonly LoopKernel[],
  count: number,
): readonly number[] | undefined {
  const rowSizes = buffers.map((): number | undefined => undefined);
  for (const kernel of kernels) {
    const writes = new Set<BufferId>(kernel.stores.map(({ access }) => access.buffer));
    for (const access of accessesOf(kernel)) {
      const { buffer, strides } = access;
      const { size } = buffers[buffer]!;
      const rowSize = strides[0]!;
      if (rowSize === 0 ? writes.has(buffer) : rowSize * count !== size || !isWithinRow(access, kernel)) {
        return undefined;
      }
      if ((rowSizes[buffer] ?? rowSize) !== rowSize) return undefined;
      rowSizes[buffer] = rowSize;
    }
  }
  return rowSizes.map((size) => size ?? 0);
}

function isWithinRow({ offset, strides }: Access, { lengths }: LoopKernel): boolean {
  let [low, high] = [offset, offset];
  for (let loop = 1; loop < lengths.length; loop++) {
    const reach = strides[loop]! * (lengths[loop]! - 1);
    if (reach < 0) low += reach;
    else high += reach;
  }
  return low >= 0 && high < strides[0]!;
}

function ofRows(
  { buffers, inputs, outputs }: Schedule,
  kernels: readonly LoopKernel[],
  rowSizes: readonly number[],
  rows: number,
): Schedule {
  const sized = buffers.map((buffer, i): Buffer => {
    // Constants that come in rows are given from outside, as inputs are.
    const { dtype, size, constant } = buffer;
    if (rowSizes[i] === 0) return constant === undefined ? { dtype, size } : buffer;
    return { dtype, size: rowSizes[i]! * rows };
  });
  const flat = ({ buffer, dtype }: Whole): Whole => ({ buffer, dtype, shape: [sized[buffer]!.size] });
  const constants = buffers.flatMap(({ constant, dtype }, buffer) =>
    constant !== undefined && rowSizes[buffer]! > 0 ? [{ buffer, dtype, shape: [] }] : [],
  );
  return {
    buffers: sized,
    inputs: [...inputs, ...constants].map(flat),
    outputs: outputs.map(flat),
    steps: kernels.map((kernel) => ({
      kind: "loops",
      kernel: arrangeLoops({ ...kernel, lengths: [rows, ...kernel.lengths.slice(1)] }),
    })),
  };
}

function accessesOf({ nodes, stores }: LoopKernel): readonly Access[] {
  const loads = nodes.flatMap((node) => (node.kind === "load" ? [node.access] : []));
  return [...loads, ...stores.map(({ access }) => access)];
}
