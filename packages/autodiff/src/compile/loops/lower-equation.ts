import { AdjointError, broadcastShapes, sizeOf } from "@adjoint/tensor";
import { condPrimitive } from "../../cond-primitive.ts";
import type { Branches } from "../../cond-primitive.ts";
import type { Atom, Equation, Recording, Variable } from "../../equation.ts";
import { scanPrimitive } from "../../scan-primitive.ts";
import type { Scan } from "../../scan-primitive.ts";
import { whileLoopPrimitive } from "../../while-loop-primitive.ts";
import type { WhileLoop } from "../../while-loop-primitive.ts";
import { productOf } from "./definition.ts";
import { boxMap, linearIndex, throughView } from "./index-map.ts";
import type { Surroundings } from "./kernel-builder.ts";
import { fillKernel } from "./loop-nests.ts";
import type { Access, BufferId } from "./loop-kernel.ts";
import { mergeStack } from "./merge-stack.ts";
import type { Room } from "./room.ts";
import type { Product, Step, Whole } from "./schedule.ts";

/** Where the values of a program lie. */
export interface Values extends Surroundings {
  levelOf(variable: Variable): number;
  wholeOf(atom: Atom): Whole;
  bufferFor(variable: Variable): BufferId;
  assign(variable: Variable, buffer: BufferId): void;
  /** Lowers a program nested in this one, whose inputs are in buffers. */
  within(program: Recording, inputs: readonly Whole[]): LoweredProgram;
}

/** Steps of a program, and where its outputs are. */
export interface LoweredProgram {
  readonly steps: readonly Step[];
  readonly outputs: readonly Whole[];
}

/** What runs between the loops: a product, a loop or branch with a program of its own, or a primitive's kernel. */
export function lowerEquation(equation: Equation, room: Room, values: Values): readonly Step[] {
  const { primitive, params } = equation;
  if (primitive === (scanPrimitive as unknown)) return lowerScan(equation, params as Scan, room, values);
  if (primitive === (whileLoopPrimitive as unknown)) {
    return lowerWhile(equation, params as WhileLoop, room, values);
  }
  if (primitive === (condPrimitive as unknown)) return lowerCond(equation, params as Branches, room, values);
  const product = productOf(equation);
  if (product !== undefined) return lowerProduct(equation, product.transposed(params), values);
  const inputs = equation.inputs.map((atom) => values.wholeOf(atom));
  const outputs = equation.outputs.map((variable) => room.whole(values.bufferFor(variable), variable));
  return [{ kind: "call", equation, inputs, outputs }];
}

function lowerProduct(
  { inputs, outputs }: Equation,
  [turnedA, turnedB]: readonly [boolean, boolean],
  values: Values,
): readonly Step[] {
  const [left, right] = inputs as readonly [Atom, Atom];
  const [output] = outputs as readonly [Variable];
  const [m, n] = output.shape.slice(-2) as [number, number];
  const k = left.shape.at(turnedA ? -2 : -1)!;
  const buffer = values.bufferFor(output);
  const size = sizeOf(output.shape);
  if (size === 0) return [];
  if (k === 0) return [{ kind: "loops", kernel: fillKernel(buffer, size, 0, output) }];
  const stack = broadcastShapes("matmul", left.shape.slice(0, -2), right.shape.slice(0, -2));
  const level = values.levelOf(output);
  const lengths = [...stack, m, n];
  const { coefficients } = linearIndex(lengths, boxMap(lengths.map(() => 0)), lengths.length);
  const product: Product = {
    dtype: output.dtype as "float64" | "float32",
    stack,
    m,
    n,
    k,
    a: operandAccess(left, turnedA, level, values),
    b: operandAccess(right, turnedB, level, values),
    c: { buffer, offset: 0, strides: coefficients },
  };
  return [{ kind: "product", product: mergeStack(product) }];
}

/** The access to a stack of matrices, which may be a view of something stored; along an axis of length 1 it stays. */
function operandAccess(operand: Atom, turned: boolean, level: number, values: Values): Access {
  const rank = operand.shape.length;
  let atom = operand;
  let map = boxMap(operand.shape.map(() => 0));
  let buffer = values.bufferOf(atom, level);
  while (buffer === undefined) {
    const definition = values.definitions.get(atom)!;
    if (definition.kind !== "view") throw new AdjointError("compile: a product reads what is not stored");
    map = throughView(definition.view, map, rank);
    atom = definition.of;
    buffer = values.bufferOf(atom, level);
  }
  const { offset, coefficients } = linearIndex(atom.shape, map, rank);
  const strides = coefficients.map((stride, axis) => (operand.shape[axis] === 1 ? 0 : stride));
  const [rows, columns] = strides.slice(-2) as [number, number];
  return {
    buffer,
    offset,
    strides: [...strides.slice(0, -2), ...(turned ? [columns, rows] : [rows, columns])],
  };
}

function lowerScan(equation: Equation, params: Scan, room: Room, values: Values): readonly Step[] {
  const { body, constants, carry, length, reverse } = params;
  const given = equation.inputs.map((atom) => values.wholeOf(atom));
  const inputs = body.inputs.map((variable, i) =>
    i < constants ? given[i]! : room.whole(room.allocate(variable), variable),
  );
  const carried = inputs.slice(constants, constants + carry);
  const before = carried.map(({ buffer }, k): Step => copy(given[constants + k]!.buffer, buffer));
  carried.forEach(({ buffer }, k) => values.assign(equation.outputs[k]!, buffer));
  if (length === 0) return before;
  const { steps, outputs } = values.within(body, inputs);
  const scan: Step = {
    kind: "scan",
    body: steps,
    length,
    reverse,
    carry: nexts(carried, outputs),
    sliced: inputs
      .slice(constants + carry)
      .map(({ buffer }, i) => ({ whole: given[constants + carry + i]!.buffer, slice: buffer })),
    results: outputs
      .slice(carry)
      .map(({ buffer }, i) => ({ row: buffer, whole: values.bufferFor(equation.outputs[carry + i]!) })),
  };
  return [...before, scan];
}

function lowerWhile(equation: Equation, params: WhileLoop, room: Room, values: Values): readonly Step[] {
  const { condition, body, constants, maxIterations } = params;
  const given = equation.inputs.map((atom) => values.wholeOf(atom));
  const inputs = body.inputs.map((variable, i) =>
    i < constants ? given[i]! : room.whole(room.allocate(variable), variable),
  );
  const carried = inputs.slice(constants);
  carried.forEach(({ buffer }, k) => values.assign(equation.outputs[k]!, buffer));
  const test = values.within(condition, inputs);
  const next = values.within(body, inputs);
  return [
    ...carried.map(({ buffer }, k): Step => copy(given[constants + k]!.buffer, buffer)),
    {
      kind: "whileLoop",
      condition: test.steps,
      test: test.outputs[0]!.buffer,
      body: next.steps,
      carry: nexts(carried, next.outputs),
      maxIterations,
    },
  ];
}

function lowerCond(equation: Equation, branches: Branches, room: Room, values: Values): readonly Step[] {
  const [predicate, ...inputs] = equation.inputs.map((atom) => values.wholeOf(atom));
  const branch = (program: Recording): readonly Step[] => {
    const { steps, outputs } = values.within(program, inputs);
    return [
      ...steps,
      ...outputs.map(({ buffer }, i) => copy(buffer, values.bufferFor(equation.outputs[i]!))),
    ];
  };
  return [
    {
      kind: "cond",
      predicate: predicate!.buffer,
      whenTrue: branch(branches.whenTrue),
      whenFalse: branch(branches.whenFalse),
    },
  ];
}

function nexts(
  carried: readonly Whole[],
  outputs: readonly Whole[],
): readonly { readonly carry: BufferId; readonly next: BufferId }[] {
  return carried.map(({ buffer }, k) => ({ carry: buffer, next: outputs[k]!.buffer }));
}

function copy(from: BufferId, to: BufferId): Step {
  return { kind: "copy", from, to };
}
