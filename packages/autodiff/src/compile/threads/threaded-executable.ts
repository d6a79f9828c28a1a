import { Tensor } from "@adjoint/tensor";
import type { DType, TypedArray } from "@adjoint/tensor";
import type { Executable, Schedule, Whole } from "../loops/schedule.ts";
import { elementaryRun } from "../webassembly/elementary-runs.ts";
import { host } from "../webassembly/host.ts";
import { firstRegion, scratchBytes, views } from "../webassembly/memory.ts";
import { bytesOf } from "../webassembly/plan-memory.ts";
import { writeProgram } from "../webassembly/program-writer.ts";
import { elementaryModule } from "../webassembly/scalar-calls.ts";
import { webassemblyExecutable } from "../webassembly/webassembly-executable.ts";
import { rowsOf } from "./split-schedule.ts";
import type { Rows } from "./split-schedule.ts";
import { controlMemory, startTeam } from "./team.ts";
import type { Team } from "./team.ts";
import type { Transfer, WorkerTask } from "./worker-source.ts";

/** Ends the workers of programs that nobody can call any more. */
const ended = /* @__PURE__ */ new FinalizationRegistry<Team>((team) => team.release());

/** A schedule whose rows are shared among threads, this one and workers, or why they cannot be. */
export function threadedExecutable(schedule: Schedule, threads: number): Executable | string {
  const rows = rowsOf(schedule);
  if (rows === undefined)
    return "the program is no chain of elementwise operations that could be cut into parts";
  if (usesJavaScript(schedule)) return "the program calls functions of JavaScript, which workers do not have";
  const control = controlMemory();
  if (typeof control === "string") return control;
  const share = Math.floor(rows.count / threads);
  if (share === 0) return "the program has fewer rows than threads";
  const room = new SharedRoom(schedule, rows);
  const part = rows.of(share);
  const tasks = Array.from({ length: threads - 1 }, (_, worker) =>
    taskOf(part, room, control, rows.count - (worker + 1) * share),
  );
  const team = startTeam(control, tasks);
  if (typeof team === "string") return team;
  const own = rows.count - (threads - 1) * share;
  const executable = together(
    room,
    team,
    webassemblyExecutable(rows.of(own)),
    own,
    webassemblyExecutable(schedule),
  );
  ended.register(executable, team);
  return executable;
}

/** The first rows are computed here; all of them if the workers cannot do theirs. */
function together(
  room: SharedRoom,
  team: Team,
  first: Executable,
  own: number,
  alone: Executable,
): Executable {
  return (inputs) => {
    room.write(inputs);
    let mine: readonly Tensor[] = [];
    const done = team.run(() => {
      mine = first(room.firstRows(inputs, own));
    });
    return done ? room.read(mine, own) : alone(inputs);
  };
}

function usesJavaScript({ steps }: Schedule): boolean {
  return steps.some(
    (step) =>
      step.kind === "loops" &&
      step.kernel.nodes.some(
        (node) =>
          node.kind === "apply" &&
          typeof node.function !== "string" &&
          elementaryModule(node.function, node.dtype) === undefined,
      ),
  );
}

/** The memory that threads share: all rows of inputs, constants and outputs. */
class SharedRoom {
  readonly data: SharedArrayBuffer;
  /** For each buffer that passes through it the first byte. */
  readonly places = new Map<number, number>();
  readonly schedule: Schedule;
  readonly rows: Rows;

  constructor(schedule: Schedule, rows: Rows) {
    this.schedule = schedule;
    this.rows = rows;
    let bytes = 0;
    const { inputs, outputs, buffers } = schedule;
    const constants = buffers.flatMap(({ constant }, buffer) =>
      constant !== undefined && rows.rowSizes[buffer]! > 0 ? [buffer] : [],
    );
    for (const buffer of [...[...inputs, ...outputs].map((whole) => whole.buffer), ...constants]) {
      if (this.places.has(buffer)) continue;
      this.places.set(buffer, bytes);
      const { size, dtype } = buffers[buffer]!;
      bytes += 64 * Math.ceil((size * bytesOf(dtype)) / 64);
    }
    this.data = new SharedArrayBuffer(Math.max(bytes, 64));
    for (const buffer of constants) this.#arrayOf(buffer).set(buffers[buffer]!.constant!.data);
  }

  write(inputs: readonly Tensor[]): void {
    this.schedule.inputs.forEach(({ buffer }, i) => this.#arrayOf(buffer).set(inputs[i]!.data));
  }

  /** The first rows of the inputs, and of constants that come in rows. */
  firstRows(inputs: readonly Tensor[], own: number): readonly Tensor[] {
    const { buffers } = this.schedule;
    const constants = buffers.flatMap(({ constant }, buffer) =>
      constant !== undefined && this.rows.rowSizes[buffer]! > 0 ? [{ buffer, tensor: constant }] : [],
    );
    const given = this.schedule.inputs.map(({ buffer }, i) => ({ buffer, tensor: inputs[i]! }));
    return [...given, ...constants].map(({ buffer, tensor }) => {
      const rowSize = this.rows.rowSizes[buffer]!;
      const data = rowSize === 0 ? tensor.data : tensor.data.subarray(0, rowSize * own);
      return new Tensor([data.length], tensor.dtype, data);
    });
  }

  /** The outputs, of which the first rows are given. */
  read(first: readonly Tensor[], own: number): Tensor[] {
    return this.schedule.outputs.map(({ buffer, shape, dtype }, i) => {
      const all = this.#arrayOf(buffer).slice();
      all.set(first[i]!.data.subarray(0, this.rows.rowSizes[buffer]! * own));
      return new Tensor(shape, dtype, all);
    });
  }

  /** The way of the rows from `start` on to a worker, or back. */
  transfer({ buffer, dtype }: Whole, start: number, own: number, count: number): Transfer {
    const rowSize = this.rows.rowSizes[buffer]!;
    const bytes = bytesOf(dtype);
    const size = rowSize === 0 ? this.schedule.buffers[buffer]!.size : rowSize * count;
    return { shared: this.places.get(buffer)! + start * rowSize * bytes, own, bytes: size * bytes };
  }

  #arrayOf(buffer: number): TypedArray {
    const { dtype, size } = this.schedule.buffers[buffer]!;
    return new arrays[dtype](this.data, this.places.get(buffer)!, size) as unknown as TypedArray;
  }
}

type SharedArray = new (buffer: SharedArrayBuffer, offset: number, size: number) => object;

const arrays: Readonly<Record<DType, SharedArray>> = {
  complex128: Float64Array,
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/** What a worker needs for the rows from `start` on. */
function taskOf(part: Schedule, room: SharedRoom, control: SharedArrayBuffer, start: number): WorkerTask {
  const none = (): never => {
    throw new Error("compile: a part of a program has neither products nor calls");
  };
  const { binary, imports, plan, numbers } = writeProgram(part, { product: none, call: none });
  const count = part.buffers.length === 0 ? 0 : rowsIn(part, room);
  const base = firstRegion;
  const constants = part.buffers.flatMap(({ constant }, buffer) =>
    constant === undefined || plan.offsets[buffer]! < 0
      ? []
      : [{ at: base + plan.offsets[buffer]!, bytes: bytesIn(constant) }],
  );
  const transfers = (wholes: readonly Whole[]): readonly Transfer[] =>
    wholes
      .filter(({ buffer }) => plan.offsets[buffer]! >= 0)
      .map((whole) => room.transfer(whole, start, base + plan.offsets[whole.buffer]!, count));
  return {
    control,
    data: room.data,
    module: new host.WebAssembly.Module(binary),
    imports: Object.entries(imports).map(([name, value]) => [name, binaryOf(part, value)]),
    pages: Math.ceil((base + plan.bytes) / 65_536),
    contents: [
      // The constants of elementary functions, where this memory has them.
      { at: scratchBytes, bytes: views().u8.slice(scratchBytes, firstRegion) },
      { at: base, bytes: numbers },
      ...constants,
    ],
    base,
    inputs: transfers(part.inputs),
    outputs: transfers(part.outputs),
  };
}

/** How many rows a part has. */
function rowsIn(part: Schedule, { rows }: SharedRoom): number {
  const buffer = part.outputs[0]!.buffer;
  return part.buffers[buffer]!.size / rows.rowSizes[buffer]!;
}

function bytesIn({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}

/** The binary of the elementary function that an import runs; null for what repairs its results. */
function binaryOf({ steps }: Schedule, value: unknown): string | null {
  for (const step of steps) {
    if (step.kind !== "loops") continue;
    for (const node of step.kernel.nodes) {
      if (node.kind !== "apply" || typeof node.function === "string") continue;
      const module = elementaryModule(node.function, node.dtype);
      if (module !== undefined && elementaryRun(module)?.run === value) return module.binary;
    }
  }
  return null;
}
