import { bind, sameShape, Tensor } from "@adjoint/tensor";
import type { DType } from "@adjoint/tensor";
import type { BufferId } from "../loops/loop-kernel.ts";
import type { Executable, Schedule, Step, Whole } from "../loops/schedule.ts";
import { usesOf } from "./buffer-uses.ts";
import { host } from "./host.ts";
import { checkRoom, duringCall, duringRun, epoch, programMemory, takeRegion, views } from "./memory.ts";
import type { MemoryPlan } from "./plan-memory.ts";
import { writeProgram } from "./program-writer.ts";
import { productRunner } from "./run-product.ts";
import { readTensor, writeTensor } from "./transfer.ts";

/**
 * A schedule as a module of WebAssembly, compiled synchronously; all programs work in one memory.
 *
 * Its region is taken when it first runs, and again whenever the memory has been given out anew since.
 */
export function webassemblyExecutable(schedule: Schedule): Executable {
  const idle: Machine[] = [new Machine(schedule)];
  return (inputs) => {
    // A kernel that the program calls may run the program again.
    const machine = idle.pop() ?? new Machine(schedule);
    try {
      return machine.run(inputs);
    } finally {
      idle.push(machine);
    }
  };
}

/** The module of a program, its region and the values in it. */
class Machine {
  readonly #schedule: Schedule;
  readonly #plan: MemoryPlan;
  readonly #numbers: Uint8Array;
  readonly #run: (base: number) => void;
  /** Buffers whose values are tensors anyway: inputs, constants, and what only primitives' kernels write. */
  readonly #isHeld: readonly boolean[];
  readonly #tensors: (Tensor | undefined)[];
  /** Those that are not needed when the program has ended. */
  readonly #passing: readonly BufferId[];
  /** The inputs that lie in the region already. */
  #copied: (Tensor | undefined)[] = [];
  /** The outputs that take the places of inputs: the index of each input, and that of the output. */
  readonly #replaced: readonly (readonly [number, number])[];
  #base = 0;
  #epoch = -1;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    const { buffers, inputs } = schedule;
    this.#isHeld = heldBuffers(schedule);
    this.#tensors = buffers.map(({ constant }) => constant);
    const given = new Set(inputs.map(({ buffer }) => buffer));
    this.#passing = buffers.flatMap(({ constant }, i) =>
      this.#isHeld[i] && constant === undefined && !given.has(i) ? [i] : [],
    );
    const { binary, imports, plan, numbers } = writeProgram(schedule, {
      product: ({ product }, places) => productRunner(product, places),
      call: (step, places) => this.#callStep(step, places),
    });
    checkRoom(plan.bytes);
    this.#plan = plan;
    this.#replaced = replacedInputs(schedule, plan);
    this.#numbers = numbers;
    this.#copied = inputs.map(() => undefined);
    const module = new host.WebAssembly.Module(binary);
    const instance = new host.WebAssembly.Instance(module, { env: { ...imports, memory: programMemory() } });
    this.#run = (instance.exports as { readonly run: (base: number) => void }).run;
  }

  run(inputs: readonly Tensor[]): Tensor[] {
    if (this.#epoch !== epoch()) this.#settle();
    return duringRun(() => {
      try {
        this.#give(inputs);
        for (const [input] of this.#replaced) this.#copied[input] = undefined;
        this.#run(this.#base);
        const outputs = this.#schedule.outputs.map((whole) => this.#tensorOf(whole, this.#base));
        // The next call may be with what this one returns, which then lies where it belongs.
        for (const [input, output] of this.#replaced) this.#hold(input, outputs[output]!);
        return outputs;
      } finally {
        for (const buffer of this.#passing) this.#tensors[buffer] = undefined;
      }
    });
  }

  /** Takes a region and writes what does not change. */
  #settle(): void {
    this.#base = takeRegion(this.#plan.bytes);
    this.#epoch = epoch();
    this.#copied = this.#copied.map(() => undefined);
    views().u8.set(this.#numbers, this.#base);
    this.#schedule.buffers.forEach(({ constant }, buffer) => {
      const offset = this.#plan.offsets[buffer]!;
      if (constant !== undefined && offset >= 0) writeTensor(constant, this.#base + offset);
    });
  }

  #give(tensors: readonly Tensor[]): void {
    const { inputs } = this.#schedule;
    for (let i = 0; i < inputs.length; i++) {
      const tensor = tensors[i]!;
      if (this.#copied[i] === tensor) continue;
      const { buffer } = inputs[i]!;
      const offset = this.#plan.offsets[buffer]!;
      if (offset >= 0) writeTensor(tensor, this.#base + offset);
      this.#hold(i, tensor);
    }
  }

  /** Remembers that an input lies in the region. */
  #hold(input: number, tensor: Tensor): void {
    this.#copied[input] = tensor;
    this.#tensors[this.#schedule.inputs[input]!.buffer] = tensor;
  }

  #tensorOf({ buffer, shape, dtype }: Whole, base: number): Tensor {
    if (!this.#isHeld[buffer]) return readTensor(shape, dtype, base + this.#plan.offsets[buffer]!);
    return withShape(this.#tensors[buffer]!, shape, dtype);
  }

  #callStep(
    { equation, inputs, outputs }: Step & { kind: "call" },
    plan: MemoryPlan,
  ): (base: number) => void {
    return (address) => {
      // WebAssembly hands over addresses as signed numbers.
      const base = address >>> 0;
      const operands = inputs.map((whole) => this.#tensorOf(whole, base));
      const results = duringCall(() => bind(equation.primitive, operands, equation.params));
      outputs.forEach(({ buffer }, i) => {
        const result = results[i]!;
        if (this.#isHeld[buffer]) this.#tensors[buffer] = result;
        const offset = plan.offsets[buffer]!;
        if (offset >= 0) writeTensor(result, base + offset);
      });
    };
  }
}

function replacedInputs({ inputs, outputs }: Schedule, { offsets }: MemoryPlan): [number, number][] {
  return inputs.flatMap(({ buffer }, input): [number, number][] => {
    const place = offsets[buffer]!;
    const output = outputs.findIndex((whole) => whole.buffer !== buffer && offsets[whole.buffer] === place);
    return place < 0 || output < 0 ? [] : [[input, output]];
  });
}

function heldBuffers(schedule: Schedule): readonly boolean[] {
  const given = new Set(schedule.inputs.map(({ buffer }) => buffer));
  const byCalls = new Set<BufferId>();
  const byOthers = new Set<BufferId>();
  for (const { buffer, isWrite, byCall } of usesOf(schedule).uses) {
    if (isWrite) (byCall ? byCalls : byOthers).add(buffer);
  }
  return schedule.buffers.map(({ constant }, buffer) => {
    const isKnown = constant !== undefined || given.has(buffer) || byCalls.has(buffer);
    return isKnown && !byOthers.has(buffer);
  });
}

function withShape(tensor: Tensor, shape: Whole["shape"], dtype: DType): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  return new Tensor(shape, dtype, tensor.uniform ?? tensor.data);
}
