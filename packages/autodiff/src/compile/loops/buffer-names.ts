import { sizeOf } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import { letters } from "../../letters.ts";
import type { Access, BufferId } from "./loop-kernel.ts";
import type { Schedule, Step, Whole } from "./schedule.ts";

/** How the buffers of a schedule are written. */
export interface BufferNames {
  readonly nameOf: (buffer: BufferId) => string;
  /** The shape that a buffer is known by, if it is one. */
  readonly shapeOf: (buffer: BufferId) => Shape | undefined;
  /** In the order in which they are named. */
  readonly buffers: readonly BufferId[];
}

/** The names of loops, which no buffer has. */
export const loopLetters: readonly string[] = ["i", "j", "k", "l", "m", "n"];

/** Small letters for the inputs and for what steps write, capital ones for constants, in the order of their use. */
export function bufferNames({ buffers, inputs, steps, outputs }: Schedule): BufferNames {
  const names = new Map<BufferId, string>();
  const shapes = new Map<BufferId, Shape>();
  let [variables, constants] = [0, 0];
  const free = (): string => {
    const name = letters(variables++);
    return loopLetters.includes(name) ? free() : name;
  };
  const see = (buffer: BufferId, shape?: Shape): void => {
    const { constant } = buffers[buffer]!;
    if (!names.has(buffer)) {
      names.set(buffer, constant === undefined ? free() : letters(constants++).toUpperCase());
    }
    const known = shape ?? constant?.shape;
    if (known !== undefined && !shapes.has(buffer)) shapes.set(buffer, known);
  };
  const seeWhole = ({ buffer, shape }: Whole): void => see(buffer, shape);
  inputs.forEach(seeWhole);
  for (const { buffer, shape } of outputs) if (!shapes.has(buffer)) shapes.set(buffer, shape);
  seeSteps(steps, see);
  outputs.forEach(seeWhole);
  return {
    nameOf: (buffer) => names.get(buffer)!,
    shapeOf: (buffer) => shapes.get(buffer),
    buffers: [...names.keys()],
  };
}

function seeSteps(steps: readonly Step[], see: (buffer: BufferId, shape?: Shape) => void): void {
  for (const step of steps) {
    switch (step.kind) {
      case "loops": {
        const { lengths, nodes, stores, reductions } = step.kernel;
        for (const node of nodes) if (node.kind === "load") see(node.access.buffer);
        for (const { access } of [...stores, ...reductions])
          see(access.buffer, writtenShape(access, lengths));
        break;
      }
      case "product": {
        const { a, b, c, stack, m, n } = step.product;
        see(a.buffer);
        see(b.buffer);
        see(c.buffer, [...stack, m, n]);
        break;
      }
      case "call":
        for (const { buffer, shape } of [...step.inputs, ...step.outputs]) see(buffer, shape);
        break;
      case "copy":
        see(step.from);
        see(step.to);
        break;
      case "scan":
        for (const { carry } of step.carry) see(carry);
        for (const { whole, slice } of step.sliced) [whole, slice].forEach((buffer) => see(buffer));
        seeSteps(step.body, see);
        for (const { next } of step.carry) see(next);
        for (const { row, whole } of step.results) [row, whole].forEach((buffer) => see(buffer));
        break;
      case "whileLoop":
        for (const { carry } of step.carry) see(carry);
        seeSteps(step.condition, see);
        see(step.test);
        seeSteps(step.body, see);
        for (const { next } of step.carry) see(next);
        break;
      case "cond":
        see(step.predicate);
        seeSteps(step.whenTrue, see);
        seeSteps(step.whenFalse, see);
    }
  }
}

/** The shape of the loops that write a buffer one element after the other. */
function writtenShape({ offset, strides }: Access, lengths: readonly number[]): Shape | undefined {
  const shape = lengths.filter((_, loop) => strides[loop] !== 0);
  let size = sizeOf(shape);
  const isRowMajor = strides.every((stride, loop) => {
    if (stride === 0) return true;
    size /= lengths[loop]!;
    return stride === size;
  });
  return offset === 0 && isRowMajor ? shape : undefined;
}
