import { isInexact } from "@adjoint/tensor";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import type { Atom, Recording } from "./equation.ts";

/** Some of the outputs of a program, as a program of some of its inputs, which must be those that they depend on. */
export function partOf(
  { inputs, equations, outputs }: Recording,
  chosenInputs: readonly boolean[],
  chosenOutputs: readonly boolean[],
): Recording {
  return eliminateDeadCode({
    inputs: inputs.filter((_, i) => chosenInputs[i]),
    equations,
    outputs: outputs.filter((_, i) => chosenOutputs[i]),
  });
}

/** Which outputs depend on some of the inputs; with `smooth`, through floating-point values alone. */
export function dependents(
  { inputs, equations, outputs }: Recording,
  changing: readonly boolean[],
  smooth: boolean,
): readonly boolean[] {
  const reached = new Set<Atom>(inputs.filter((_, i) => changing[i]));
  for (const equation of equations) {
    if (!equation.inputs.some((atom) => reached.has(atom))) continue;
    for (const output of equation.outputs) if (!smooth || isInexact(output.dtype)) reached.add(output);
  }
  return outputs.map((output) => reached.has(output));
}

/**
 * Which inputs of a loop's body change once it has run any number of times. The body's outputs begin with the values of
 * the `carry` inputs for the next round, which stand behind the `before` first ones.
 */
export function changingInLoop(
  body: Recording,
  changing: readonly boolean[],
  before: number,
  carry: number,
  smooth: boolean,
): readonly boolean[] {
  const results = dependents(body, changing, smooth);
  const next = changing.map((here, i) => here || (i >= before && i < before + carry && results[i - before]!));
  return next.every((here, i) => here === changing[i])
    ? next
    : changingInLoop(body, next, before, carry, smooth);
}
