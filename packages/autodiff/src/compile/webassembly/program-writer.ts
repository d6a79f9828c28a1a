import type { DType } from "@adjoint/tensor";
import { endless } from "../../while-loop-primitive.ts";
import type { BufferId } from "../loops/loop-kernel.ts";
import type { Schedule, Step } from "../loops/schedule.ts";
import type { FunctionWriter } from "./function-writer.ts";
import { writeKernel } from "./kernel-writer.ts";
import { ModuleWriter } from "./module-writer.ts";
import { bytesOf, planMemory } from "./plan-memory.ts";
import type { MemoryPlan } from "./plan-memory.ts";
import { ScalarCalls } from "./scalar-calls.ts";
import { writeCopy } from "./write-copy.ts";

/** What JavaScript does between the loops of a program; `base` is the address of its region. */
export interface StepRunners {
  readonly product: (step: Step & { readonly kind: "product" }, plan: MemoryPlan) => (base: number) => void;
  readonly call: (step: Step & { readonly kind: "call" }, plan: MemoryPlan) => (base: number) => void;
}

/** A program as a module of WebAssembly, with what it imports and where its values lie. */
export interface WrittenProgram {
  readonly binary: Uint8Array<ArrayBuffer>;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly plan: MemoryPlan;
  /** What the region begins with: the numbers that loops use. */
  readonly numbers: Uint8Array;
}

type Leaf = Step & { readonly kind: "loops" | "product" | "call" | "whileLoop" };

/** Writes the module of a schedule: one function for each loop nest, and `run(base)` for the steps. */
export function writeProgram(schedule: Schedule, runners: StepRunners): WrittenProgram {
  const numbers = new NumberPool(schedule);
  const plan = planMemory(schedule, numbers.capacity);
  const module = new ModuleWriter();
  const calls = new ScalarCalls(module);
  const indices = new Map<Step, () => number>();
  const kernel = { parameters: ["i32"], results: [] } as const;
  for (const step of leavesOf(schedule.steps)) {
    switch (step.kind) {
      case "loops": {
        const { writer, index } = module.function(kernel);
        writeKernel(step.kernel, writer, {
          offsetOf: (buffer) => plan.offsets[buffer]!,
          dtypeOf: (buffer) => schedule.buffers[buffer]!.dtype,
          numberAt: (value, dtype) => numbers.offsetOf(value, dtype),
          calls,
        });
        indices.set(step, index);
        break;
      }
      case "product": {
        const index = module.import(runners.product(step, plan), kernel);
        indices.set(step, () => index);
        break;
      }
      case "call": {
        const index = module.import(runners.call(step, plan), kernel);
        indices.set(step, () => index);
        break;
      }
      case "whileLoop": {
        const { maxIterations } = step;
        const index = module.import(
          () => {
            throw endless(maxIterations);
          },
          { parameters: [], results: [] },
        );
        indices.set(step, () => index);
        break;
      }
    }
  }
  const { writer, index } = module.function(kernel);
  new StepsWriter(schedule, plan, writer, indices).write(schedule.steps);
  return { binary: module.finish(index()), imports: module.imports, plan, numbers: numbers.bytes };
}

/** The steps that need a function of their own. */
function leavesOf(steps: readonly Step[]): readonly Leaf[] {
  return steps.flatMap((step): readonly Leaf[] => {
    if (step.kind === "scan") return leavesOf(step.body);
    if (step.kind === "cond") return [...leavesOf(step.whenTrue), ...leavesOf(step.whenFalse)];
    if (step.kind === "whileLoop") return [step, ...leavesOf(step.condition), ...leavesOf(step.body)];
    return step.kind === "copy" ? [] : [step];
  });
}

/** The numbers that loops use, eight bytes for each: those of four bytes twice. */
class NumberPool {
  readonly capacity: number;
  readonly bytes: Uint8Array;
  readonly #places = new Map<string, number>();

  constructor(schedule: Schedule) {
    // Each node needs at most its own number and two that its operation compares with.
    const kernels = leavesOf(schedule.steps).flatMap((step) => (step.kind === "loops" ? [step.kernel] : []));
    const nodes = kernels.reduce((sum, each) => sum + 3 * each.nodes.length + each.reductions.length, 0);
    this.capacity = 64 * Math.ceil(Math.min(nodes + 16, this.#most(kernels)) / 8);
    this.bytes = new Uint8Array(this.capacity);
  }

  /** Different numbers, in each type, and those that operations compare with. */
  #most(kernels: readonly { readonly nodes: readonly { readonly kind: string }[] }[]): number {
    const constants = new Set<string>();
    for (const { nodes } of kernels) {
      for (const node of nodes as readonly { kind: string; value?: number; dtype?: DType }[]) {
        if (node.kind === "constant") constants.add(`${node.value}:${node.dtype}`);
      }
    }
    return constants.size + 40;
  }

  offsetOf(value: number, dtype: DType): number {
    const key = `${Object.is(value, -0) ? "-0" : value}:${dtype}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const offset = 8 * this.#places.size;
    this.#places.set(key, offset);
    this.bytes.set(new Uint8Array(elementsOf(value, dtype).buffer), offset);
    return offset;
  }
}

function elementsOf(value: number, dtype: DType): Float64Array | Float32Array | Int32Array {
  if (dtype === "float64") return Float64Array.of(value);
  if (dtype === "float32") return Float32Array.of(value, value);
  const integer = dtype === "bool" ? -Number(value !== 0) : value;
  return Int32Array.of(integer, integer);
}

/** Writes the steps of a schedule into `run`. */
class StepsWriter {
  readonly #schedule: Schedule;
  readonly #plan: MemoryPlan;
  readonly #writer: FunctionWriter;
  readonly #indices: ReadonlyMap<Step, () => number>;

  constructor(
    schedule: Schedule,
    plan: MemoryPlan,
    writer: FunctionWriter,
    indices: ReadonlyMap<Step, () => number>,
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
          writer.get(0);
          writer.call(this.#indices.get(step)!());
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
        writer.either(() => writer.call(this.#indices.get(step)!()));
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
