import { sizeOf } from "@adjoint/tensor";
import type { DType, Shape } from "@adjoint/tensor";
import type { Variable } from "../../equation.ts";
import { arrangeLoops } from "./arrange-loops.ts";
import { buildInParts } from "./boxes.ts";
import type { Box } from "./boxes.ts";
import { KernelBuilder } from "./kernel-builder.ts";
import type { Values } from "./lower-equation.ts";
import { fillKernel } from "./loop-nests.ts";
import type { BufferId, LoopKernel } from "./loop-kernel.ts";
import type { Room } from "./room.ts";
import type { Step } from "./schedule.ts";
import type { Line } from "./support.ts";

/**
 * The steps that store a value which is 0 outside of a few lines: zeros, and a loop along each line. Should a number that is
 * read or computed on the way not be finite, `dense` runs instead: then zeros that are multiplied may be NaN.
 */
export function sparseSteps(
  variable: Variable,
  lines: readonly Line[],
  level: number,
  { room, values, dense }: { room: Room; values: Values; dense: readonly Step[] },
): readonly Step[] {
  const buffer = values.bufferFor(variable);
  const newFlag = (): BufferId => room.allocate({ shape: [], dtype: "bool" });
  const along = lines.flatMap((line) =>
    buildInParts(boxOf(line), (box) => {
      const flag = newFlag();
      return { flag, kernel: lineKernel(box, variable, level, values, flag) };
    }),
  );
  const kernels = along.map(({ kernel }) => kernel);
  const read = new Map<BufferId, DType>();
  for (const { nodes } of kernels) {
    for (const node of nodes) if (node.kind === "load") read.set(node.access.buffer, node.dtype);
  }
  const checks = [...read].flatMap(([from, dtype]) => {
    const { size, constant } = room.buffers[from]!;
    if (constant !== undefined || dtype === "bool" || dtype === "int32") return [];
    const flag = newFlag();
    return [{ flag, kernel: finiteKernel(from, dtype, size, flag) }];
  });
  const flags = [...along, ...checks].map(({ flag }) => flag);
  const predicate = room.allocate({ shape: [], dtype: "bool" });
  const zeros = fillKernel(buffer, sizeOf(variable.shape), 0, variable);
  return [
    ...[zeros, ...kernels, ...checks.map(({ kernel }) => kernel), allKernel(flags, predicate)].map(
      (kernel): Step => ({
        kind: "loops",
        kernel,
      }),
    ),
    { kind: "cond", predicate, whenTrue: [], whenFalse: dense },
  ];
}

/** Whether what is read is so little, against what is computed, that looking through it pays. */
export function isWorthLines(kernels: readonly LoopKernel[], room: Room, shape: Shape): boolean {
  const read = new Set(
    kernels.flatMap(({ nodes }) =>
      nodes.flatMap((node) => (node.kind === "load" ? [node.access.buffer] : [])),
    ),
  );
  const sizes = [...read].map((buffer) => (room.buffers[buffer]!.constant ? 0 : room.buffers[buffer]!.size));
  return sizes.reduce((total, size) => total + size, 0) <= sizeOf(shape) / 4;
}

function boxOf({ start, step, length }: Line): Box {
  return {
    lengths: [length],
    map: start.map((offset, axis) => ({ offset, coefficients: [step[axis]!] })),
  };
}

/** Stores the elements along a line, and whether all of them are finite. */
function lineKernel(box: Box, variable: Variable, level: number, values: Values, flag: BufferId): LoopKernel {
  const builder = new KernelBuilder(values, level, box);
  const node = builder.root(variable);
  const access = builder.accessAlong(values.bufferFor(variable), variable.shape);
  const finite = builder.apply("isFinite", [node], "bool");
  return arrangeLoops({
    lengths: box.lengths,
    reduced: [true],
    nodes: builder.nodes,
    stores: [{ node, access }],
    reductions: [{ node: finite, combine: "and", access: { buffer: flag, offset: 0, strides: [0] } }],
  });
}

function finiteKernel(from: BufferId, dtype: DType, size: number, flag: BufferId): LoopKernel {
  return arrangeLoops({
    lengths: [size],
    reduced: [true],
    nodes: [
      { kind: "load", access: { buffer: from, offset: 0, strides: [1] }, dtype },
      { kind: "apply", function: "isFinite", inputs: [0], dtype: "bool" },
    ],
    stores: [],
    reductions: [{ node: 1, combine: "and", access: { buffer: flag, offset: 0, strides: [0] } }],
  });
}

/** Whether all flags are set. */
function allKernel(flags: readonly BufferId[], to: BufferId): LoopKernel {
  const at = (buffer: BufferId): { buffer: BufferId; offset: number; strides: readonly number[] } => ({
    buffer,
    offset: 0,
    strides: [],
  });
  const loads = flags.map((flag) => ({ kind: "load", access: at(flag), dtype: "bool" }) as const);
  const yes = { kind: "constant", value: 1, dtype: "bool" } as const;
  const joined = flags.map((_, i) => {
    const before = i === 0 ? 0 : flags.length + i;
    return { kind: "apply", function: "logicalAnd", inputs: [before, i + 1], dtype: "bool" } as const;
  });
  const nodes = [yes, ...loads, ...joined];
  return {
    lengths: [],
    reduced: [],
    nodes,
    stores: [{ node: nodes.length - 1, access: at(to) }],
    reductions: [],
  };
}
