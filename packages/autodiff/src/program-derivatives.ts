import { currentInterpreter, runWith, Unknown } from "@adjoint/tensor";
import type { Spec, Tangent, Tensor } from "@adjoint/tensor";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { FlatFunction } from "./flat-function.ts";
import { jvpFlat } from "./jvp.ts";
import { Program } from "./program.ts";
import { Recorder } from "./recorder.ts";
import { nonZero, spread } from "./sparse-list.ts";
import { traceFlat } from "./trace.ts";
import { transposeProgram } from "./transpose-program.ts";
import { vmapFlat } from "./vmap.ts";

/**
 * The tangents of a program as a program of its inputs and of those of their tangents that are not zero.
 * `present` tells which tangents of the outputs it has.
 */
export function tangentProgram(
  program: Recording,
  tangents: readonly Tangent[],
): { readonly program: Program; readonly present: readonly boolean[] } {
  let present: readonly boolean[] = [];
  const count = program.inputs.length;
  const derivative: FlatFunction = (args) => {
    const directions = spread(
      args.slice(count),
      tangents.map((tangent) => tangent !== null),
    );
    const results = jvpFlat((xs) => evaluateProgram(program, xs), args.slice(0, count), directions).tangents;
    present = results.map((result) => result !== null);
    return nonZero(results);
  };
  const recording = traceFlat("a derivative", derivative, [...program.inputs, ...nonZero(tangents)]);
  return { program: new Program(eliminateDeadCode(recording)), present };
}

/**
 * The transpose of a program that is linear in those inputs which are unknown, as a program of the others and of the
 * cotangents that are not zero. `present` tells for which inputs it has a cotangent.
 */
export function transposedProgram(
  program: Recording,
  inputs: readonly (Tensor | Unknown)[],
  cotangents: readonly Tangent[],
): {
  readonly program: Program;
  readonly present: readonly boolean[];
  /** The known inputs. */
  readonly known: readonly Tensor[];
} {
  let present: readonly boolean[] = [];
  const known = inputs.filter((input) => !(input instanceof Unknown)) as readonly Tensor[];
  const given = cotangents.map((cotangent) => cotangent !== null);
  const adjoint: FlatFunction = (args) => {
    const rest = args.slice(0, known.length).values();
    const operands = inputs.map((input) => (input instanceof Unknown ? input : rest.next().value!));
    const incoming = spread(args.slice(known.length), given);
    const results = transposeFlat((xs) => evaluateProgram(program, xs), operands, incoming);
    present = results.map((result) => result !== null);
    return nonZero(results);
  };
  const recording = traceFlat("a derivative", adjoint, [...known, ...nonZero(cotangents)]);
  return { program: new Program(eliminateDeadCode(recording)), present, known };
}

/** A program mapped along axis 0 of its batched inputs; all outputs are batched. */
export function batchedProgram(
  program: Recording,
  inputs: readonly Spec[],
  batched: readonly boolean[],
  size: number,
): Program {
  const mapped: FlatFunction = (xs) => vmapFlat((ys) => evaluateProgram(program, ys), xs, batched, size);
  return new Program(traceFlat("vmap", mapped, inputs));
}

/** The cotangents of the unknown inputs of a function of lists that is linear in them. */
export function transposeFlat(
  f: FlatFunction,
  inputs: readonly (Tensor | Unknown)[],
  cotangents: readonly Tangent[],
): readonly Tangent[] {
  const recorder = new Recorder("a derivative", currentInterpreter());
  const args = inputs.map((input) => (input instanceof Unknown ? recorder.declare(input) : input));
  const outputs = runWith(recorder, () => f(args));
  const unknown = args.filter((_, i) => inputs[i] instanceof Unknown);
  const results = transposeProgram(recorder.finish(unknown, outputs), cotangents);
  return spread(
    results,
    inputs.map((input) => input instanceof Unknown),
  );
}
