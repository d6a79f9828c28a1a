import {
  add,
  addTangents,
  bind,
  currentInterpreter,
  moveAxis,
  runWith,
  stack,
  unstack,
  Unknown,
  zeros,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Spec, Tangent, Tensor } from "@adjoint/tensor";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { linearizedBody } from "./linearized-body.ts";
import { partlyBatchedProgram, repeated } from "./partly-batched-program.ts";
import { Program } from "./program.ts";
import { transposeFlat } from "./program-derivatives.ts";
import { changingInLoop, partOf } from "./program-parts.ts";
import { Recorder } from "./recorder.ts";
import { spread } from "./sparse-list.ts";

/** A loop over slices. Its inputs are constants, the carry at the start, and the tensors that are sliced. */
export interface Scan {
  /** From the constants, the carry and a slice of each tensor, to the next carry and a slice of each result. */
  readonly body: Recording;
  readonly constants: number;
  readonly carry: number;
  readonly length: number;
  readonly reverse: boolean;
}

export const scanPrimitive: Primitive<readonly Tensor[], readonly Tensor[], Scan> = {
  name: "scan",
  shape: (_inputs, { body, carry, length }) =>
    body.outputs.map(({ shape, dtype }, i) => ({ shape: i < carry ? shape : [length, ...shape], dtype })),
  kernel: runScan,
  kernelWithJvp: pushThroughScan,
  jvp: (tangents, inputs, _outputs, params) => pushThroughScan(tangents, inputs, params).tangents,
  transpose: pullThroughScan,
  batch: mapScan,
};

/** Steps through the slices. */
function runScan(
  inputs: readonly Tensor[],
  { body, constants, carry, length, reverse }: Scan,
): readonly Tensor[] {
  const fixed = inputs.slice(0, constants);
  const slices = inputs.slice(constants + carry).map((x) => unstack(x));
  const rows = new Array<readonly Tensor[]>(length);
  let state = inputs.slice(constants, constants + carry);
  for (let step = 0; step < length; step++) {
    const at = reverse ? length - 1 - step : step;
    const results = evaluateProgram(body, [...fixed, ...state, ...slices.map((parts) => parts[at]!)]);
    state = results.slice(0, carry);
    rows[at] = results.slice(carry);
  }
  return [...state, ...stackRows(rows, body.outputs.slice(carry))];
}

/** The results of the steps, laid along a new axis 0. */
export function stackRows(rows: readonly (readonly Tensor[])[], specs: readonly Spec[]): readonly Tensor[] {
  return specs.map(({ shape, dtype }, i) =>
    rows.length === 0 ? zeros([0, ...shape], { dtype }) : stack(rows.map((row) => row[i]!)),
  );
}

/**
 * Runs the loop while it keeps what the derivative of each step needs, then runs the derivatives: a loop that is linear
 * in the tangents.
 */
function pushThroughScan(
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  params: Scan,
): { readonly outputs: readonly Tensor[]; readonly tangents: readonly Tangent[] } {
  const { body, constants, carry } = params;
  const kinds = kindsOf(params);
  const given = tangents.map((tangent) => tangent !== null);
  const varying = changingInLoop(body, given, constants, carry, true);
  const isCarry = kinds.map((kind) => kind === "carry");
  const { primal, tangent, residuals, present } = linearizedBody(body, varying, isCarry);
  const all = bind(scanPrimitive, inputs, { ...params, body: new Program(primal) });
  const kept = all.slice(body.outputs.length).values();
  const operands = residuals.map((place): Operand =>
    place === null
      ? { kind: "sliced", value: kept.next().value! }
      : { kind: kinds[place]!, value: inputs[place]! },
  );
  for (const [i, input] of inputs.entries()) {
    if (varying[i]) operands.push({ kind: kinds[i]!, value: tangents[i] ?? zerosLike(input) });
  }
  return {
    outputs: all.slice(0, body.outputs.length),
    tangents: spread(bindScan(operands, tangent, params), present),
  };
}

/** Runs the transposes of the steps, from the last to the first. */
function pullThroughScan(
  cotangents: readonly Tangent[],
  inputs: readonly (Tensor | Unknown)[],
  params: Scan,
): readonly Tangent[] {
  const { body, constants, carry } = params;
  const kinds = kindsOf(params);
  const given = inputs.map((input) => input instanceof Unknown);
  const unknown = changingInLoop(body, given, constants, carry, true);
  const sought = (kind: Kind): number[] => [...inputs.keys()].filter((i) => unknown[i] && kinds[i] === kind);
  const [fixed, state, sliced] = [sought("constant"), sought("carry"), sought("sliced")];
  const known = knownOperands(inputs, unknown, params).values();

  const recorder = new Recorder("scan", currentInterpreter());
  const operands: Operand[] = [];
  const declared: Tensor[] = [];
  const declare = ({ kind, value }: Operand): Tensor => {
    const { shape, dtype } = value;
    const stand = recorder.declare({ shape: kind === "sliced" ? shape.slice(1) : shape, dtype });
    operands.push({ kind, value });
    declared.push(stand);
    return stand;
  };
  const args = body.inputs.map((input, i) =>
    unknown[i] ? new Unknown(input) : declare(known.next().value!),
  );
  const sums = fixed.map((i) => declare({ kind: "carry", value: zerosLike(inputs[i]!) }));
  const incoming = cotangents.map((cotangent, k): Tangent => {
    if (k >= carry) return cotangent && declare({ kind: "sliced", value: cotangent });
    const changes = unknown[constants + k]!;
    return changes ? declare({ kind: "carry", value: cotangent ?? zerosLike(body.outputs[k]!) }) : null;
  });
  const results = runWith(recorder, () => {
    const pulled = transposeFlat((xs) => evaluateProgram(body, xs), args, incoming);
    return [
      ...fixed.map((i, k) => addTangents(pulled[i]!, sums[k]!, add)!),
      ...[...state, ...sliced].map((i) => pulled[i] ?? zerosLike(body.inputs[i]!)),
    ];
  });
  const recording = eliminateDeadCode(recorder.finish(declared, results));
  const outgoing = bindScan(operands, recording, { ...params, reverse: !params.reverse });
  const places = [...fixed, ...state, ...sliced];
  return inputs.map((input, i) => (input instanceof Unknown ? outgoing[places.indexOf(i)]! : null));
}

/** The known inputs of a linear loop; of a carry that is known, the values at the start of every step. */
function knownOperands(
  inputs: readonly (Tensor | Unknown)[],
  unknown: readonly boolean[],
  params: Scan,
): readonly Operand[] {
  const { body, carry } = params;
  const kinds = kindsOf(params);
  const known = unknown.map((here) => !here);
  const places = [...inputs.keys()].filter((i) => known[i]);
  const operands = places.map((i): Operand => ({ kind: kinds[i]!, value: inputs[i] as Tensor }));
  const steady = places.filter((i) => kinds[i] === "carry");
  if (steady.length === 0) return operands;
  const isSteady = body.outputs.map((_, k) => k < carry && known[params.constants + k]!);
  const part = partOf(body, known, isSteady);
  const recording = { ...part, outputs: [...part.outputs, ...steady.map((i) => body.inputs[i]!)] };
  const starts = bindScan(operands, recording, params).slice(steady.length).values();
  return operands.map(({ kind, value }) =>
    kind === "carry" ? { kind: "sliced", value: starts.next().value! } : { kind, value },
  );
}

/** The loop over steps that each do all calls at once. */
function mapScan(
  inputs: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
  params: Scan,
): readonly Tensor[] {
  const { body, constants, carry } = params;
  const kinds = kindsOf(params);
  const mapped = changingInLoop(body, batched, constants, carry, false);
  const { program, present } = partlyBatchedProgram(
    body,
    mapped,
    size,
    mapped.slice(constants, constants + carry),
  );
  const values = inputs.map((input, i) => {
    if (kinds[i] === "sliced") return mapped[i] ? moveAxis(input, 0, 1) : input;
    return mapped[i] && !batched[i] ? repeated(input, size) : input;
  });
  return bind(scanPrimitive, values, { ...params, body: program }).map((result, k) => {
    if (!present[k]) return repeated(result, size);
    return k < carry ? result : moveAxis(result, 1, 0);
  });
}

/** What an input is to the loop. */
type Kind = "constant" | "carry" | "sliced";

interface Operand {
  readonly kind: Kind;
  readonly value: Tensor;
}

function kindsOf({ body, constants, carry }: Scan): readonly Kind[] {
  return body.inputs.map((_, i) => (i < constants ? "constant" : i < constants + carry ? "carry" : "sliced"));
}

/** A loop whose operands stand in any order, that of the inputs of its body. */
function bindScan(
  operands: readonly Operand[],
  body: Recording,
  { length, reverse }: Pick<Scan, "length" | "reverse">,
): readonly Tensor[] {
  const order = (["constant", "carry", "sliced"] as const).flatMap((kind) =>
    [...operands.keys()].filter((i) => operands[i]!.kind === kind),
  );
  const count = (kind: Kind): number => operands.filter((operand) => operand.kind === kind).length;
  return bind(
    scanPrimitive,
    order.map((i) => operands[i]!.value),
    {
      body: new Program({ ...body, inputs: order.map((i) => body.inputs[i]!) }),
      constants: count("constant"),
      carry: count("carry"),
      length,
      reverse,
    },
  );
}
