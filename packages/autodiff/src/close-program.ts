import { Tracer } from "@adjoint/tensor";
import type { Spec, Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";
import type { FlatFunction } from "./flat-function.ts";
import { Program } from "./program.ts";
import { traceFlat } from "./trace.ts";

/** A program that uses nothing from outside, and the traced values that it is to be given in their stead. */
export interface ClosedProgram {
  /** Its inputs are the captured values, then the arguments. */
  readonly program: Program;
  readonly captured: readonly Tensor[];
}

/**
 * Records a function of lists, and makes every traced value that it uses from outside an input: what a derivative
 * does with the primitive that holds the program, it then does with the value too.
 */
export function closeProgram(operation: string, f: FlatFunction, args: readonly Spec[]): ClosedProgram {
  const { programs, captured } = hoist([traceFlat(operation, f, args)]);
  return { program: programs[0]!, captured };
}

/** Recordings with the same arguments, which get the same captured values as inputs before them. */
export function hoist(recordings: readonly Recording[]): {
  readonly programs: readonly Program[];
  readonly captured: readonly Tensor[];
} {
  const captured = new Set<Tensor>();
  for (const { equations, outputs } of recordings) {
    for (const atom of [...equations.flatMap(({ inputs }) => inputs), ...outputs]) {
      if (atom instanceof Tracer) captured.add(atom);
    }
  }
  const list = [...captured];
  return { programs: recordings.map((recording) => withInputs(recording, list)), captured: list };
}

function withInputs({ inputs, equations, outputs }: Recording, captured: readonly Tensor[]): Program {
  const variables = new Map<Atom, Variable>(captured.map((tensor) => [tensor, new Variable(tensor)]));
  const place = (atom: Atom): Atom => variables.get(atom) ?? atom;
  return new Program({
    inputs: [...variables.values(), ...inputs],
    equations: equations.map((equation) => ({ ...equation, inputs: equation.inputs.map(place) })),
    outputs: outputs.map(place),
  });
}
