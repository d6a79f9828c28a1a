import type { DType, Tensor, TypedArray } from "@adjoint/tensor";
import { sizeOf } from "@adjoint/tensor";
import type { Product, Schedule, Step } from "../loops/schedule.ts";
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
}

/** Products up to so many multiplications are written out. */
const mostWrittenOut = 32;

export function isWrittenOut({ stack, m, n, k }: Product): boolean {
  return sizeOf(stack) * m * n * k <= mostWrittenOut;
}

/** The places of all buffers; numbers that several functions share are elements of one array. */
export function placesOf(schedule: Schedule, source: Source): readonly Place[] {
  const facts = factsOf(schedule);
  const given = new Set(schedule.inputs.map(({ buffer }) => buffer));
  const returned = new Set(schedule.outputs.map(({ buffer }) => buffer));
  const numbers = source.isShared ? source.capture(new Float64Array(schedule.buffers.length), "m") : "";
  return schedule.buffers.map(({ dtype, size, constant }, buffer): Place => {
    const { byCalls, byOthers, isRead, isReadByCall, repeated, isPlain, needsArray } = facts[buffer]!;
    const isHeld = constant !== undefined || ((given.has(buffer) || byCalls > 0) && byOthers === 0);
    const common = {
      dtype,
      size,
      tensor: isHeld && (isReadByCall || returned.has(buffer)) ? tensorName(constant, source) : "",
      hasElements: isRead || byOthers > 0,
      isSingle: byOthers === 1 && isPlain && !source.isShared,
    };
    const isNumber = size === 1 && dtype !== "complex128" && !needsArray;
    if (constant !== undefined) {
      if (isNumber) return { ...common, kind: "number", name: literal(constant.item()) };
      const name = common.hasElements ? source.capture(constant.data, "b") : "";
      return { ...common, kind: "tensor", name };
    }
    if (isNumber) {
      return {
        ...common,
        kind: "number",
        name: source.isShared ? `${numbers}[${buffer}]` : source.fresh("b"),
      };
    }
    if (isHeld) {
      return { ...common, kind: "tensor", name: common.hasElements ? source.fresh("b") : "" };
    }
    if (!isHeld && (returned.has(buffer) || (isReadByCall && !repeated))) {
      return { ...common, kind: "fresh", name: source.fresh("b") };
    }
    return { ...common, kind: "array", name: source.capture(storage(dtype, size), "b") };
  });
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
  }));
  const { uses } = usesOf(schedule);
  for (const { buffer, isWrite, byCall } of uses) {
    const known = facts[buffer]!;
    if (isWrite && byCall) known.byCalls++;
    else if (isWrite) known.byOthers++;
    else if (byCall) known.isReadByCall = true;
    else known.isRead = true;
  }
  const repeat = (steps: readonly Step[]): void => {
    for (const { buffer, isWrite } of usesOf({ ...schedule, steps }).uses) {
      if (isWrite) facts[buffer]!.repeated = true;
    }
  };
  const visit = (step: Step): void => {
    if (step.kind === "product" && !isWrittenOut(step.product)) {
      for (const access of ["a", "b", "c"] as const) {
        facts[step.product[access].buffer]!.needsArray = true;
      }
    }
    nestedSteps(step).forEach(visit);
  };
  for (const step of schedule.steps) {
    visit(step);
    if (step.kind === "loops" && step.kernel.lengths.length === 0) {
      for (const { access } of step.kernel.stores) facts[access.buffer]!.isPlain = true;
    }
    if (step.kind === "scan" || step.kind === "whileLoop" || step.kind === "cond") repeat([step]);
  }
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
