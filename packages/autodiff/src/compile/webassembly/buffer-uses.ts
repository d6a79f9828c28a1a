import type { BufferId } from "../loops/loop-kernel.ts";
import type { Schedule, Step } from "../loops/schedule.ts";

/** A buffer is read or written at a time; times count through the steps in the order in which they stand. */
export interface Use {
  readonly buffer: BufferId;
  readonly time: number;
  readonly isWrite: boolean;
  /** Whether a primitive's kernel reads or writes it as a tensor. */
  readonly byCall: boolean;
}

/** The times of a loop's steps. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What the steps of a schedule do with its buffers, and which of them are repeated: inner loops before those around them. */
export interface Uses {
  readonly uses: readonly Use[];
  readonly loops: readonly Span[];
  /** The time of every step that is no loop. */
  readonly times: ReadonlyMap<Step, number>;
}

export function usesOf({ steps }: Schedule): Uses {
  const uses: Use[] = [];
  const loops: Span[] = [];
  const times = new Map<Step, number>();
  let time = 0;
  const read = (buffer: BufferId, byCall = false): void =>
    void uses.push({ buffer, time, isWrite: false, byCall });
  const write = (buffer: BufferId, byCall = false): void =>
    void uses.push({ buffer, time, isWrite: true, byCall });
  const loop = (body: () => void): void => {
    const begin = ++time;
    body();
    loops.push({ begin, end: time++ });
  };
  const visit = (step: Step): void => {
    times.set(step, ++time);
    switch (step.kind) {
      case "loops":
        for (const node of step.kernel.nodes) if (node.kind === "load") read(node.access.buffer);
        for (const { access } of step.kernel.stores) write(access.buffer);
        for (const { access } of step.kernel.reductions) write(access.buffer);
        break;
      case "product":
        read(step.product.a.buffer);
        read(step.product.b.buffer);
        write(step.product.c.buffer);
        break;
      case "call":
        for (const { buffer } of step.inputs) read(buffer, true);
        for (const { buffer } of step.outputs) write(buffer, true);
        break;
      case "copy":
        read(step.from);
        write(step.to);
        break;
      case "scan":
        loop(() => {
          for (const { whole } of step.sliced) read(whole);
          for (const { slice } of step.sliced) write(slice);
          step.body.forEach(visit);
          time++;
          for (const { row } of step.results) read(row);
          for (const { whole } of step.results) write(whole);
          for (const { next } of step.carry) read(next);
          for (const { carry } of step.carry) write(carry);
        });
        break;
      case "whileLoop":
        loop(() => {
          step.condition.forEach(visit);
          time++;
          read(step.test);
          step.body.forEach(visit);
          time++;
          for (const { next } of step.carry) read(next);
          for (const { carry } of step.carry) write(carry);
        });
        break;
      case "cond":
        read(step.predicate);
        step.whenTrue.forEach(visit);
        step.whenFalse.forEach(visit);
        break;
    }
  };
  steps.forEach(visit);
  return { uses, loops, times };
}
