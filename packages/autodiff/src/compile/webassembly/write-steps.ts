import type { BufferId } from "../loops/loop-kernel.ts";
import type { Schedule, Step } from "../loops/schedule.ts";
import type { FunctionWriter } from "./function-writer.ts";
import { bytesOf } from "./plan-memory.ts";
import type { MemoryPlan } from "./plan-memory.ts";
import { writeCopy } from "./write-copy.ts";

/**
 * Writes the steps of a schedule into a function whose only parameter is the region's address.
 *
 * @param indices - the functions of loops, products and calls, and of loops that run too long.
 */
export function writeSteps(
  schedule: Schedule,
  plan: MemoryPlan,
  writer: FunctionWriter,
  indices: ReadonlyMap<Step, readonly (() => number)[]>,
): void {
  new StepsWriter(schedule, plan, writer, indices).write(schedule.steps);
}

class StepsWriter {
  readonly #schedule: Schedule;
  readonly #plan: MemoryPlan;
  readonly #writer: FunctionWriter;
  readonly #indices: ReadonlyMap<Step, readonly (() => number)[]>;

  constructor(
    schedule: Schedule,
    plan: MemoryPlan,
    writer: FunctionWriter,
    indices: ReadonlyMap<Step, readonly (() => number)[]>,
  ) {
    this.#schedule = schedule;
    this.#plan = plan;
    this.#writer = writer;
    this.#indices = indices;
  }

  write(steps: readonly Step[]): void {
    const writer = this.#writer;
    for (const step of steps) {
      switch (step.kind) {
        case "loops":
        case "product":
        case "call":
          for (const index of this.#indices.get(step)!) {
            writer.get(0);
            writer.call(index());
          }
          break;
        case "copy":
          this.#copy(step.from, step.to);
          break;
        case "scan":
          this.#scan(step);
          break;
        case "whileLoop":
          this.#while(step);
          break;
        case "cond":
          this.#pushBoolean(step.predicate);
          writer.either(
            () => this.write(step.whenTrue),
            () => this.write(step.whenFalse),
          );
          break;
      }
    }
  }

  #bytesOf(buffer: BufferId): number {
    const { dtype, size } = this.#schedule.buffers[buffer]!;
    return size * bytesOf(dtype);
  }

  #copy(from: BufferId, to: BufferId): void {
    const { offsets } = this.#plan;
    if (offsets[from] === offsets[to]) return;
    const push = (): void => this.#writer.get(0);
    writeCopy(
      this.#writer,
      { push, offset: offsets[to]! },
      { push, offset: offsets[from]! },
      this.#bytesOf(from),
    );
  }

  #pushBoolean(buffer: BufferId): void {
    this.#writer.get(0);
    this.#writer.memory("i32Load8", this.#plan.offsets[buffer]!);
  }

  #scan({ body, length, reverse, carry, sliced, results }: Step & { readonly kind: "scan" }): void {
    if (length === 0) return;
    const writer = this.#writer;
    const { offsets } = this.#plan;
    const left = writer.local("i32");
    const row = writer.local("i32");
    const base = { push: () => writer.get(0) };
    /** The row of a whole that belongs to the turn. */
    const rowOf = (whole: BufferId, bytes: number) => ({
      offset: offsets[whole]!,
      push: () => {
        writer.get(row);
        writer.i32(bytes);
        writer.op("i32Mul");
        writer.get(0);
        writer.op("i32Add");
      },
    });
    writer.i32(length);
    writer.set(left);
    writer.i32(reverse ? length - 1 : 0);
    writer.set(row);
    writer.repeat(left, () => {
      for (const { whole, slice } of sliced) {
        const bytes = this.#bytesOf(slice);
        writeCopy(writer, { ...base, offset: offsets[slice]! }, rowOf(whole, bytes), bytes);
      }
      this.write(body);
      for (const { row: from, whole } of results) {
        const bytes = this.#bytesOf(from);
        writeCopy(writer, rowOf(whole, bytes), { ...base, offset: offsets[from]! }, bytes);
      }
      this.#carry(carry);
      writer.advance(row, reverse ? -1 : 1);
    });
  }

  #while(step: Step & { readonly kind: "whileLoop" }): void {
    const { condition, test, body, carry, maxIterations } = step;
    const writer = this.#writer;
    const turns = writer.local("f64");
    writer.f64(0);
    writer.set(turns);
    writer.whileLoop(
      () => {
        this.write(condition);
        this.#pushBoolean(test);
      },
      () => {
        writer.get(turns);
        writer.f64(maxIterations);
        writer.op("f64Ge");
        writer.either(() => writer.call(this.#indices.get(step)![0]!()));
        this.write(body);
        this.#carry(carry);
        writer.get(turns);
        writer.f64(1);
        writer.op("f64Add");
        writer.set(turns);
      },
    );
  }

  /** Every next value to its carry; those that are carries themselves are put aside first. */
  #carry(pairs: readonly { readonly carry: BufferId; readonly next: BufferId }[]): void {
    const writer = this.#writer;
    const { offsets, aside } = this.#plan;
    const push = (): void => writer.get(0);
    const moved = pairs.filter(({ carry, next }) => offsets[carry] !== offsets[next]);
    const carries = new Set(moved.map(({ carry }) => offsets[carry]));
    let free = aside;
    const from = moved.map(({ next }) => {
      if (!carries.has(offsets[next])) return offsets[next]!;
      const place = free;
      free += 64 * Math.ceil(this.#bytesOf(next) / 64);
      writeCopy(writer, { push, offset: place }, { push, offset: offsets[next]! }, this.#bytesOf(next));
      return place;
    });
    moved.forEach(({ carry }, i) => {
      writeCopy(writer, { push, offset: offsets[carry]! }, { push, offset: from[i]! }, this.#bytesOf(carry));
    });
  }
}
