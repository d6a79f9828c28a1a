import type { ElementaryFunction, ElementaryPair } from "@adjoint/kernels";
import { bind, Tensor } from "@adjoint/tensor";
import type { DType, TypedArray } from "@adjoint/tensor";
import type { Access, LoopKernel } from "../../src/compile/loops/loop-kernel.ts";
import type { Schedule, Step, Whole } from "../../src/compile/loops/schedule.ts";

/** An elementary function of one number, for results of a dtype. */
export type FunctionAt = (f: ElementaryFunction, dtype: DType) => (x: number) => number;

/** As eager evaluation computes it, in float64. */
const eagerly: FunctionAt = ({ at }) => at;

/** Runs a schedule turn by turn, as its types say: what the generators are compared with. */
export function runSchedule(
  schedule: Schedule,
  inputs: readonly Tensor[],
  functionAt: FunctionAt = eagerly,
): Tensor[] {
  const memory = schedule.buffers.map(
    ({ dtype, size, constant }) => constant?.data.slice() ?? storage(dtype, size),
  );
  schedule.inputs.forEach(({ buffer }, i) => memory[buffer]!.set(inputs[i]!.data));
  runSteps(schedule.steps, memory, functionAt);
  return schedule.outputs.map((whole) => tensorOf(whole, memory));
}

function tensorOf({ buffer, shape, dtype }: Whole, memory: readonly TypedArray[]): Tensor {
  return new Tensor(shape, dtype, memory[buffer]!.slice());
}

function storage(dtype: DType, size: number): TypedArray {
  if (dtype === "float64") return new Float64Array(size);
  if (dtype === "complex128") return new Float64Array(2 * size);
  if (dtype === "float32") return new Float32Array(size);
  return dtype === "int32" ? new Int32Array(size) : new Uint8Array(size);
}

function runSteps(steps: readonly Step[], memory: TypedArray[], functionAt: FunctionAt): void {
  const move = (pairs: readonly { from: number; to: number }[]): void => {
    const copies = pairs.map(({ from }) => memory[from]!.slice());
    pairs.forEach(({ to }, i) => memory[to]!.set(copies[i]!));
  };
  for (const step of steps) {
    switch (step.kind) {
      case "loops":
        runKernel(step.kernel, memory, functionAt);
        break;
      case "copy":
        move([step]);
        break;
      case "product":
        runProduct(step.product, memory);
        break;
      case "call": {
        const { primitive, params } = step.equation;
        const results = bind(
          primitive,
          step.inputs.map((whole) => tensorOf(whole, memory)),
          params,
        );
        step.outputs.forEach(({ buffer }, i) => memory[buffer]!.set(results[i]!.data));
        break;
      }
      case "cond":
        runSteps(memory[step.predicate]![0] === 0 ? step.whenFalse : step.whenTrue, memory, functionAt);
        break;
      case "whileLoop":
        for (let turn = 0; ; turn++) {
          runSteps(step.condition, memory, functionAt);
          if (memory[step.test]![0] === 0) break;
          if (turn === step.maxIterations) throw new Error("endless");
          runSteps(step.body, memory, functionAt);
          move(step.carry.map(({ carry, next }) => ({ from: next, to: carry })));
        }
        break;
      case "scan":
        for (let turn = 0; turn < step.length; turn++) {
          const at = step.reverse ? step.length - 1 - turn : turn;
          for (const { whole, slice } of step.sliced) {
            const target = memory[slice]!;
            target.set(memory[whole]!.subarray(at * target.length, (at + 1) * target.length));
          }
          runSteps(step.body, memory, functionAt);
          for (const { row, whole } of step.results)
            memory[whole]!.set(memory[row]!, at * memory[row]!.length);
          move(step.carry.map(({ carry, next }) => ({ from: next, to: carry })));
        }
        break;
    }
  }
}

type Place = readonly number[];

function at({ offset, strides }: Access, place: Place): number {
  return place.reduce((sum, i, loop) => sum + i * strides[loop]!, offset);
}

function* places(lengths: readonly number[]): Generator<Place> {
  if (lengths.length === 0) yield [];
  else for (let i = 0; i < lengths[0]!; i++) for (const rest of places(lengths.slice(1))) yield [i, ...rest];
}

function runKernel(
  { lengths, nodes, stores, reductions }: LoopKernel,
  memory: TypedArray[],
  functionAt: FunctionAt,
): void {
  const totals = new Map<(typeof reductions)[number], Map<number, number>>();
  for (const place of places(lengths)) {
    const values: number[] = [];
    for (const node of nodes) {
      if (node.kind === "constant") values.push(rounded(node.value, node.dtype));
      else if (node.kind === "load") values.push(memory[node.access.buffer]![at(node.access, place)]!);
      else {
        const inputs = node.inputs.map((i) => values[i]!);
        const { function: f, dtype } = node;
        const scalar = typeof f !== "object" ? f : isPair(f) ? f.at : functionAt(f, dtype);
        values.push(rounded(applied(scalar, inputs, nodes[node.inputs[0]!]!.dtype), node.dtype));
      }
    }
    for (const { node, access } of stores) memory[access.buffer]![at(access, place)] = values[node]!;
    for (const reduction of reductions) {
      const sums = totals.get(reduction) ?? new Map<number, number>();
      totals.set(reduction, sums);
      const to = at(reduction.access, place);
      const before = sums.get(to);
      const value = values[reduction.node]!;
      sums.set(
        to,
        before === undefined
          ? value
          : combined(reduction.combine, before, value, nodes[reduction.node]!.dtype),
      );
    }
  }
  for (const [{ access }, sums] of totals) for (const [to, sum] of sums) memory[access.buffer]![to] = sum;
}

function combined(combine: string, a: number, b: number, dtype: DType): number {
  if (combine === "add") return dtype === "int32" ? (a + b) | 0 : a + b;
  if (combine === "mul") return dtype === "int32" ? Math.imul(a, b) : a * b;
  if (combine === "minimum") return Math.min(a, b);
  if (combine === "maximum") return Math.max(a, b);
  return combine === "or" ? a | b : a & b;
}

function rounded(value: number, dtype: DType): number {
  if (dtype === "float64") return value;
  if (dtype === "float32") return Math.fround(value);
  return dtype === "int32" ? value | 0 : value === 0 ? 0 : 1;
}

const operations: Readonly<Record<string, (...x: number[]) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  relu: (a) => (a > 0 || Number.isNaN(a) ? a : 0),
  square: (a) => a * a,
  sqrt: (a) => Math.sqrt(a),
  floor: (a) => Math.floor(a),
  ceil: (a) => Math.ceil(a),
  minimum: (a, b) => Math.min(a, b),
  maximum: (a, b) => Math.max(a, b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  logicalAnd: (a, b) => a & b,
  logicalOr: (a, b) => a | b,
  logicalXor: (a, b) => a ^ b,
  logicalNot: (a) => Number(a === 0),
  isNaN: (a) => Number(Number.isNaN(a)),
  isFinite: (a) => Number(Number.isFinite(a)),
  where: (c, a, b) => (c === 0 ? b : a),
  cast: (a) => a,
};

function isPair(f: ElementaryFunction | ElementaryPair): f is ElementaryPair {
  return f.at.length === 2;
}

function applied(scalar: unknown, inputs: readonly number[], dtype: DType): number {
  if (typeof scalar === "function") return (scalar as (...x: readonly number[]) => number)(...inputs);
  if (dtype === "int32" && (scalar === "mul" || scalar === "square")) {
    return Math.imul(inputs[0]!, inputs.at(-1)!);
  }
  return operations[scalar as string]!(...inputs);
}

function runProduct(
  { stack, m, n, k, a, b, c, dtype }: Extract<Step, { kind: "product" }>["product"],
  memory: TypedArray[],
): void {
  for (const place of places([...stack, m, n])) {
    const [outer, i, j] = [place.slice(0, -2), place.at(-2)!, place.at(-1)!];
    let sum = 0;
    for (let p = 0; p < k; p++) {
      sum += memory[a.buffer]![at(a, [...outer, i, p])]! * memory[b.buffer]![at(b, [...outer, p, j])]!;
    }
    memory[c.buffer]![at(c, place)] = rounded(sum, dtype);
  }
}
