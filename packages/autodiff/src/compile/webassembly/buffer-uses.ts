import type { BufferId, LoopKernel } from "../loops/loop-kernel.ts";
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

/** A whole buffer that is copied to another at a time, by one of the steps that begin at `begin` and run one after the other. */
export interface Copy {
  readonly from: BufferId;
  readonly to: BufferId;
  readonly time: number;
  readonly begin: number;
}

/** What the steps of a schedule do with its buffers, and which of them are repeated: inner loops before those around them. */
export interface Uses {
  readonly uses: readonly Use[];
  readonly loops: readonly Span[];
  readonly copies: readonly Copy[];
  /** The loop nest that runs at a time. */
  readonly kernels: ReadonlyMap<number, LoopKernel>;
}

export function usesOf({ steps }: Schedule): Uses {
  const uses: Use[] = [];
  const loops: Span[] = [];
  const copies: Copy[] = [];
  const kernels = new Map<number, LoopKernel>();
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
  const visitAll = (steps: readonly Step[]): void => {
    const begin = time + 1;
    for (const step of steps) visit(step, begin);
  };
  const carry = (pairs: (Step & { readonly kind: "scan" })["carry"], begin: number): void => {
    for (const { next } of pairs) read(next);
    for (const pair of pairs) write(pair.carry);
    for (const { next: from, carry: to } of pairs) copies.push({ from, to, time, begin });
  };
  const visit = (step: Step, begin: number): void => {
    time++;
    switch (step.kind) {
      case "loops":
        kernels.set(time, step.kernel);
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
        copies.push({ from: step.from, to: step.to, time, begin });
        break;
      case "scan":
        loop(() => {
          for (const { whole } of step.sliced) read(whole);
          for (const { slice } of step.sliced) write(slice);
          const first = time + 1;
          visitAll(step.body);
          time++;
          for (const { row } of step.results) read(row);
          for (const { whole } of step.results) write(whole);
          // Results are taken before any carry is written: one of them may be a carry as it was.
          time++;
          carry(step.carry, first);
        });
        break;
      case "whileLoop":
        loop(() => {
          visitAll(step.condition);
          time++;
          read(step.test);
          const first = time + 1;
          visitAll(step.body);
          time++;
          carry(step.carry, first);
        });
        break;
      case "cond":
        read(step.predicate);
        visitAll(step.whenTrue);
        visitAll(step.whenFalse);
        break;
    }
  };
  visitAll(steps);
  return { uses, loops, copies, kernels };
}
