import { checkpointPrimitive } from "../../checkpoint.ts";
import { customJvpPrimitive } from "../../custom-jvp.ts";
import { customVjpPrimitive } from "../../custom-vjp.ts";
import type { Equation, Recording } from "../../equation.ts";
import { linearCallPrimitive } from "../../linear-call.ts";
import { isRecording } from "../../nested-programs.ts";
import { compiledCallOf } from "../compiled-call.ts";
import { expandEquations, instantiate } from "./expand-equations.ts";

/**
 * The program with the programs in it that are merely called: of a checkpoint, of a function with a derivative of its own, of
 * another compiled function. They were closed for the sake of derivatives, which have been taken.
 *
 * @returns the same program if it calls none.
 */
export function inlineCalls<Given extends Recording>(program: Given): Given {
  return expandEquations(program, (equation) => {
    const called = calledProgram(equation);
    if (called === undefined) return null;
    const { equations, outputs } = instantiate(called, equation.inputs);
    return { equations, outputs };
  });
}

const callers: readonly unknown[] = [
  checkpointPrimitive,
  customJvpPrimitive,
  customVjpPrimitive,
  linearCallPrimitive,
];

/** The program of its inputs that a primitive runs, and nothing more. */
function calledProgram({ primitive, params }: Equation): Recording | undefined {
  if (callers.includes(primitive)) {
    const { program, f } = params as { readonly program?: unknown; readonly f?: unknown };
    const called = program ?? f;
    return isRecording(called) ? called : undefined;
  }
  return compiledCallOf(primitive, params);
}
