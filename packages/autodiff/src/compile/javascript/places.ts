import type { DType, Tensor, TypedArray } from "@adjoint/tensor";
import { sizeOf } from "@adjoint/tensor";
import type { BufferId } from "../loops/loop-kernel.ts";
import type { Buffer, Product, Schedule, Step } from "../loops/schedule.ts";
import { usesOf } from "../webassembly/buffer-uses.ts";
import { literal } from "./source.ts";
import type { Source } from "./source.ts";

/**
 * Where a buffer lives in the generated function:
 *
 * - `number`: one element, in a variable or an array of numbers, or written out if it is a constant;
 * - `array`: a typed array that is kept from call to call;
 * - `fresh`: a typed array that each call makes, because it is given away;
 * - `tensor`: what is a tensor anyway: inputs, constants, and what only primitives' kernels write.
 */
export interface Place {
  readonly kind: "number" | "array" | "fresh" | "tensor";
  /** The variable, or the number itself, of what loops read and write. */
  readonly name: string;
  /** The variable of the tensor, if there is one that somebody needs. */
  readonly tensor: string;
  readonly dtype: DType;
  readonly size: number;
  /** Whether anything but primitives' kernels reads or writes it. */
  readonly hasElements: boolean;
  /** Whether it is written once, and not in any loop or branch. */
  readonly isSingle: boolean;
  /** Whether a loop or branch of steps writes it, perhaps again. */
  readonly isRepeated: boolean;
}

/** Products up to so many multiplications are written out. */
const mostWrittenOut = 32;

export function isWrittenOut({ stack, m, n, k }: Product): boolean {
  return sizeOf(stack) * m * n * k <= mostWrittenOut;
}

/** The places of all buffers; numbers that several functions share are elements of one array. */
export function placesOf(schedule: Schedule, source: Source): readonly Place[] {
  const facts = factsOf(schedule);
  const surroundings: Surroundings = {
    source,
    given: new Set(schedule.inputs.map(({ buffer }) => buffer)),
    returned: new Set(schedule.outputs.map(({ buffer }) => buffer)),
    pool: new Pool(),
    numbers: source.isShared ? source.capture(new Float64Array(schedule.buffers.length), "m") : "",
  };
  const places: Place[] = [];
  // In the order in which they are needed, so that the arrays of values that nobody needs any more are used again.
  const order = [...facts.keys()].sort((a, b) => facts[a]!.first - facts[b]!.first);
  for (const id of order) places[id] = placeOf(id, schedule.buffers[id]!, facts[id]!, surroundings);
  return places;
}

interface Surroundings {
  readonly source: Source;
  readonly given: ReadonlySet<BufferId>;
  readonly returned: ReadonlySet<BufferId>;
  readonly pool: Pool;
  readonly numbers: string;
}

function placeOf(
  id: BufferId,
  { dtype, size, constant }: Buffer,
  facts: Facts,
  { source, given, returned, pool, numbers }: Surroundings,
): Place {
  const { byCalls, byOthers, isReadByCall, repeated } = facts;
  const isHeld = constant !== undefined || ((given.has(id) || byCalls > 0) && byOthers === 0);
  const isNumber = size === 1 && dtype !== "complex128" && !facts.needsArray;
  const hasElements = facts.isRead || byOthers > 0;
  const make = (kind: Place["kind"], name: string): Place => ({
    kind,
    name,
    tensor: isHeld && (isReadByCall || returned.has(id)) ? tensorName(constant, source) : "",
    dtype,
    size,
    hasElements,
    isRepeated: repeated,
    isSingle: byOthers === 1 && facts.isPlain && !source.isShared,
  });
  if (constant !== undefined) {
    if (isNumber) return make("number", literal(constant.item()));
    return make("tensor", hasElements ? source.capture(constant.data, "b") : "");
  }
  if (isNumber) return make("number", source.isShared ? `${numbers}[${id}]` : source.fresh("b"));
  if (isHeld) return make("tensor", hasElements ? source.fresh("b") : "");
  // What a kernel is given it may keep, so it must not be written again.
  if (returned.has(id) || (isReadByCall && !repeated)) return make("fresh", source.fresh("b"));
  return make("array", hasElements ? source.capture(pool.take(dtype, size, facts), "b") : "");
}

/** Arrays of values that are there at different times. */
class Pool {
  readonly #arrays: { readonly array: TypedArray; readonly kind: string; freeFrom: number }[] = [];

  take(dtype: DType, size: number, { first, last }: Facts): TypedArray {
    const kind = `${dtype} ${size}`;
    let entry = this.#arrays.find((each) => each.kind === kind && each.freeFrom < first);
    if (entry === undefined) {
      entry = { array: storage(dtype, size), kind, freeFrom: 0 };
      this.#arrays.push(entry);
    }
    entry.freeFrom = last;
    return entry.array;
  }
}

function tensorName(constant: Tensor | undefined, source: Source): string {
  return constant === undefined ? source.fresh("t") : source.capture(constant, "t");
}

export function storage(dtype: DType, size: number): TypedArray {
  switch (dtype) {
    case "float64":
      return new Float64Array(size);
    case "complex128":
      return new Float64Array(2 * size);
    case "float32":
      return new Float32Array(size);
    case "int32":
      return new Int32Array(size);
    case "bool":
      return new Uint8Array(size);
  }
}

interface Facts {
  byCalls: number;
  byOthers: number;
  isRead: boolean;
  isReadByCall: boolean;
  /** Whether it is written in a loop or branch of steps. */
  repeated: boolean;
  /** Whether it is written by a straight line, outside of loops and branches. */
  isPlain: boolean;
  needsArray: boolean;
  /** The first and the last step that reads or writes it. */
  first: number;
  last: number;
}

function factsOf(schedule: Schedule): readonly Facts[] {
  const facts = schedule.buffers.map((): Facts => ({
    byCalls: 0,
    byOthers: 0,
    isRead: false,
    isReadByCall: false,
    repeated: false,
    isPlain: false,
    needsArray: false,
    first: schedule.steps.length,
    last: schedule.steps.length,
  }));
  const { uses } = usesOf(schedule);
  for (const { buffer, isWrite, byCall } of uses) {
    const known = facts[buffer]!;
    if (isWrite && byCall) known.byCalls++;
    else if (isWrite) known.byOthers++;
    else if (byCall) known.isReadByCall = true;
    else known.isRead = true;
  }
  const visit = (step: Step): void => {
    if (step.kind === "product" && !isWrittenOut(step.product)) {
      for (const access of ["a", "b", "c"] as const) {
        facts[step.product[access].buffer]!.needsArray = true;
      }
    }
    nestedSteps(step).forEach(visit);
  };
  schedule.steps.forEach((step, time) => {
    visit(step);
    if (step.kind === "loops" && step.kernel.lengths.length === 0) {
      for (const { access } of step.kernel.stores) facts[access.buffer]!.isPlain = true;
    }
    const isRepeated = step.kind === "scan" || step.kind === "whileLoop" || step.kind === "cond";
    for (const { buffer, isWrite } of usesOf({ ...schedule, steps: [step] }).uses) {
      const known = facts[buffer]!;
      if (isWrite && isRepeated) known.repeated = true;
      known.first = Math.min(known.first, time);
      known.last = time;
    }
  });
  return facts;
}

/** The steps in a step. */
export function nestedSteps(step: Step): readonly Step[] {
  if (step.kind === "scan") return step.body;
  if (step.kind === "whileLoop") return [...step.condition, ...step.body];
  return step.kind === "cond" ? [...step.whenTrue, ...step.whenFalse] : [];
}

/** The expression of an element of a buffer. */
export function elementText({ kind, name }: Place, index: string): string {
  return kind === "number" ? name : `${name}[${index}]`;
}
