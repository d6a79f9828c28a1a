import { cos, erf, exp, expm1, log, log1p, pow, sigmoid, sin, softplus, tanh } from "@adjoint/kernels";
import { DomainError, Tensor } from "@adjoint/tensor";
import type { DType, Shape, TypedArray } from "@adjoint/tensor";
import type { Schedule } from "./schedule.ts";

/** A schedule as plain data, which `structuredClone` copies and `postMessage` sends. */
export interface ScheduleData {
  readonly schedule: unknown;
}

/** What stands in the data for what no message can hold. */
type StandIn =
  | { readonly standsFor: "function"; readonly name: string }
  | {
      readonly standsFor: "tensor";
      readonly shape: Shape;
      readonly dtype: DType;
      readonly elements: TypedArray | number;
    };

/** Functions that the receiver has too, by their names. */
function vocabulary(): Readonly<Record<string, unknown>> {
  const own = { cos, erf, exp, expm1, log, log1p, pow, sigmoid, sin, softplus, tanh };
  const math = Object.getOwnPropertyNames(Math).map((name) => [
    `Math.${name}`,
    (Math as unknown as Readonly<Record<string, unknown>>)[name],
  ]);
  return { ...Object.fromEntries(math), ...own };
}

/**
 * A schedule as data.
 *
 * @throws DomainError if it calls the kernel of a primitive, or a function that has no name to the receiver.
 */
export function scheduleToData(schedule: Schedule): ScheduleData {
  const names = new Map(Object.entries(vocabulary()).map(([name, value]) => [value, name]));
  const write = (value: unknown): unknown => {
    if (value instanceof Tensor) return tensorToData(value);
    if (Array.isArray(value)) return value.map(write);
    const name = names.get(value);
    if (name !== undefined) return { standsFor: "function", name } satisfies StandIn;
    if (typeof value === "function" || (typeof value === "object" && value !== null && "at" in value)) {
      throw unknownToReceiver("a function of numbers that has no name");
    }
    if (typeof value !== "object" || value === null) return value;
    if ("kind" in value && value.kind === "call" && "equation" in value) {
      throw unknownToReceiver(
        `the kernel of ${(value.equation as { primitive: { name: string } }).primitive.name}`,
      );
    }
    return mapEntries(value, write);
  };
  return { schedule: write(schedule) };
}

/** The schedule that data stand for. */
export function scheduleFromData({ schedule }: ScheduleData): Schedule {
  const known = vocabulary();
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    if (!("standsFor" in value)) return mapEntries(value, read);
    const standIn = value as StandIn;
    return standIn.standsFor === "function"
      ? known[standIn.name]
      : new Tensor(standIn.shape, standIn.dtype, standIn.elements);
  };
  return read(schedule) as Schedule;
}

function tensorToData(tensor: Tensor): StandIn {
  const { shape, dtype } = tensor;
  // A view on a shared buffer would take all of the buffer with it.
  return { standsFor: "tensor", shape, dtype, elements: tensor.uniform ?? tensor.data.slice() };
}

function mapEntries(value: object, f: (part: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, f(part)]));
}

function unknownToReceiver(what: string): DomainError {
  return new DomainError(
    `packProgram: the program uses ${what}, which cannot be sent; call it outside of the packed function, ` +
      `or compile the function where it is to run`,
    { operation: "packProgram" },
  );
}
