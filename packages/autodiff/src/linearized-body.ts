import { currentInterpreter, runWith, zerosLike } from "@adjoint/tensor";
import { hoist } from "./close-program.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { linearizeFlat } from "./linearize.ts";
import { Recorder } from "./recorder.ts";

/** The body of a loop, taken apart into what computes values and what computes tangents. */
export interface LinearizedBody {
  /** The body, with the residuals that are neither constants nor slices as further outputs. */
  readonly primal: Recording;
  /**
   * From the residuals and the tangents of the inputs that vary to those of the outputs that are `present`. Of the
   * carry all that varies is present, with zeros where a step gives none.
   */
  readonly tangent: Recording;
  /** The values that `tangent` needs: the place of an input of the body, or `null` for another output of `primal`. */
  readonly residuals: readonly (number | null)[];
  readonly present: readonly boolean[];
}

/**
 * Linearizes the body of a loop with respect to the inputs that vary; `isCarry` tells which inputs are carried on, in
 * the order of the first outputs.
 */
export function linearizedBody(
  body: Recording,
  varying: readonly boolean[],
  isCarry: readonly boolean[],
): LinearizedBody {
  const recorder = new Recorder("scan", currentInterpreter());
  const inputs = body.inputs.map((input) => recorder.declare(input));
  const { values, program, places } = runWith(recorder, () =>
    linearizeFlat(
      (changing) => {
        const rest = changing.values();
        return evaluateProgram(
          body,
          inputs.map((input, i) => (varying[i] ? rest.next().value! : input)),
        );
      },
      inputs.filter((_, i) => varying[i]),
    ),
  );
  const carried = varying.filter((_, i) => isCarry[i]);
  const present = body.outputs.map((_, i) => (i < carried.length ? carried[i]! : places[i]! >= 0));
  const outputs = present.flatMap((here, i) => {
    if (!here) return [];
    return places[i]! < 0 ? [zerosLike(values[i]!)] : [program.outputs[places[i]!]!];
  });
  const { programs, captured } = hoist([eliminateDeadCode({ ...program, outputs })]);
  const residuals = captured.map((residual) => {
    const place = inputs.indexOf(residual);
    return place < 0 || isCarry[place] ? null : place;
  });
  const kept = captured.filter((_, i) => residuals[i] === null);
  return {
    primal: eliminateDeadCode(recorder.finish(inputs, [...values, ...kept])),
    tangent: programs[0]!,
    residuals,
    present,
  };
}
