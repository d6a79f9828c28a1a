import { currentInterpreter, isInexact, runWith } from "@adjoint/tensor";
import type { Interpreter, Tangent, Tensor } from "@adjoint/tensor";
import { formulasOf } from "./formula.ts";
import type { Formula } from "./formula.ts";
import { Recorder } from "./recorder.ts";
import { forwardRule } from "./rules.ts";
import type { Step } from "./step-recorder.ts";
import { transposeProgram } from "./transpose-program.ts";

/** What a step passes back to one of its inputs, as a number; `null` is nothing. */
export function pulledValue(step: Step, place: number, cotangents: readonly Tangent[]): Tangent {
  const primals = step.inputs.map(({ value }) => value);
  const outputs = step.outputs.map(({ value }) => value);
  return pull(step, place, primals, outputs, cotangents, currentInterpreter());
}

/**
 * The same as a formula of the values that the step works with and of the adjoints of its outputs: the rule is carried
 * out on stand-ins, and what it does with them is read off.
 *
 * @param present - which of the outputs have an adjoint.
 */
export function pulledFormula(step: Step, place: number, present: readonly boolean[]): Formula {
  const recorder = new Recorder("explain", currentInterpreter());
  const standIns: Tensor[] = [];
  const names: Formula[] = [];
  const declare = (value: Tensor, name: string, adjoint: boolean): Tensor => {
    const standIn = recorder.declare(value);
    standIns.push(standIn);
    names.push({ kind: "name", name, adjoint });
    return standIn;
  };
  const primals = step.inputs.map(({ value, name }) => (name === null ? value : declare(value, name, false)));
  const outputs = step.outputs.map(({ value, name }) => declare(value, name, false));
  const cotangents = step.outputs.map(({ value, name }, i) =>
    present[i] ? declare(value, name, true) : null,
  );
  const result = pull(step, place, primals, outputs, cotangents, recorder);
  return formulasOf(recorder.finish(standIns, [result!]), names)[0]!;
}

/** The jvp rule for one input, recorded and transposed, on an interpreter. */
function pull(
  { primitive, params }: Step,
  place: number,
  primals: readonly Tensor[],
  outputs: readonly Tensor[],
  cotangents: readonly Tangent[],
  interpreter: Interpreter,
): Tangent {
  if (!isInexact(primals[place]!.dtype)) return null;
  const recorder = new Recorder("explain", interpreter);
  const direction = recorder.declare(primals[place]!);
  const directions = primals.map((_, i) => (i === place ? direction : null));
  const tangents = runWith(recorder, () => forwardRule(primitive)(directions, primals, outputs, params));
  const present = tangents.flatMap((tangent, i) => (tangent === null || !cotangents[i] ? [] : [i]));
  if (present.length === 0) return null;
  const recording = recorder.finish(
    [direction],
    present.map((i) => tangents[i]!),
  );
  const incoming = present.map((i) => cotangents[i]!);
  return runWith(interpreter, () => transposeProgram(recording, incoming))[0]!;
}
